"""The vendor's queue client behind what is asked of it."""

from datetime import UTC, datetime

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import TextBase64EncodePolicy
from azure.storage.queue.aio import QueueServiceClient

from adapters.storage_account.connecting import connected
from adapters.storage_account.errors import code_of
from adapters.storage_account.place import Place
from shared.ports.queue import QueueDepth


class VendorQueueClient:
    """An open client of the account's queues; raises the vendor's errors."""

    def __init__(self, place: Place) -> None:
        self._service, self._credentials = connected(place, QueueServiceClient)

    async def put(self, name: str, text: str) -> None:
        """Send a text to the queue of this name, which is made if need be."""
        queue = self._service.get_queue_client(name, message_encode_policy=TextBase64EncodePolicy())
        try:
            await queue.send_message(text)
        except ResourceNotFoundError:
            await self._create(name)
            await queue.send_message(text)

    async def depth(self, name: str) -> QueueDepth:
        """What waits in the queue of this name; a message that is being worked on counts as waiting."""
        queue = self._service.get_queue_client(name)
        try:
            count = (await queue.get_queue_properties()).approximate_message_count or 0
            first = await queue.peek_messages(1) if count else []
        except ResourceNotFoundError:
            return QueueDepth(0)
        since = first[0].inserted_on if first else None
        age = (datetime.now(UTC) - since).total_seconds() if since else None
        return QueueDepth(count, None if age is None else max(0.0, age))

    async def _create(self, name: str) -> None:
        try:
            await self._service.create_queue(name)
        except ResourceExistsError as error:
            # Somebody else was faster; a queue that is being deleted answers so too, and is not there.
            if code_of(error) != "QueueAlreadyExists":
                raise

    async def close(self) -> None:
        """Let go of the connections."""
        await self._service.close()
        for credential in self._credentials:
            await credential.close()
