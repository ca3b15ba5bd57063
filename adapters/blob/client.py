"""The vendor's blob client behind what is asked of it."""

from azure.core import MatchConditions
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import BlobBlock, BlockState, ContentSettings
from azure.storage.blob.aio import BlobClient, BlobServiceClient

from adapters.blob.signing import Signer
from adapters.block_ids import MAX_CHARACTERS
from adapters.storage_account.connecting import CONNECT_SECONDS, READ_SECONDS, connected
from adapters.storage_account.errors import code_of
from adapters.storage_account.place import Place
from adapters.streaming_transport import StreamingTransport
from shared.errors import PermanentError, TemporaryError

# In one request: the client numbers the blocks of larger blobs so that two writers of one name would mix theirs.
# 25 MB is the largest file that is taken.
_ONE_REQUEST_BYTES = 64 * 1024 * 1024

_SHOWN_MISSING = 5


class VendorBlobClient:
    """An open client of the account's blobs; raises the vendor's errors."""

    def __init__(self, place: Place) -> None:
        self._service, self._credentials = connected(
            place,
            BlobServiceClient,
            max_single_put_size=_ONE_REQUEST_BYTES,
            max_single_get_size=_ONE_REQUEST_BYTES,
            transport=StreamingTransport(connection_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS),
        )
        self._signer = Signer(self._service, with_identity=not place.connection_string)

    async def write(self, container: str, name: str, content: bytes, media_type: str) -> None:
        """Store a blob whole; the container is made if need be."""
        blob = self._blob(container, name)
        settings = ContentSettings(content_type=media_type)
        try:
            await blob.upload_blob(content, overwrite=True, content_settings=settings)
        except ResourceNotFoundError:
            await self._create(container)
            await blob.upload_blob(content, overwrite=True, content_settings=settings)

    async def read(self, container: str, name: str) -> bytes | None:
        """The blob, or None."""
        try:
            stream = await self._blob(container, name).download_blob()
            return await stream.readall()
        except ResourceNotFoundError:
            return None

    async def version(self, container: str, name: str) -> tuple[int, str] | None:
        """The blob's bytes and etag, or None."""
        try:
            properties = await self._blob(container, name).get_blob_properties()
        except ResourceNotFoundError:
            return None
        return int(properties.size), str(properties.etag)

    async def read_range(self, container: str, name: str, start: int, end: int, etag: str) -> bytes | None:
        """Bytes of this version of the blob; None when the blob is gone.

        Raises:
            TemporaryError: another version took its place.
        """
        same = MatchConditions.IfNotModified
        try:
            stream = await self._blob(container, name).download_blob(
                start, end - start, etag=etag, match_condition=same
            )
            return await stream.readall()
        except ResourceNotFoundError:
            return None
        except ResourceModifiedError as error:
            if await self.version(container, name) is None:
                return None
            raise TemporaryError("The file was replaced while it was read. Read it again.") from error

    async def delete(self, container: str, name: str) -> bool:
        """Remove the blob; False when there was none."""
        try:
            await self._blob(container, name).delete_blob(delete_snapshots="include")
        except ResourceNotFoundError:
            return False
        return True

    async def stage(self, container: str, name: str, block_id: str, content: bytes) -> None:
        """Store a block; the container is made if need be."""
        blob = self._blob(container, name)
        try:
            await blob.stage_block(_padded(block_id), content, length=len(content))
        except ResourceNotFoundError:
            await self._create(container)
            await blob.stage_block(_padded(block_id), content, length=len(content))

    async def staged(self, container: str, name: str) -> dict[str, int]:
        """The uncommitted blocks and their bytes."""
        _, uncommitted = await self._blocks(container, name)
        return uncommitted

    async def commit(self, container: str, name: str, block_ids: list[str], media_type: str) -> None:
        """Make a blob of blocks, each the one that was staged last.

        Raises:
            PermanentError: a block is not there.
        """
        blocks = [BlobBlock(_padded(block_id)) for block_id in block_ids]
        settings = ContentSettings(content_type=media_type)
        try:
            await self._blob(container, name).commit_block_list(blocks, content_settings=settings)
        except HttpResponseError as error:
            if code_of(error) not in ("InvalidBlockList", "BlobNotFound", "ContainerNotFound"):
                raise
            committed, uncommitted = await self._blocks(container, name)
            raise _missing([b for b in block_ids if b not in committed and b not in uncommitted]) from error

    async def discard(self, container: str, name: str) -> None:
        """Throw the uncommitted blocks away. The service does so only when the blob is written anew."""
        committed, uncommitted = await self._blocks(container, name)
        if not uncommitted:
            return
        blob = self._blob(container, name)
        try:
            properties = await blob.get_blob_properties()
        except ResourceNotFoundError:
            await blob.upload_blob(b"", overwrite=True)
            await self.delete(container, name)
            return
        if committed:
            blocks = [BlobBlock(_padded(block_id), BlockState.COMMITTED) for block_id in committed]
            await blob.commit_block_list(blocks, content_settings=properties.content_settings)
        # Otherwise the blob was written whole: it stays, and the service forgets the blocks within a week.

    async def upload_url(self, container: str, name: str, seconds: int) -> str | None:
        """A signed address for writing this blob; None without what it takes to sign."""
        signature = await self._signer.signature(container, name, seconds)
        if signature is None:
            return None
        # A client with this address may make the blob, but not the container that it is in.
        await self._create(container)
        return f"{self._blob(container, name).url}?{signature}"

    async def close(self) -> None:
        """Let go of the connections."""
        await self._service.close()
        for credential in self._credentials:
            await credential.close()

    def _blob(self, container: str, name: str) -> BlobClient:
        return self._service.get_blob_client(container, name)

    async def _blocks(self, container: str, name: str) -> tuple[dict[str, int], dict[str, int]]:
        """Committed and uncommitted blocks with their bytes, in order."""
        try:
            committed, uncommitted = await self._blob(container, name).get_block_list("all")
        except ResourceNotFoundError:
            return {}, {}
        return _sizes(committed), _sizes(uncommitted)

    async def _create(self, container: str) -> None:
        try:
            await self._service.create_container(container)
        except ResourceExistsError as error:
            # Somebody else was faster; a container that is being deleted answers so too, and is not there.
            if code_of(error) != "ContainerAlreadyExists":
                raise


def _padded(block_id: str) -> str:
    """The service wants all ids of a blob to have one length; the client encodes it in base64."""
    return block_id.ljust(MAX_CHARACTERS)


def _sizes(blocks: list[BlobBlock]) -> dict[str, int]:
    return {str(block.id).rstrip(" "): int(block.size) for block in blocks}


def _missing(block_ids: list[str]) -> PermanentError:
    more = f" and {len(block_ids) - _SHOWN_MISSING} more" if len(block_ids) > _SHOWN_MISSING else ""
    return PermanentError(f"These blocks are not there: {', '.join(block_ids[:_SHOWN_MISSING])}{more}.")
