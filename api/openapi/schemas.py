"""JSON schemas of the models, those of bodies as they are validated, those of answers as they are written."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

Mode = Literal["validation", "serialization"]
Use = tuple[type[BaseModel], Mode]


_Field = core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField


class _Generator(GenerateJsonSchema):
    """An answer is written with all its fields, those too that have a default, unless its model says otherwise."""

    def field_is_required(self, field: _Field, total: bool) -> bool:
        if self.mode == "serialization" and "serialization_exclude_if" not in field:
            return True
        return super().field_is_required(field, total)


class Schemas:
    """The schemas of all models that a document uses, under names of their own."""

    def __init__(self, uses: Iterable[Use]) -> None:
        # In a fixed order, so that the same declarations make the same document.
        ordered = sorted(set(uses), key=lambda use: (use[0].__name__, use[1]))
        self._places, whole = models_json_schema(
            ordered, ref_template="#/components/schemas/{model}", schema_generator=_Generator
        )
        self.components: dict[str, Any] = {name: _plain(body) for name, body in whole.get("$defs", {}).items()}

    def one_of(self, models: tuple[type[BaseModel], ...], mode: Mode) -> dict[str, Any]:
        """A reference to the model's schema, or to several of which exactly one fits."""
        references = [dict(self._places[(model, mode)]) for model in models]
        return references[0] if len(references) == 1 else {"oneOf": references}


def _plain(schema: Any) -> Any:
    """The schema without the titles that pydantic makes of the fields' names; a model's own title is its name."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    inner = {name: _plain(part) for name, part in schema.items() if name not in {"title", "properties"}}
    properties = schema.get("properties")
    return inner | ({"properties": {name: _plain(part) for name, part in properties.items()}} if properties else {})
