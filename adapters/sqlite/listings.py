"""Queries and counts as SQL. Values are bound; names are those that `adapters.documents.rules` let through."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.documents.continuation import Position
from adapters.documents.encoding import decode, encode
from adapters.documents.rules import Condition, Fragment, can_exist, fragments
from adapters.sqlite.schema import json_of, text_of
from shared.ports.documents import JsonDocument, Query, Scalar

Found = tuple[Position, JsonDocument]
_POSITION_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the values bound to it."""

    sql: str
    values: tuple[str | int, ...]


def listing(
    table: str, query: Query, conditions: Sequence[Condition], partition: str | None, after: Position | None
) -> Statement:
    """A page and one document more, if there is one: its positions, then the document or its fields' JSON.

    The bounds of the first key look superfluous beside the comparison of the whole key; they are what lets
    SQLite start in the middle of an index, and skip what has no text to be ordered by.
    """
    terms, values = _filter(conditions, partition, fragments(query.contains))
    key = ["id", "partition"]
    if query.order_by != "id":
        key.insert(0, text_of(query.order_by))
        terms.append(f"{key[0]} >= '' AND json_type(body, '$.{query.order_by}') = 'text'")
    if after is not None:
        sign = "<" if query.direction == "desc" else ">"
        terms.append(f"{key[0]} {sign}= ? AND ({', '.join(key)}) {sign} ({', '.join('?' * len(key))})")
        values.extend((after[-len(key)], *after[-len(key) :]))
    columns = "body" if query.fields is None else ", ".join(json_of(name) for name in _names(query))
    order = ", ".join(f"{term} {query.direction.upper()}" for term in key)
    return Statement(
        f"SELECT {key[0]}, id, partition, {columns} FROM {table} WHERE {' AND '.join(terms)} "  # noqa: S608  checked names
        f"ORDER BY {order} LIMIT ?",
        (*values, query.limit + 1),
    )


def counting(
    table: str, conditions: Sequence[Condition], partition: str | None, texts: Sequence[Fragment] = ()
) -> Statement:
    """How many documents match."""
    terms, values = _filter(conditions, partition, texts)
    return Statement(f"SELECT count(*) FROM {table} WHERE {' AND '.join(terms)}", tuple(values))  # noqa: S608  checked names


def find(connection: sqlite3.Connection, statement: Statement, query: Query) -> list[Found]:
    """Run a listing."""
    rows = connection.execute(statement.sql, statement.values).fetchall()
    return [(row[:_POSITION_COLUMNS], _document(row[_POSITION_COLUMNS:], query)) for row in rows]


def number(connection: sqlite3.Connection, statement: Statement) -> int:
    """Run a count."""
    return int(connection.execute(statement.sql, statement.values).fetchall()[0][0])


def _names(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("id", *(query.fields or ()))))


def _document(columns: Sequence[str | None], query: Query) -> JsonDocument:
    if query.fields is None:
        return decode(str(columns[0]))
    parts = zip(_names(query), columns, strict=True)
    return decode("{" + ",".join(f'"{name}":{text}' for name, text in parts if text is not None) + "}")


def _filter(
    conditions: Sequence[Condition], partition: str | None, texts: Sequence[Fragment]
) -> tuple[list[str], list[str | int]]:
    terms, values = (["TRUE"], []) if partition is None else (["partition = ?"], [partition])
    bound: list[str | int] = [*values]
    for name, wanted in conditions:
        term, value = _one_of(name, wanted)
        terms.append(term)
        bound.extend(value)
    for name, text in texts:
        # Of the field's JSON, which an index may hold, so that documents without the text are not read.
        terms.append(f"json_type({json_of(name)}) = 'text' AND instr({json_of(name)} ->> '$', ?)")
        bound.append(text)
    return terms, bound


def _one_of(name: str, wanted: Sequence[Scalar]) -> tuple[str, list[str]]:
    """A term that an index can serve, whose text does not depend on how many values there are."""
    if name == "id":
        column, texts = "id", [value for value in wanted if isinstance(value, str) and can_exist("", value)]
    else:
        column, texts = json_of(name), [text for value in wanted for text in _json_texts(value)]
    if not texts:
        return "FALSE", []
    if len(texts) == 1:
        return f"{column} = ?", texts
    return f"{column} IN (SELECT value FROM json_each(?))", [encode(texts)]  # noqa: S608  checked names


def _json_texts(value: Scalar) -> list[str]:
    """Every JSON that stands for the value: 1 is 1.0 too, and 0 is -0.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [encode(value)]
    same: list[int | float] = [value]
    if isinstance(value, float) and value.is_integer():
        same.append(int(value))
    elif isinstance(value, int) and abs(value) < 2**1023 and float(value) == value:
        same.append(float(value))
    if value == 0:
        same = [0, 0.0, -0.0]
    return [encode(number) for number in same]
