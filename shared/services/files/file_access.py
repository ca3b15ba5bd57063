"""Files for the work of jobs: found by id, read by range, or as a path on a local disk."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from shared.domain.file import ID_PREFIX, FileHeader
from shared.job_types.context import FileFacts
from shared.job_types.values import InputHeader
from shared.ports.blobs import Blobs
from shared.services.files.file_store import FileStore, not_found


class FileAccess:
    """The protocol `Files` of a job's context, and the source of inputs that are files."""

    noun = "file"
    prefix = ID_PREFIX

    def __init__(self, files: FileStore, blobs: Blobs) -> None:
        self._files = files
        self._blobs = blobs

    async def head(self, file_id: str) -> FileFacts:
        """See Files.head."""
        header = await self._files.read(file_id)
        return FileFacts(header.id, header.filename, header.media_type, header.size, header.sha256)

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See Files.open."""
        async for chunk in self._files.open(await self._files.read(file_id), start, end):
            yield chunk

    @asynccontextmanager
    async def local(self, file_id: str) -> AsyncIterator[Path]:
        """See Files.local. Where the store has the file on this machine's disk, it is that very file."""
        header = await self._files.read(file_id)
        path = await self._blobs.local_path(header.blob)
        if path is not None:
            yield path
            return
        if await self._blobs.size(header.blob) is None:
            raise not_found(file_id)
        async with self._downloaded(header) as copy:
            yield copy

    async def find(self, ids: Sequence[str], visible_to: str | None) -> dict[str, InputHeader]:
        """What is known of the files, by id; with a user of those only that this user may read."""
        found = await self._files.find(ids, visible_to)
        return {file_id: InputHeader(header.filename, header.size) for file_id, header in found.items()}

    async def load(self, file_id: str) -> FileHeader:
        """The file without its content.

        Raises:
            NotFoundError: it was deleted.
        """
        return await self._files.read(file_id)

    @asynccontextmanager
    async def _downloaded(self, header: FileHeader) -> AsyncIterator[Path]:
        handle, name = await asyncio.to_thread(tempfile.mkstemp)
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy:
                async for chunk in self._files.open(header):
                    await asyncio.to_thread(copy.write, chunk)
            yield path
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
