"""A job type with nothing but `Work`, and what is refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel, Field

from shared.domain.job import ItemResult
from shared.errors import Fault
from shared.job_types.capabilities import Reading, Review
from shared.job_types.core import JobType
from shared.job_types.values import Inputs, Request
from shared.ports.inputs import InputHeader
from tests.fakes.job_types import NAME, ScriptedRequest, ScriptedResult, ScriptedWork, scripted_type

PLAIN = scripted_type(ScriptedWork())


class Naming(ScriptedWork):
    """Its request names files."""

    def inputs(self, request: Request) -> dict[str, str]:
        return {name: f"/files/{n}" for n, name in enumerate(request["files"])}


class Spelled(BaseModel):
    """Its fields have other names over the wire, and one is no JSON value."""

    wanted_rows: frozenset[int] = Field(alias="wantedRows")


def test_a_plain_type_has_what_every_type_has() -> None:
    request = PLAIN.normalise(ScriptedRequest(items=3))
    assert request == {"items": 3}
    assert (PLAIN.result_type, PLAIN.user_of(request), PLAIN.user_of(PLAIN.with_user(request, "ann"))) == (
        NAME,
        "system",
        "ann",
    )
    assert dict(PLAIN.review({"items": "x"}).inputs) == {}
    assert PLAIN.title_of(request, {}) == "Scripted"
    assert PLAIN.assemble({"id": "r"}, [{"number": 1}]) == {"id": "r", "items": [{"number": 1}]}


def test_a_plain_type_brings_nothing_else() -> None:
    capabilities = (PLAIN.reading, PLAIN.pricing, PLAIN.caching, PLAIN.real_time, PLAIN.exporting)
    assert capabilities == (None,) * 5
    assert (PLAIN.labels, PLAIN.count_by, PLAIN.even_progress, PLAIN.merges_with_last_item) == ((), None, False, False)
    assert PLAIN.words.counted(2_000) == "2,000 items"
    assert list(PLAIN.review({"items": "x"}).faults) == []


def test_a_request_is_stored_in_the_wire_shape_as_json_has_it() -> None:
    assert PLAIN.normalise(Spelled(wantedRows=frozenset({7}))) == {"wantedRows": [7]}


def test_whose_a_request_is_stands_in_the_field_that_the_type_names() -> None:
    kind = scripted_type(ScriptedWork(), user_field="owner")
    request = {"items": 3, "user_id": "bob"}
    assert kind.user_of(request) == "system"
    assert kind.with_user(request, "ann") == {"items": 3, "user_id": "bob", "owner": "ann"}
    assert kind.user_of(kind.with_user(request, "ann")) == "ann"
    assert request == {"items": 3, "user_id": "bob"}


def test_a_request_is_read_as_the_type_says_where_it_says() -> None:
    def review(body: Mapping[str, Any]) -> Review:
        return Review({str(body["file"]): "/file"}, [Fault("/file", "It is not there.")])

    kind = scripted_type(ScriptedWork(), reading=Reading(review, lambda request: {"normalised": request.items}))
    assert dict(kind.review({"file": "file_a"}).inputs) == {"file_a": "/file"}
    assert [fault.pointer for fault in kind.review({"file": "file_a"}).faults] == ["/file"]
    assert kind.normalise(ScriptedRequest(items=3)) == {"normalised": 3}


def test_a_title_names_what_the_request_names() -> None:
    kind = scripted_type(Naming())
    inputs = {"file_a": InputHeader("awards.csv")}
    assert kind.title_of({"files": []}, inputs) == "Scripted"
    assert kind.title_of({"files": ["file_a"]}, inputs) == "Scripted: awards.csv"
    assert kind.title_of({"files": ["file_a", "file_b"]}, inputs) == "Scripted: awards.csv and 1 more"
    assert kind.title_of({"files": ["file_b"]}, inputs) == "Scripted: file_b"
    many = {"files": [f"file_{n}" for n in range(1_235)]}
    assert kind.title_of(many, {"file_0": InputHeader("first.csv")}) == "Scripted: first.csv and 1,234 more"


def test_the_name_of_a_type_is_read_as_words_and_its_own_title_counts_more() -> None:
    kind = JobType("file_analysis", "analysis", ScriptedRequest, ScriptedResult, ScriptedWork())
    assert kind.title_of({}, {}) == "File analysis"

    def titled(request: Request, inputs: Inputs) -> str:
        return f"{request['items']} of {len(inputs)}"

    own = scripted_type(ScriptedWork(), title=titled)
    assert own.title_of({"items": 3}, {"file_a": InputHeader("awards.csv")}) == "3 of 1"


def test_the_type_of_a_result_may_be_another_than_the_name() -> None:
    assert scripted_type(ScriptedWork(), result_type="script").result_type == "script"


@pytest.mark.parametrize("label", sorted(ItemResult.model_fields))
def test_a_label_that_would_hide_a_field_of_every_item_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=rf"The labels {label} of {NAME} are fields of every item: rename them\."):
        scripted_type(ScriptedWork(), labels=("file_id", label))


def test_all_labels_that_are_refused_are_named_and_others_are_not() -> None:
    with pytest.raises(ValueError, match="The labels job_id, outcome of"):
        scripted_type(ScriptedWork(), labels=("job_id", "file_id", "outcome"))
    assert scripted_type(ScriptedWork(), labels=("file_id", "sheet")).labels == ("file_id", "sheet")
