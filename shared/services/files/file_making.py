"""From the blocks of an upload to a file: put together, read once for its SHA-256, and stored.

Each file is made in a task of its own, so that a client that goes away does not stop it. While it is made its upload
is touched every ten seconds; where that ends, somebody else takes it up.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator

from shared.domain.file import UploadHeader, UploadState, block_id
from shared.errors import ConflictError, ContractBatchError, PermanentError, TemporaryError
from shared.ports.blobs import Blobs
from shared.ports.clock import Clock
from shared.services.files.file_store import FileStore
from shared.services.files.file_usage import FileUsage
from shared.services.files.upload_removal import UploadRemoval
from shared.services.files.upload_store import UploadStore

HEARTBEAT_SECONDS = 10.0
MAX_ATTEMPTS = 10
_AT_ONCE = 4
"""Files that one process makes; others wait for their turn."""

_log = logging.getLogger(__name__)


class FileMaking:
    """Makes the files of uploads in the state `checking`."""

    def __init__(
        self,
        uploads: UploadStore,
        files: FileStore,
        removal: UploadRemoval,
        blobs: Blobs,
        usage: FileUsage,
        clock: Clock,
    ) -> None:
        self._uploads = uploads
        self._files = files
        self._removal = removal
        self._blobs = blobs
        self._usage = usage
        self._clock = clock
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def start(self, header: UploadHeader) -> asyncio.Task[None]:
        """Make the file, unless this process is at it already; the task that does it."""
        task = self._running.get(header.id)
        if task is None:
            task = self._running[header.id] = asyncio.create_task(self._make(header))
            task.add_done_callback(lambda done: self._ended(header.id, done))
        return task

    def running(self, upload_id: str) -> asyncio.Task[None] | None:
        """The task of this process that makes the file, if there is one."""
        return self._running.get(upload_id)

    async def take_up(self, upload_id: str) -> None:
        """Make a file whose maker was not heard of for long; of several who try, one does.

        Raises:
            NotFoundError: the upload is gone.
        """
        kept = await self._uploads.get(upload_id)
        if kept.header.state is not UploadState.CHECKING or upload_id in self._running:
            return
        with contextlib.suppress(ConflictError):
            header = await self._uploads.replace(kept, attempts=kept.header.attempts + 1)
            self.start(header)

    def _ended(self, upload_id: str, task: asyncio.Task[None]) -> None:
        del self._running[upload_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.warning("The file of upload %s was not made and will be tried again: %s", upload_id, error)

    async def _make(self, header: UploadHeader) -> None:
        async with self._heartbeat(header.id), self._turns:
            try:
                await self._finish(header)
            except PermanentError as error:
                await self._fail(header, str(error))
            except TemporaryError as error:
                if header.attempts < MAX_ATTEMPTS:
                    raise
                await self._fail(header, f"The file could not be made in {MAX_ATTEMPTS} attempts. {error}")

    async def _finish(self, header: UploadHeader) -> None:
        file = await self._files.get(header.future_file_id)
        if file is None:
            blocks = [block_id(number) for number in range(header.blocks or 0)]
            await self._blobs.commit(header.blob, blocks, header.media_type)
            size, sha256 = await self._read(header.blob)
            _compare(header, size, sha256)
            file = await self._files.create(header.file(size, sha256, self._clock.now()))
        complete = {"state": UploadState.COMPLETE, "file_id": file.id, "counted": 0}
        counted = await self._settle(header.id, complete)
        await self._usage.give_back(header.user_id, max(0, counted - file.size))

    async def _read(self, blob: str) -> tuple[int, str]:
        """The blob's bytes and their SHA-256."""
        size, digest = 0, hashlib.sha256()
        async for chunk in self._blobs.open(blob):
            size += len(chunk)
            await asyncio.to_thread(digest.update, chunk)
        return size, digest.hexdigest()

    async def _fail(self, header: UploadHeader, reason: str) -> None:
        def failed(now: UploadHeader) -> dict[str, object]:
            if now.state is not UploadState.CHECKING:
                raise PermanentError(f"Upload {now.id} is {now.state} already.")  # by somebody who took it up
            return {"state": UploadState.FAILED, "error": reason}

        await self._uploads.change(header.id, failed)
        await self._removal.drop_content(header)
        counted = await self._settle(header.id, {"counted": 0})
        await self._usage.give_back(header.user_id, counted)

    async def _settle(self, upload_id: str, fields: dict[str, object]) -> int:
        """Change the upload; how many bytes it counted until then, which one caller only is told."""
        counted = 0

        def settled(now: UploadHeader) -> dict[str, object]:
            nonlocal counted
            counted = now.counted
            return fields

        await self._uploads.change(upload_id, settled)
        return counted

    @contextlib.asynccontextmanager
    async def _heartbeat(self, upload_id: str) -> AsyncIterator[None]:
        async def beat() -> None:
            while True:
                await self._clock.sleep(HEARTBEAT_SECONDS)
                try:
                    await self._uploads.touch(upload_id)
                except ContractBatchError as error:
                    _log.warning("The heartbeat of upload %s was not noted: %s", upload_id, error)

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            beating.cancel()


def _compare(header: UploadHeader, size: int, sha256: str) -> None:
    """Raise PermanentError unless this is what was announced."""
    if header.size is not None and size != header.size:
        raise PermanentError(f"The file has {size} bytes, and {header.size} were announced. Upload it again.")
    if header.sha256 is not None and sha256 != header.sha256:
        raise PermanentError(
            f"The file's SHA-256 is {sha256}, and {header.sha256} was announced: it changed on the way. "
            "Upload it again."
        )
