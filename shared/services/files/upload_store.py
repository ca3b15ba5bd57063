"""Uploads in the `files` container, one document an upload."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.file import UploadHeader, UploadState, is_file_id
from shared.domain.timestamps import iso
from shared.errors import ConflictError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Query

_ATTEMPTS = 10
_TYPE = "file_upload"
_TOUCHED = "touched"


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload as it was read, with the etag that a change must present."""

    header: UploadHeader
    etag: str


class UploadStore:
    """Stores uploads, and finds those of which nothing was heard for long."""

    def __init__(self, container: Container, clock: Clock) -> None:
        self._container = container
        self._clock = clock

    async def create(self, header: UploadHeader) -> None:
        """Store a new upload."""
        await self._container.create(header.id, header.model_dump(mode="json"))

    async def get(self, upload_id: str) -> Kept:
        """The upload.

        Raises:
            NotFoundError: there is no such upload.
        """
        found = await self._container.read(upload_id, upload_id) if is_file_id(upload_id) else None
        if found is None or found.body["type"] != _TYPE:
            raise not_found(upload_id)
        return Kept(UploadHeader.model_validate(found.body), found.etag)

    async def replace(self, kept: Kept, **fields: Any) -> UploadHeader:
        """Change an upload that is still as it was read; it counts as touched.

        Raises:
            ConflictError: somebody else changed it meanwhile.
            NotFoundError: it is gone.
        """
        header = kept.header.model_copy(update={_TOUCHED: self._clock.now(), **fields})
        await self._container.replace(header.id, header.model_dump(mode="json"), kept.etag)
        return header

    async def change(self, upload_id: str, fields: Callable[[UploadHeader], dict[str, Any]]) -> UploadHeader:
        """Change an upload as it is now; `fields` may be asked again and may raise. The upload as it is then.

        Raises:
            ConflictError: somebody else was faster ten times in a row.
            NotFoundError: there is no such upload.
        """
        for _ in range(_ATTEMPTS - 1):
            kept = await self.get(upload_id)
            try:
                return await self.replace(kept, **fields(kept.header))
            except ConflictError:
                continue
        kept = await self.get(upload_id)
        return await self.replace(kept, **fields(kept.header))

    async def touch(self, upload_id: str) -> UploadHeader:
        """Note that something was heard of the upload; the upload as it is then.

        Raises:
            NotFoundError: there is no such upload.
        """
        try:
            body = await self._container.patch(upload_id, upload_id, assign={_TOUCHED: iso(self._clock.now())})
        except NotFoundError:
            raise not_found(upload_id) from None
        return UploadHeader.model_validate(body)

    async def delete(self, upload_id: str) -> bool:
        """Remove the document; False when somebody else did."""
        return await self._container.delete(upload_id, upload_id)

    async def untouched(self, states: Sequence[UploadState], since: datetime, limit: int) -> list[JsonDocument]:
        """Documents in these states that were not touched since then, at most so many, the oldest first.

        Beside uploads those are what is left of deleted files.
        """
        wanted = [str(state) for state in states]
        page = await self._container.query(Query({"state": wanted}, _TOUCHED, "asc", limit))
        return [body for body in page.documents if body[_TOUCHED] < iso(since)]

    async def touch_document(self, document_id: str) -> None:
        """Note of any document that somebody looks after it now."""
        await self._container.patch(document_id, document_id, assign={_TOUCHED: iso(self._clock.now())})


def not_found(upload_id: str) -> NotFoundError:
    """The error about an upload that is not there."""
    return NotFoundError(f"There is no upload {upload_id}.")
