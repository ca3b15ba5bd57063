"""Files that callers send in blocks: begun, sent, resumed, completed, cancelled."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.domain.caller import Caller
from shared.domain.file import (
    FileHeader,
    UploadHeader,
    UploadState,
    block_id,
    block_number,
    block_size_for,
)
from shared.domain.filenames import bare_filename, media_type_of
from shared.errors import (
    ConflictError,
    Fault,
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    PermanentError,
)
from shared.ports.blobs import MAX_BLOCKS, Blobs
from shared.ports.clock import Clock, IdSource
from shared.services.files.block_checks import fault_of_size, faults_of_blocks
from shared.services.files.file_making import FileMaking
from shared.services.files.file_store import FileStore
from shared.services.files.file_usage import FileUsage
from shared.services.files.upload_removal import UploadRemoval
from shared.services.files.upload_store import Kept, UploadStore, not_found

ADDRESS_SECONDS = 3600
"""How long a client may use the address at which it writes blocks itself."""

_COUNTING_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Announcement:
    """A file that is to be uploaded, as far as the client says."""

    filename: str
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class UploadStatus:
    """An upload, the blocks that are there (number to bytes), and where a client may write them itself."""

    header: UploadHeader
    expires: datetime
    blocks: Mapping[int, int]
    upload_url: str | None = None
    upload_url_expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Bytes of a file, and how long an upload is kept untouched."""

    file_bytes: int
    kept: timedelta


class _TakenError(Exception):
    """Another request completes the upload already."""


class Uploads:
    """Uploads as callers see them. Those of others are to a caller as if they were not there."""

    def __init__(
        self,
        uploads: UploadStore,
        files: FileStore,
        making: FileMaking,
        removal: UploadRemoval,
        *,
        blobs: Blobs,
        usage: FileUsage,
        clock: Clock,
        ids: IdSource,
        limits: UploadLimits,
        patience: float = 100.0,
    ) -> None:
        self._uploads = uploads
        self._files = files
        self._making = making
        self._removal = removal
        self._blobs = blobs
        self._usage = usage
        self._clock = clock
        self._ids = ids
        self._limits = limits
        self._patience = patience

    async def begin(self, announced: Announcement, user_id: str) -> UploadStatus:
        """A new upload.

        Raises:
            InvalidRequestError: the name is none, or the size is over the limit.
            StorageFullError: the user's files take too many bytes.
        """
        return await self._status(await self.opened(announced, user_id))

    async def opened(self, announced: Announcement, user_id: str) -> UploadHeader:
        """The same without what a client needs to go on."""
        header = self._new(announced, user_id)
        await self._usage.reserve(user_id, header.counted)
        try:
            await self._uploads.create(header)
        except BaseException:
            await self._usage.give_back(user_id, header.counted)
            raise
        return header

    async def status(self, upload_id: str, caller: Caller) -> UploadStatus:
        """The upload as it is now, with a fresh address for blocks.

        Raises:
            NotFoundError: there is no such upload for this caller.
        """
        header = (await self._of(upload_id, caller)).header
        if header.state is UploadState.OPEN:
            header = await self._uploads.touch(upload_id)
        return await self._status(header)

    async def expecting(self, upload_id: str, number: int, caller: Caller) -> UploadHeader:
        """The upload, if it takes this block (its number counted from 0) now.

        Raises:
            NotFoundError: there is no such upload for this caller.
            IllegalTransitionError: it takes no more blocks.
            InvalidRequestError: it has no such block.
        """
        header = (await self._of(upload_id, caller)).header
        if header.state is not UploadState.OPEN:
            raise IllegalTransitionError(f"Upload {upload_id} is {header.state}: it takes no more blocks.")
        if not 0 <= number < self._most_blocks(header):
            last = self._most_blocks(header) - 1
            raise InvalidRequestError([Fault("/n", f"This upload has blocks from 0 to {last}.")])
        return header

    async def put(self, header: UploadHeader, number: int, content: bytes) -> None:
        """Store a block, new or in place of the one with its number.

        Raises:
            InvalidRequestError: it has not the bytes that it must have.
            StorageFullError: the user's files take too many bytes.
            NotFoundError: the upload was cancelled meanwhile.
        """
        fault = fault_of_size(header, number, len(content))
        if fault is not None:
            raise InvalidRequestError([fault])
        await self._count(header, number)
        await self._blobs.stage(header.blob, block_id(number), content)
        try:
            now = await self._uploads.touch(header.id)
        except NotFoundError:
            now = None
        if now is None or now.state in (UploadState.REMOVING, UploadState.FAILED):
            await self._blobs.discard(header.blob)
            raise not_found(header.id)

    async def complete(self, upload_id: str, blocks: int, sha256: str | None, caller: Caller) -> FileHeader | None:
        """Make the file of the first `blocks` blocks; None when that takes longer than a caller should wait.

        Repeated, it answers with the same file.

        Raises:
            NotFoundError: there is no such upload for this caller, or its file was deleted.
            InvalidRequestError: blocks are missing or have not the bytes that they must have.
            PermanentError: the file is not what was announced.
        """
        header = (await self._of(upload_id, caller)).header
        if header.state is UploadState.OPEN:
            await self._check(header, blocks, sha256)
            await self._claim(upload_id, blocks, sha256)
        task = self._making.running(upload_id)
        if task is not None:
            await asyncio.wait({task}, timeout=self._patience)
        return await self._outcome(upload_id)

    async def cancel(self, upload_id: str, caller: Caller) -> None:
        """Remove the upload and its blocks; a file that was made of it stays.

        Raises:
            NotFoundError: there is no such upload for this caller.
            IllegalTransitionError: the file is being made.
        """
        header = (await self._of(upload_id, caller)).header
        if header.state is UploadState.CHECKING:
            raise IllegalTransitionError(f"Upload {upload_id} is being completed. Delete the file when it is there.")
        await self._removal.remove(upload_id)

    def _new(self, announced: Announcement, user_id: str) -> UploadHeader:
        filename, most = bare_filename(announced.filename), self._limits.file_bytes
        faults = [] if filename else [Fault("/filename", "Give the file's name.")]
        if announced.size is not None and announced.size > most:
            faults.append(Fault("/size", f"A file may have at most {most} bytes."))
        if faults:
            raise InvalidRequestError(faults)
        new_id, now = self._ids.new_id(), self._clock.now()
        return UploadHeader(
            id=f"upload_{new_id}",
            user_id=user_id,
            filename=filename,
            media_type=media_type_of(filename, announced.media_type),
            size=announced.size,
            sha256=announced.sha256,
            shared=announced.shared,
            block_size=block_size_for(announced.size or most, MAX_BLOCKS),
            counted=announced.size or 0,
            created_date=now,
            touched=now,
            blob=f"files/{new_id}",
        )

    async def _status(self, header: UploadHeader) -> UploadStatus:
        expires = header.touched + self._limits.kept
        if header.state is not UploadState.OPEN:
            return UploadStatus(header, expires, {})
        # Without an announced size nothing was counted for the user, and what a client writes itself is not seen.
        url = await self._blobs.upload_url(header.blob, ADDRESS_SECONDS) if header.size is not None else None
        until = self._clock.now() + timedelta(seconds=ADDRESS_SECONDS) if url else None
        return UploadStatus(header, expires, await self._staged(header), url, until)

    async def _staged(self, header: UploadHeader) -> dict[int, int]:
        staged = await self._blobs.staged(header.blob)
        numbered = ((block_number(block), size) for block, size in staged.items())
        return dict(sorted((number, size) for number, size in numbered if number is not None))

    async def _check(self, header: UploadHeader, blocks: int, sha256: str | None) -> None:
        faults = faults_of_blocks(header, await self._staged(header), blocks, self._limits.file_bytes)
        if sha256 is not None and header.sha256 not in (None, sha256):
            faults.append(Fault("/sha256", "It is not the one that was announced when the upload began."))
        if faults:
            raise InvalidRequestError(faults)

    async def _claim(self, upload_id: str, blocks: int, sha256: str | None) -> None:
        """Begin to make the file, unless somebody else was faster."""

        def to_checking(now: UploadHeader) -> dict[str, Any]:
            if now.state is not UploadState.OPEN:
                raise _TakenError
            return {"state": UploadState.CHECKING, "blocks": blocks, "sha256": sha256 or now.sha256, "attempts": 1}

        with contextlib.suppress(_TakenError):
            self._making.start(await self._uploads.change(upload_id, to_checking))

    async def _outcome(self, upload_id: str) -> FileHeader | None:
        header = (await self._uploads.get(upload_id)).header
        if header.state is UploadState.FAILED:
            raise PermanentError(header.error or "The file could not be made.")
        return await self._files.read(header.future_file_id) if header.state is UploadState.COMPLETE else None

    async def _count(self, header: UploadHeader, number: int) -> None:
        """Where no size was announced, count whole blocks up to this one, before it is stored."""
        needed = (number + 1) * header.block_size
        if header.size is not None:
            return
        for _ in range(_COUNTING_ATTEMPTS):
            kept = await self._uploads.get(header.id)
            extra = needed - kept.header.counted
            if extra <= 0:
                return
            await self._usage.reserve(header.user_id, extra)
            try:
                await self._uploads.replace(kept, counted=needed)
            except BaseException as error:
                await self._usage.give_back(header.user_id, extra)
                if not isinstance(error, ConflictError):
                    raise
            else:
                return
        raise ConflictError("Too many blocks of this upload arrive at once. Send this one again in a moment.")

    def _most_blocks(self, header: UploadHeader) -> int:
        return min(MAX_BLOCKS, -(-(header.size or self._limits.file_bytes) // header.block_size))

    async def _of(self, upload_id: str, caller: Caller) -> Kept:
        kept = await self._uploads.get(upload_id)
        if kept.header.state is UploadState.REMOVING or not caller.may_see(kept.header.user_id):
            raise not_found(upload_id)
        return kept
