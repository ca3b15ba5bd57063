"""Where items stopped that go on later: a small document each, beside the item's result-to-be."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel

from shared.domain.job import MAX_REFERENCE_BYTES, Item, JobReference, item_result_id
from shared.domain.retention import KEPT_WHILE_OPEN
from shared.errors import PermanentError
from shared.job_types.values import JsonObject
from shared.ports.documents import Container, Query

_PAGE = 500


class ItemCursor(BaseModel):
    """Where an item stopped, how far it was, in percent, and whether it made blocks of artifacts before."""

    id: str
    type: Literal["item_cursor"] = "item_cursor"
    user_id: str
    job_id: str
    item_id: str
    cursor: JsonObject
    percent: int
    staged: bool = False
    ttl: int = KEPT_WHILE_OPEN


def cursor_id(job_id: str, item_id: str) -> str:
    """The id of an item's cursor."""
    return f"{item_result_id(job_id, item_id)}:cursor"


class CursorStore:
    """Writes and finds cursors, in the container of the results."""

    def __init__(self, container: Container) -> None:
        self._container = container

    async def write(
        self, reference: JobReference, item: Item, cursor: JsonObject, percent: int, *, staged: bool
    ) -> None:
        """Store where the item goes on.

        Raises:
            PermanentError: the cursor is larger than a reference may be.
        """
        if len(json.dumps(cursor).encode()) > MAX_REFERENCE_BYTES:
            raise PermanentError(
                f"The cursor of an item may have {MAX_REFERENCE_BYTES:,} bytes of JSON: "
                "keep what is larger in an artifact."
            )
        document = ItemCursor(
            id=cursor_id(reference.job_id, item.item_id),
            user_id=reference.user_id,
            job_id=reference.job_id,
            item_id=item.item_id,
            cursor=cursor,
            percent=percent,
            staged=staged,
        )
        await self._container.upsert(reference.user_id, document.model_dump(mode="json"))

    async def remove(self, reference: JobReference, item: Item) -> None:
        """Forget where the item stopped: it has an outcome."""
        await self._container.delete(reference.user_id, cursor_id(reference.job_id, item.item_id))

    async def of_job(self, reference: JobReference) -> Mapping[str, int]:
        """How far the items are that stopped at a cursor, by item."""
        found: dict[str, int] = {}
        continuation: str | None = None
        while True:
            where = {"type": "item_cursor", "job_id": reference.job_id}
            query = Query(where, limit=_PAGE, continuation=continuation, fields=["item_id", "percent"])
            page = await self._container.query(query, reference.user_id)
            found |= {body["item_id"]: body["percent"] for body in page.documents}
            continuation = page.continuation
            if continuation is None:
                return found

    async def of_items(
        self, reference: JobReference, item_ids: Sequence[str]
    ) -> tuple[set[str], Mapping[str, ItemCursor]]:
        """Those of the items (at most 100) that have an outcome, and the cursors of the others. It is one query."""
        results = {item_result_id(reference.job_id, item_id) for item_id in item_ids}
        ids = [*results, *(cursor_id(reference.job_id, item_id) for item_id in item_ids)]
        fields = ["type", "item_id", "user_id", "job_id", "cursor", "percent", "staged"]
        query = Query({"type": ["item_result", "item_cursor"], "id": ids}, limit=len(ids), fields=fields)
        page = await self._container.query(query, reference.user_id)
        ended = {body["item_id"] for body in page.documents if body["type"] == "item_result"}
        cursors = [ItemCursor.model_validate(body) for body in page.documents if body["type"] == "item_cursor"]
        return ended, {cursor.item_id: cursor for cursor in cursors if cursor.item_id not in ended}
