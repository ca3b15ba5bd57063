"""Files as callers see them: their own, and those that are shared with everybody."""

from collections.abc import AsyncIterator

from shared.domain.caller import Caller
from shared.domain.file import FileHeader
from shared.errors import ForbiddenError
from shared.ports.documents import Page
from shared.services.files.file_store import FileStore, not_found


class FileReader:
    """Reads and deletes files for callers. What they may not see is to them as if it were not there."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def read(self, file_id: str, caller: Caller) -> FileHeader:
        """The file without its content.

        Raises:
            NotFoundError: there is no such file for this caller.
        """
        header = await self._files.get(file_id)
        if header is None or not (header.shared or caller.may_see(header.user_id)):
            raise not_found(file_id)
        return header

    def open(self, header: FileHeader, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes of a file that the caller may read. See FileStore.open."""
        return self._files.open(header, start, end)

    async def list(self, caller: Caller, limit: int, continuation: str | None) -> Page:
        """A page of the files that the caller may read, newest first."""
        return await self._files.list(limit, continuation, caller.confined_to)

    async def delete(self, file_id: str, caller: Caller) -> None:
        """Remove the file.

        Raises:
            NotFoundError: there is no such file for this caller.
            ForbiddenError: it is shared with the caller, and somebody else's.
        """
        header = await self.read(file_id, caller)
        if not caller.may_see(header.user_id):
            raise ForbiddenError(f"File {file_id} is shared with you: only its owner may delete it.")
        await self._files.delete(header)
