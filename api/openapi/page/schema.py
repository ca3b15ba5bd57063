"""Schemas in words and tables."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from api.openapi.page.html import Html, code, element, inline, joined, prose, table

Schema = Mapping[str, Any]

_LIMITS = {
    "minimum": "from {}",
    "maximum": "up to {}",
    "minLength": "{} or more characters",
    "maxLength": "up to {} characters",
    "minItems": "{} or more entries",
    "maxItems": "up to {} entries",
    "pattern": "matches {}",
    "default": "default {}",
}
_LITERAL = frozenset({"pattern", "default"})


def anchor(name: str) -> str:
    """The id of a schema's section."""
    return f"schema-{name}"


def kind(schema: Schema) -> Html:
    """What a value is, in a few words, with links to the schemas that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return element("a", name, href=f"#{anchor(name)}")
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return joined(map(kind, schema[word]), " and " if word == "allOf" else " or ")
    if "enum" in schema:
        return joined((_literal(value) for value in schema["enum"]), " or ")
    if "const" in schema:
        return _literal(schema["const"])
    return _plain(schema)


def _plain(schema: Schema) -> Html:
    named = schema.get("type")
    if named == "array":
        return joined(("list of ", kind(schema.get("items", {}))))
    if named == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return joined(("object of ", kind(schema["additionalProperties"])))
    if "contentSchema" in schema:
        return joined(("JSON, as text: ", kind(schema["contentSchema"])))
    words = {"application/octet-stream": "file"}.get(schema.get("contentMediaType", ""), named or "anything")
    return joined((words, f" ({schema['format']})" if "format" in schema else ""))


def limits(schema: Schema) -> Iterator[Html]:
    """What a value must keep to, and what it is when it is left out."""
    for name, words in _LIMITS.items():
        if name in schema and schema[name] is not None and not isinstance(schema[name], Mapping):
            before, after = words.split("{}")
            shown = _literal(schema[name]) if name in _LITERAL else f"{schema[name]:,}"
            yield joined((before, shown, after))
    for choice in schema.get("anyOf", ()):
        yield from limits(choice)
    if schema.get("type") == "array":
        yield from limits(schema["items"])


def meaning(schema: Schema, description: str) -> Html:
    """A sentence about a value and its limits."""
    kept = joined(limits(schema), ", ")
    return joined((inline(description), " " if description and kept else "", element("small", kept) if kept else ""))


def fields(schema: Schema, heads: tuple[str, str, str] = ("Field", "Is", "Means")) -> Html:
    """The fields of an object as a table."""
    needed = schema.get("required", ())
    rows = (
        (
            joined((code(name), "" if name in needed else element("small", " optional"))),
            kind(field),
            meaning(field, field.get("description", "")),
        )
        for name, field in schema.get("properties", {}).items()
    )
    return table(heads, rows)


def section(name: str, schema: Schema) -> Html:
    """A schema under its name."""
    heading = element("h3", element("a", name, href=f"#{anchor(name)}"))
    body = fields(schema) if schema.get("properties") else element("p", kind(schema))
    return element("section", heading, prose(schema.get("description", "")), body, id=anchor(name), class_="schema")


def _literal(value: Any) -> Html:
    return code(json.dumps(value, ensure_ascii=False))
