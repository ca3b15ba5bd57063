from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from adapters.openai_model.schema import strict_schema
from jobs.contract_comparison.models import ComparisonAnswer
from tests.fakes.openai_server.script import Refusing
from tests.fakes.openai_server.wire import read_request


class Inner(BaseModel):
    kind: Literal["one", "two"] = Field("one", description="A default and a description.")
    size: int | None = Field(default=None, ge=0, description="May be nothing.")


class Outer(BaseModel):
    """Open, with bounds, defaults and references."""

    name: str = Field(min_length=1, max_length=10, pattern="^a")
    inner: Inner = Field(description="Described beside its reference.")
    many: list[Inner] = Field(default=[], max_length=3)


class Recursive(BaseModel):
    children: list["Recursive"]


class Rooted(BaseModel):
    root: Recursive


class Mapped(BaseModel):
    counts: dict[str, int]


class Anything(BaseModel):
    value: Any


class Extended(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str


class Placed(BaseModel):
    pair: tuple[int, str]


class Nothing(BaseModel):
    pass


def request_with(schema: dict[str, Any]) -> dict[str, Any]:
    described = {"name": "answer", "strict": True, "schema": schema}
    return {
        "model": "gpt-test",
        "messages": [{"role": "user", "content": "Hello"}],
        "response_format": {"type": "json_schema", "json_schema": described},
    }


@pytest.mark.parametrize("model", [ComparisonAnswer, Outer, Rooted])
def test_a_strict_schema_is_one_that_the_server_takes(model: type[BaseModel]) -> None:
    strict = strict_schema(model.model_json_schema())
    assert strict is not None
    read_request(request_with(strict), Refusing())


def test_the_schema_of_a_comparison_loses_nothing_but_what_it_does_not_need() -> None:
    assert strict_schema(ComparisonAnswer.model_json_schema()) == ComparisonAnswer.model_json_schema()


def test_bounds_and_defaults_go_and_every_property_is_required() -> None:
    schema = Outer.model_json_schema()
    strict = strict_schema(schema)
    assert strict is not None
    assert strict["properties"]["name"] == {"title": "Name", "type": "string"}
    assert strict["properties"]["inner"] == {"$ref": "#/$defs/Inner"}
    assert strict["required"] == ["name", "inner", "many"]
    assert strict["$defs"]["Inner"]["required"] == ["kind", "size"]
    assert schema == Outer.model_json_schema()


@pytest.mark.parametrize("model", [Mapped, Extended, Placed, Nothing, Recursive])
def test_what_strict_mode_cannot_say_is_not_said_strictly(model: type[BaseModel]) -> None:
    assert strict_schema(model.model_json_schema()) is None


@pytest.mark.parametrize("schema", [{"type": "array", "items": {"type": "string"}}, {"not": {}}, {}])
def test_an_answer_that_is_no_object_cannot_be_asked_for_strictly(schema: dict[str, Any]) -> None:
    assert strict_schema(schema) is None


SCALARS = st.sampled_from([{"type": "string", "minLength": 2}, {"type": "integer", "default": 3}, {"enum": ["a"]}])


def _objects(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    properties = st.dictionaries(st.sampled_from("abcdef"), inner, min_size=1)
    return st.one_of(
        properties.map(lambda named: {"type": "object", "properties": named}),
        inner.map(lambda items: {"type": "array", "items": items, "maxItems": 4}),
        st.lists(inner, min_size=1, max_size=3).map(lambda variants: {"anyOf": variants}),
    )


@given(st.dictionaries(st.sampled_from("abc"), st.recursive(SCALARS, _objects, max_leaves=8), min_size=1))
def test_any_schema_of_closed_objects_becomes_one_that_the_server_takes(properties: dict[str, Any]) -> None:
    strict = strict_schema({"type": "object", "properties": properties})
    assert strict is not None
    read_request(request_with(strict), Refusing())
    assert strict_schema(strict) == strict
