"""Patches that count once, also when the answer to one is lost and it is sent again.

Adding is not safe to repeat, and afterwards a document does not show whether it was added to. So a patch that adds
also sets a mark: a field of this writer's own, holding the number of its last patch, on condition that the field holds
a smaller one. Sending it again is then safe: what was carried out is refused as 412, and a first attempt that is still
on its way cannot follow its own repeat. Writers do not disturb each other, because each has a field of its own; within
one, a document's patches take turns. It costs one small field for each process that patched a document, and no trip.

A patch that only sets fields is repeated as it is, like an upsert: the last writer wins. A document that is written
whole loses its marks with all else that it held; patches sent meanwhile may then count twice if their answer is lost.
"""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from adapters.cosmos.bodies import MARK, without_service_fields
from adapters.cosmos.items import Items
from adapters.cosmos.retries import Attempt
from adapters.documents.encoding import encode
from adapters.documents.patching import MAX_FIELDS, Patch
from shared.errors import ConflictError

_REPLACE_ATTEMPTS = 10

Answer = Mapping[str, Any]
Run = Callable[[str, Attempt[Answer]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Mark:
    """The field and number by which a patch is known."""

    field: str
    number: int

    def is_on(self, document: Answer) -> bool:
        """Whether the patch was carried out."""
        return bool(document.get(self.field, 0) >= self.number)


class Marks:
    """The marks of one writer."""

    def __init__(self) -> None:
        self._field = MARK + secrets.token_hex(6)
        self._numbers = itertools.count(1)
        self._turns: WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, container: str, partition: str, document_id: str) -> AsyncIterator[Mark]:
        """A mark for a patch of the document, when those before it are done."""
        lock = self._turns.setdefault((container, partition, document_id), asyncio.Lock())
        async with lock:
            yield Mark(self._field, next(self._numbers))


class Patcher:
    """Patches the documents of one container."""

    def __init__(self, items: Items, run: Run, marks: Marks, container: str) -> None:
        self._items = items
        self._run = run
        self._marks = marks
        self._container = container

    async def patch(self, partition: str, document_id: str, patch: Patch) -> Answer:
        """The document as it is afterwards. Raises NotFoundError, PermanentError."""
        if not patch.increment:
            steps = _steps(patch, patch.assign)
            return await self._run("patch a document", lambda _: self._items.patch(partition, document_id, steps))
        has_room = len(patch.increment) + len(patch.assign) < MAX_FIELDS
        add = self._add if has_room else self._add_by_replacing
        async with self._marks.turn(self._container, partition, document_id) as mark:
            return await self._run("patch a document", lambda _: add(partition, document_id, patch, mark))

    async def _add(self, partition: str, document_id: str, patch: Patch, mark: Mark) -> Answer:
        steps = _steps(patch, {**patch.assign, mark.field: mark.number})
        try:
            return await self._items.patch(partition, document_id, steps, _condition(patch, mark))
        except ConflictError:
            found = await self._items.get(partition, document_id)
            if mark.is_on(found):
                return found
            # Says which field holds no number; if none does, somebody has put that right meanwhile.
            patch.apply(dict(found))
            raise

    async def _add_by_replacing(self, partition: str, document_id: str, patch: Patch, mark: Mark) -> Answer:
        """The same for a patch that has no room for a mark."""
        for _ in range(_REPLACE_ATTEMPTS):
            found = await self._items.get(partition, document_id)
            if mark.is_on(found):
                return found
            changed = without_service_fields(found)
            patch.apply(changed)
            encode(changed)
            with suppress(ConflictError):
                return await self._items.swap(partition, {**changed, mark.field: mark.number}, found["_etag"])
        raise self._items.changed(document_id)


def _steps(patch: Patch, assign: Mapping[str, Any]) -> list[dict[str, Any]]:
    """As the service's API spells them; `incr` makes a field that is absent."""
    return [
        *({"op": "incr", "path": f"/{name}", "value": amount} for name, amount in patch.increment.items()),
        *({"op": "set", "path": f"/{name}", "value": value} for name, value in assign.items()),
    ]


def _condition(patch: Patch, mark: Mark) -> str:
    """Not carried out before, and a number wherever something is added."""
    terms = [f"(NOT IS_DEFINED(c.{mark.field}) OR c.{mark.field} < {mark.number})"]
    terms += [f'IS_NUMBER(c["{name}"]) = IS_DEFINED(c["{name}"])' for name in patch.increment]
    return f"FROM c\nWHERE {' AND '.join(terms)}"
