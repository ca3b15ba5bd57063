"""Containers in memory that answer exactly like the real stores, and forget everything with the process."""

import asyncio
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.documents import rules
from adapters.documents.containers import PARTITION_FIELDS, partition_field
from adapters.documents.continuation import Paging, Position, order_value
from adapters.documents.encoding import decode, encode
from adapters.documents.patching import make_patch
from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import JsonDocument, Page, Query, Scalar, Versioned

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A document's JSON, the same decoded for comparisons (never handed out), and its etag."""

    text: str
    body: JsonDocument
    etag: str


class MemoryDatabase:
    """The five containers in memory."""

    def __init__(self) -> None:
        self._containers = {name: MemoryContainer(name) for name in PARTITION_FIELDS}

    def container(self, name: str) -> "MemoryContainer":
        """The container of this name.

        Raises:
            ValueError: there is none.
        """
        partition_field(name)
        return self._containers[name]

    async def open(self) -> None:
        """Nothing is to be opened."""

    async def close(self) -> None:
        """Nothing is to be closed; the documents stay as long as the object."""


class MemoryContainer:
    """One container. Every method gives way to other tasks once before it acts, as a real store would."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._partition_field = partition_field(name)
        self._documents: dict[_Key, _Stored] = {}
        self._etags = itertools.count(1)

    async def create(self, partition: str, body: JsonDocument) -> str:
        """See Container.create."""
        key, text = self._checked(partition, body)
        await asyncio.sleep(0)
        if key in self._documents:
            raise AlreadyExistsError(f"{self._name} already has a document {key[1]!r} in {key[0]!r}.")
        return self._store(key, text)

    async def upsert(self, partition: str, body: JsonDocument) -> str:
        """See Container.upsert."""
        key, text = self._checked(partition, body)
        await asyncio.sleep(0)
        return self._store(key, text)

    async def replace(self, partition: str, body: JsonDocument, etag: str) -> str:
        """See Container.replace."""
        key, text = self._checked(partition, body)
        await asyncio.sleep(0)
        if self._existing(key).etag != etag:
            raise ConflictError(f"Document {key[1]!r} of {self._name} was changed meanwhile: read it again.")
        return self._store(key, text)

    async def read(self, partition: str, document_id: str) -> Versioned | None:
        """See Container.read."""
        await asyncio.sleep(0)
        stored = self._documents.get((partition, document_id))
        return Versioned(decode(stored.text), stored.etag) if stored else None

    async def delete(self, partition: str, document_id: str) -> bool:
        """See Container.delete."""
        await asyncio.sleep(0)
        return self._documents.pop((partition, document_id), None) is not None

    async def patch(
        self,
        partition: str,
        document_id: str,
        *,
        increment: Mapping[str, float] | None = None,
        assign: Mapping[str, Any] | None = None,
    ) -> JsonDocument:
        """See Container.patch."""
        patch = make_patch(self._partition_field, increment, assign)
        await asyncio.sleep(0)
        document = decode(self._existing((partition, document_id)).text)
        patch.apply(document)
        self._store((partition, document_id), encode(document))
        return document

    async def query(self, query: Query, partition: str | None = None) -> Page:
        """See Container.query."""
        rules.check_query(query, partition)
        conditions, fragments = rules.conditions(query.where), rules.fragments(query.contains)
        paging = Paging(self._name, query, partition)
        after = paging.position(query.continuation) if query.continuation is not None else None
        await asyncio.sleep(0)
        places = _in_order(self._matching(conditions, fragments, partition), query, after)
        page = [_projection(stored, query.fields) for _, stored in places[: query.limit]]
        more = len(places) > query.limit
        return Page(page, paging.token(places[query.limit - 1][0]) if more else None)

    async def count(
        self,
        where: Mapping[str, Scalar | Sequence[Scalar]],
        partition: str | None,
        contains: Mapping[str, str] | None = None,
    ) -> int:
        """See Container.count."""
        rules.check_partition(partition)
        conditions, fragments = rules.conditions(where), rules.fragments(contains or {})
        await asyncio.sleep(0)
        return sum(1 for _ in self._matching(conditions, fragments, partition))

    def _checked(self, partition: str, body: JsonDocument) -> tuple[_Key, str]:
        return (partition, rules.document_id(body, self._partition_field, partition)), encode(body)

    def _existing(self, key: _Key) -> _Stored:
        if key not in self._documents:
            raise NotFoundError(f"{self._name} has no document {key[1]!r} in {key[0]!r}.")
        return self._documents[key]

    def _store(self, key: _Key, text: str) -> str:
        etag = f"m{next(self._etags)}"
        self._documents[key] = _Stored(text, decode(text), etag)
        return etag

    def _matching(
        self, conditions: Sequence[rules.Condition], fragments: Sequence[rules.Fragment], partition: str | None
    ) -> Iterator[tuple[str, _Stored]]:
        for (home, _), stored in self._documents.items():
            if (
                partition in (None, home)
                and all(_meets(stored.body, condition) for condition in conditions)
                and all(_holds(stored.body, fragment) for fragment in fragments)
            ):
                yield home, stored


def _meets(body: JsonDocument, condition: rules.Condition) -> bool:
    name, wanted = condition
    return name in body and any(_same(body[name], value) for value in wanted)


def _holds(body: JsonDocument, fragment: rules.Fragment) -> bool:
    name, text = fragment
    value = body.get(name)
    return isinstance(value, str) and text in order_value(value)


def _same(left: Any, right: Scalar) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _in_order(
    found: Iterable[tuple[str, _Stored]], query: Query, after: Position | None
) -> list[tuple[Position, _Stored]]:
    descending = query.direction == "desc"
    places = [
        ((order_value(stored.body[query.order_by]), stored.body["id"], home), stored)
        for home, stored in found
        if isinstance(stored.body.get(query.order_by), str)
    ]
    if after is not None:
        places = [place for place in places if (place[0] < after if descending else place[0] > after)]
    return sorted(places, key=lambda place: place[0], reverse=descending)


def _projection(stored: _Stored, fields: Sequence[str] | None) -> JsonDocument:
    document = decode(stored.text)
    return document if fields is None else {name: document[name] for name in ("id", *fields) if name in document}
