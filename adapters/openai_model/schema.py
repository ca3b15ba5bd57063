"""JSON schemas as the provider's strict mode takes them."""

from collections.abc import Mapping
from typing import Any

_KEPT = frozenset({"type", "description", "title", "enum", "const"})
_DROPPED = frozenset(
    {
        "default", "examples", "deprecated", "readOnly", "writeOnly",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minItems", "maxItems", "uniqueItems",
    }
)  # fmt: skip
"""Strict mode refuses these; the answer is checked against the whole schema afterwards anyway."""

_OBJECT_WORDS = frozenset({"properties", "required", "additionalProperties"})


class _NotStrictError(Exception):
    """Some part of the schema has no counterpart in strict mode."""


def strict_schema(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema with every object closed and every property required; None if it cannot be said so.

    What strict mode does not know is dropped if it only bounds a value. An answer that satisfies the result satisfies
    `schema`, apart from such bounds.
    """
    if schema.get("type") != "object":
        return None
    try:
        return _strict(schema)
    except _NotStrictError:
        return None


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema and "$defs" not in schema:
        # Strict mode takes no word beside a reference, not even a description.
        return {"$ref": schema["$ref"]}
    strict: dict[str, Any] = {}
    for word, value in schema.items():
        strict |= _word(word, value)
    if schema.get("type") == "object":
        strict |= _closed(schema)
    return strict


def _word(word: str, value: Any) -> dict[str, Any]:
    if word in _KEPT:
        return {word: value}
    if word == "$defs":
        return {word: {name: _strict(inner) for name, inner in value.items()}}
    if word == "items" and isinstance(value, Mapping):
        return {word: _strict(value)}
    if word == "anyOf":
        return {word: [_strict(variant) for variant in value]}
    if word in _DROPPED or word in _OBJECT_WORDS:
        return {}
    raise _NotStrictError(word)


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    if not properties or schema.get("additionalProperties", False) is not False:
        raise _NotStrictError("additionalProperties")
    return {
        "properties": {name: _strict(inner) for name, inner in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }
