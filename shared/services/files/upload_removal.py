"""Removing an upload with its blocks, so that a removal which broke off is finished by the next."""

from shared.domain.file import UploadHeader, UploadState
from shared.ports.blobs import Blobs
from shared.services.files.file_store import FileStore
from shared.services.files.file_usage import FileUsage
from shared.services.files.upload_store import UploadStore


class UploadRemoval:
    """Removes uploads. The file that an upload became stays."""

    def __init__(self, uploads: UploadStore, files: FileStore, blobs: Blobs, usage: FileUsage) -> None:
        self._uploads = uploads
        self._files = files
        self._blobs = blobs
        self._usage = usage

    async def remove(self, upload_id: str) -> None:
        """Remove an upload. From the first write on it is gone for callers.

        Raises:
            NotFoundError: there is no such upload.
        """
        await self.finish(await self._uploads.change(upload_id, lambda _: {"state": UploadState.REMOVING}))

    async def finish(self, header: UploadHeader) -> None:
        """Do what is left of a removal; the document goes at last."""
        became_a_file = await self._files.get(header.future_file_id) is not None
        if not became_a_file:
            await self.drop_content(header)
        if await self._uploads.delete(header.id) and not became_a_file:
            await self._usage.give_back(header.user_id, header.counted)

    async def drop_content(self, header: UploadHeader) -> None:
        """Remove what was sent."""
        await self._blobs.discard(header.blob)
        await self._blobs.delete(header.blob)
