"""Small files that arrive whole, several in one request: all of them are stored, or none.

Each is an upload until it is stored, so that what a crash leaves behind is found and removed.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from shared.domain.file import FileHeader, UploadHeader
from shared.errors import Fault, InvalidRequestError
from shared.ports.blobs import Blobs
from shared.ports.clock import Clock
from shared.services.files.file_store import FileStore
from shared.services.files.upload_removal import UploadRemoval
from shared.services.files.upload_store import UploadStore
from shared.services.files.uploads import Announcement, Uploads


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file of a request; `pointer` says where in it. Its content is read when it is its turn."""

    pointer: str
    filename: str
    media_type: str | None
    size: int
    read: Callable[[], Awaitable[bytes]]


class FileIntake:
    """Stores files that arrive whole."""

    def __init__(
        self, uploads: Uploads, store: UploadStore, files: FileStore, removal: UploadRemoval, blobs: Blobs, clock: Clock
    ) -> None:
        self._uploads = uploads
        self._store = store
        self._files = files
        self._removal = removal
        self._blobs = blobs
        self._clock = clock

    async def add(self, incoming: Sequence[IncomingFile], user_id: str, *, shared: bool) -> list[FileHeader]:
        """Store all files.

        Raises:
            InvalidRequestError: some are empty or have no name; nothing is stored.
            StorageFullError: the user's files take too many bytes; nothing is stored.
        """
        faults = [Fault(file.pointer, "The file is empty.") for file in incoming if not file.size]
        if faults:
            raise InvalidRequestError(faults)
        begun: list[UploadHeader] = []
        stored: list[FileHeader] = []
        try:
            made = [await self._written(file, user_id, shared, begun) for file in incoming]
            for file in made:
                stored.append(await self._files.create(file))  # noqa: PERF401 - what is stored must be known on the way out
        except BaseException:
            await self._undo(begun, stored)
            raise
        for upload in begun:
            await self._store.delete(upload.id)
        return stored

    async def _written(self, file: IncomingFile, user_id: str, shared: bool, begun: list[UploadHeader]) -> FileHeader:
        named = Announcement(file.filename or "file", file.media_type, file.size, shared=shared)
        upload = await self._uploads.opened(named, user_id)
        begun.append(upload)
        content = await file.read()
        await self._blobs.write(upload.blob, content, upload.media_type)
        return upload.file(len(content), hashlib.sha256(content).hexdigest(), self._clock.now())

    async def _undo(self, begun: Sequence[UploadHeader], stored: Sequence[FileHeader]) -> None:
        ids = {file.id for file in stored}
        for file in stored:
            await self._files.delete(file)
        for upload in begun:
            if upload.future_file_id in ids:
                await self._store.delete(upload.id)
            else:
                await self._removal.remove(upload.id)
