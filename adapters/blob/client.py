"""The vendor's blob client behind what is asked of it."""

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.storage.blob import ContentSettings
from azure.storage.blob.aio import BlobServiceClient

from adapters.storage_account.connecting import CONNECT_SECONDS, READ_SECONDS, connected
from adapters.storage_account.errors import code_of
from adapters.storage_account.place import Place
from adapters.streaming_transport import StreamingTransport

# In one request: the client numbers the blocks of larger blobs so that two writers of one name would mix theirs.
# 25 MB is the largest file that is taken.
_ONE_REQUEST_BYTES = 64 * 1024 * 1024


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

    async def write(self, container: str, name: str, content: bytes, media_type: str) -> None:
        """Store a blob whole; the container is made if need be."""
        blob = self._service.get_blob_client(container, name)
        settings = ContentSettings(content_type=media_type)
        try:
            await blob.upload_blob(content, overwrite=True, content_settings=settings)
        except ResourceNotFoundError:
            await self._create(container)
            await blob.upload_blob(content, overwrite=True, content_settings=settings)

    async def read(self, container: str, name: str) -> bytes | None:
        """The blob, or None."""
        try:
            stream = await self._service.get_blob_client(container, name).download_blob()
            return await stream.readall()
        except ResourceNotFoundError:
            return None

    async def delete(self, container: str, name: str) -> bool:
        """Remove the blob; False when there was none."""
        try:
            await self._service.get_blob_client(container, name).delete_blob(delete_snapshots="include")
        except ResourceNotFoundError:
            return False
        return True

    async def _create(self, container: str) -> None:
        try:
            await self._service.create_container(container)
        except ResourceExistsError as error:
            # Somebody else was faster; a container that is being deleted answers so too, and is not there.
            if code_of(error) != "ContainerAlreadyExists":
                raise

    async def close(self) -> None:
        """Let go of the connections."""
        await self._service.close()
        for credential in self._credentials:
            await credential.close()
