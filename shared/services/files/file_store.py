"""Files in the `files` container, one document a file; the content is a blob."""

from collections.abc import AsyncIterator, Sequence

from shared.domain.caller import ANYBODY
from shared.domain.file import FileHeader, is_file_id
from shared.domain.timestamps import iso
from shared.errors import AlreadyExistsError, NotFoundError
from shared.ports.blobs import Blobs
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Page, Query, Scalar
from shared.services.files.file_usage import FileUsage

_BATCH = 500
_TYPE = "file"
_VISIBLE_TO = "visible_to"
REMOVED = "deleted_file"
REMOVING = "removing"


class FileStore:
    """Stores, finds and removes files."""

    def __init__(self, container: Container, blobs: Blobs, usage: FileUsage, clock: Clock) -> None:
        self._container = container
        self._blobs = blobs
        self._usage = usage
        self._clock = clock

    async def create(self, header: FileHeader) -> FileHeader:
        """Store a file whose content is stored already; the one that is there when it was stored before."""
        body = header.model_dump(mode="json") | {_VISIBLE_TO: header.visible_to}
        try:
            await self._container.create(header.id, body)
        except AlreadyExistsError:
            return await self.read(header.id)
        return header

    async def get(self, file_id: str) -> FileHeader | None:
        """The file, or None."""
        if not is_file_id(file_id):
            return None
        found = await self._container.read(file_id, file_id)
        return FileHeader.model_validate(found.body) if found and found.body["type"] == _TYPE else None

    async def read(self, file_id: str) -> FileHeader:
        """The file.

        Raises:
            NotFoundError: there is no such file.
        """
        found = await self.get(file_id)
        if found is None:
            raise not_found(file_id)
        return found

    def open(self, header: FileHeader, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to but not including `end`, in chunks of at most 1 MiB.

        Raises:
            NotFoundError: the file was deleted meanwhile.
        """
        return self._blobs.open(header.blob, start, end)

    async def find(self, file_ids: Sequence[str], visible_to: str | None = None) -> dict[str, FileHeader]:
        """Those of the files that there are, by id; with a user those only that this user may read."""
        found: dict[str, FileHeader] = {}
        for start in range(0, len(file_ids), _BATCH):
            batch = list(file_ids[start : start + _BATCH])
            query = Query({"type": _TYPE, "id": batch, **_visible(visible_to)}, limit=len(batch))
            page = await self._container.query(query)
            found.update((body["id"], FileHeader.model_validate(body)) for body in page.documents)
        return found

    async def list(self, limit: int, continuation: str | None, visible_to: str | None) -> Page:
        """A page of files, newest first; with a user those only that this user may read."""
        query = Query({"type": _TYPE, **_visible(visible_to)}, "created_date", "desc", limit, continuation)
        return await self._container.query(query)

    async def delete(self, header: FileHeader) -> None:
        """Remove the file. From the first write on it is gone for callers; `finish_removal` does the rest again."""
        body = {
            "id": header.id,
            "type": REMOVED,
            "state": REMOVING,
            "user_id": header.user_id,
            "size": header.size,
            "blob": header.blob,
            "touched": iso(self._clock.now()),
        }
        await self._container.upsert(header.id, body)
        await self.finish_removal(body)

    async def finish_removal(self, body: JsonDocument) -> None:
        """Remove what is left of a deleted file, its document at last."""
        await self._blobs.delete(body["blob"])
        if await self._container.delete(body["id"], body["id"]):
            await self._usage.give_back(body["user_id"], body["size"])


def not_found(file_id: str) -> NotFoundError:
    """The error about a file that is not there."""
    return NotFoundError(f"There is no file {file_id}.")


def _visible(user_id: str | None) -> dict[str, Sequence[Scalar]]:
    return {} if user_id is None else {_VISIBLE_TO: [user_id, ANYBODY]}
