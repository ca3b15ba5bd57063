"""What the watchdog does about files: abandoned uploads, files whose making broke off, removals that broke off."""

import logging
from collections.abc import Awaitable
from datetime import timedelta

from shared.domain.file import UploadHeader, UploadState
from shared.errors import ContractBatchError
from shared.ports.clock import Clock
from shared.ports.documents import JsonDocument
from shared.services.files.file_making import FileMaking
from shared.services.files.file_store import REMOVED, FileStore
from shared.services.files.upload_removal import UploadRemoval
from shared.services.files.upload_store import UploadStore

_MOST = 20
"""Documents of a kind that one round looks after."""

_MOST_TAKEN_UP = 4
_SILENCE = timedelta(seconds=60)
"""After which whoever makes or removes something is given up."""

_ENDED = (UploadState.OPEN, UploadState.COMPLETE, UploadState.FAILED)

_log = logging.getLogger(__name__)


class FileCleanup:
    """Looks after uploads and removals of which nothing was heard for long."""

    def __init__(
        self,
        uploads: UploadStore,
        files: FileStore,
        making: FileMaking,
        removal: UploadRemoval,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        self._uploads = uploads
        self._files = files
        self._making = making
        self._removal = removal
        self._clock = clock
        self._kept = kept
        self._busy = False

    async def round(self) -> int:
        """One round: how many abandoned uploads were removed. It does nothing while another is under way here."""
        if self._busy:
            return 0
        self._busy = True
        try:
            await self._take_up_files()
            await self._finish_removals()
            return await self._remove_abandoned()
        finally:
            self._busy = False

    async def _take_up_files(self) -> None:
        since = self._clock.now() - _SILENCE
        for body in await self._uploads.untouched([UploadState.CHECKING], since, _MOST_TAKEN_UP):
            await _guarded(self._making.take_up(body["id"]), body)

    async def _finish_removals(self) -> None:
        since = self._clock.now() - _SILENCE
        for body in await self._uploads.untouched([UploadState.REMOVING], since, _MOST):
            await _guarded(self._finish(body), body)

    async def _finish(self, body: JsonDocument) -> None:
        # First, so that one with which nothing helps goes behind the others.
        await self._uploads.touch_document(body["id"])
        if body["type"] == REMOVED:
            await self._files.finish_removal(body)
        else:
            await self._removal.finish(UploadHeader.model_validate(body))

    async def _remove_abandoned(self) -> int:
        since = self._clock.now() - self._kept
        abandoned = await self._uploads.untouched(_ENDED, since, _MOST)
        return sum([await _guarded(self._removal.remove(body["id"]), body) for body in abandoned])


async def _guarded(work: Awaitable[None], body: JsonDocument) -> bool:
    """Whether it was done: one that has trouble does not keep the others waiting."""
    try:
        await work
    except ContractBatchError as error:
        _log.warning("%s could not be looked after and will be tried again: %s", body["id"], error)
        return False
    return True
