"""Deleting a result with all that belongs to it, so that a removal which broke off is finished by the next.

What is left in the header's place comes first: from then on nobody finds the result. It stays, so that its id can be
told from one that never was, and a job that is finished again does not bring the result back.
"""

import asyncio

from shared.ports.documents import Container, JsonDocument, Query, Versioned
from shared.services.artifacts import ArtifactStore
from shared.services.large_documents import PARTS, LargeDocuments
from shared.services.result_headers import DELETED

_AT_ONCE = 20
_LEFT = "parts_left"


class ResultRemoval:
    """Removes results."""

    def __init__(self, container: Container, artifacts: ArtifactStore) -> None:
        self._container = container
        self._documents = LargeDocuments(container)
        self._artifacts = artifacts

    async def remove(self, found: Versioned) -> bool:
        """Remove the result whose header, or what a removal left of it, was read; False when nothing is left of it.

        Raises:
            ConflictError: the header was changed since it was read; nothing was removed.
        """
        body = found.body
        user_id = body["user_id"]
        if body["record"] != DELETED:
            parts = body.get(PARTS) or []
            await self._container.replace(user_id, _remains(body) | {_LEFT: parts}, found.etag)
        elif _LEFT in body:
            parts = body[_LEFT]
        else:
            return False
        await self._documents.delete_parts(user_id, parts)
        await self.remove_items(user_id, body["job_id"])
        await self._artifacts.remove(user_id, body["job_id"])
        await self._container.upsert(user_id, _remains(body))
        return True

    async def remove_items(self, user_id: str, job_id: str) -> None:
        """Remove what is stored of a job's items."""
        continuation: str | None = None
        while True:
            where = {"type": "item_result", "job_id": job_id}
            query = Query(where, limit=_AT_ONCE, continuation=continuation, fields=[PARTS])
            page = await self._container.query(query, user_id)
            await asyncio.gather(*(self._documents.delete(user_id, head) for head in page.documents))
            continuation = page.continuation
            if continuation is None:
                return


def is_being_removed(body: JsonDocument) -> bool:
    """Whether a removal of this result began and is not known to be done."""
    return _LEFT in body


def _remains(body: JsonDocument) -> JsonDocument:
    identity = {name: body[name] for name in ("id", "user_id", "job_id")}
    return identity | {"type": "deleted_result", "record": DELETED}
