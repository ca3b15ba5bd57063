"""The text of queries. Field names are checked ones; every value is a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.documents.continuation import Position
from adapters.documents.rules import Condition, Fragment, fragments
from shared.ports.documents import JsonDocument, Query

_LONGEST_IN = 1000
"""Values up to which `IN` is used, which the index serves; a longer text might pass the service's limit."""


@dataclass(slots=True)
class Statement:
    """A query's text and parameters; `of` is the partition it is about, None for all."""

    partition: str | None
    text: str = ""
    parameters: list[dict[str, Any]] = field(default_factory=list)

    def value(self, value: Any) -> str:
        """The name of a parameter with this value."""
        name = f"@p{len(self.parameters)}"
        self.parameters.append({"name": name, "value": value})
        return name


def listing(
    query: Query, conditions: Sequence[Condition], partition_field: str, partition: str | None, after: Position | None
) -> Statement:
    """One document more than the page has, so that it is known whether another page follows."""
    statement = Statement(partition)
    orders = _orders(query, partition_field, partition)
    terms = _where(statement, conditions, partition_field, fragments(query.contains))
    terms.append(f"IS_STRING({_at(query.order_by)})")
    if after is not None:
        terms.append(_following(statement, query, orders, after))
    selected = f"TOP {query.limit + 1} {_selected(query, partition_field)}"
    ordered = ", ".join(f"{_at(name)} {query.direction.upper()}" for name in orders)
    where = " AND ".join(terms)
    statement.text = f"SELECT {selected} FROM c WHERE {where} ORDER BY {ordered}"  # noqa: S608  checked names, no values
    return statement


def counting(
    conditions: Sequence[Condition], partition_field: str, partition: str | None, texts: Sequence[Fragment] = ()
) -> Statement:
    """How many documents meet the conditions."""
    statement = Statement(partition)
    terms = _where(statement, conditions, partition_field, texts)
    statement.text = f"SELECT VALUE COUNT(1) FROM c WHERE {' AND '.join(terms)}"  # noqa: S608  checked names, no values
    return statement


def position(document: JsonDocument, query: Query, partition_field: str) -> Position:
    """A document's place in the listing."""
    return document[query.order_by], document["id"], document[partition_field]


def shown(document: JsonDocument, fields: Sequence[str]) -> JsonDocument:
    """What was asked for of a document of which more was read."""
    return {name: document[name] for name in ("id", *fields) if name in document}


def can_match(conditions: Sequence[Condition]) -> bool:
    """Whether there is something to ask for: a list of no values is met by no document."""
    return all(values for _, values in conditions)


def _at(name: str) -> str:
    """Brackets, because some names are words of the language."""
    return f'c["{name}"]'


def _orders(query: Query, partition_field: str, partition: str | None) -> list[str]:
    """What a listing is ordered by: in one partition an id is unique, over all of them only with its partition."""
    tie_breaks = ("id",) if partition is not None else ("id", partition_field)
    return list(dict.fromkeys((query.order_by, *tie_breaks)))


def _selected(query: Query, partition_field: str) -> str:
    if query.fields is None:
        return "*"
    names = dict.fromkeys(("id", *query.fields, query.order_by, partition_field))
    return ", ".join(map(_at, names))


def _where(
    statement: Statement, conditions: Sequence[Condition], partition_field: str, texts: Sequence[Fragment]
) -> list[str]:
    terms = [_condition(statement, condition) for condition in conditions]
    # Never true of what is no text.
    terms += [f"CONTAINS({_at(name)}, {statement.value(text)})" for name, text in texts]
    if statement.partition is not None:
        # The request names the partition too; servers that stand for the service go by the text.
        terms.insert(0, f"{_at(partition_field)} = {statement.value(statement.partition)}")
    return terms or ["true"]


def _condition(statement: Statement, condition: Condition) -> str:
    """Equality of the language: strict about types, and never true of a field that is absent."""
    name, values = condition
    if len(values) == 1:
        return f"{_at(name)} = {statement.value(values[0])}"
    if len(values) > _LONGEST_IN:
        return f"ARRAY_CONTAINS({statement.value(list(values))}, {_at(name)})"
    return f"{_at(name)} IN ({', '.join(map(statement.value, values))})"


def _following(statement: Statement, query: Query, orders: Sequence[str], after: Position) -> str:
    """Behind a place in the order. The first term is what the index can seek, and what the others rest on."""
    beyond = ">" if query.direction == "asc" else "<"
    place = {query.order_by: after[0], "id": after[1]}
    values = [statement.value(place.get(name, after[2])) for name in orders]
    steps = [f"{_at(name)} {beyond} {value}" for name, value in zip(orders, values, strict=True)]
    if len(steps) > 2:  # noqa: PLR2004  a third key counts where the second is equal
        steps[2] = f"{_at(orders[1])} = {values[1]} AND {steps[2]}"
    return f"{_at(orders[0])} {beyond}= {values[0]} AND ({' OR '.join(steps)})"
