"""A queue of a storage account, as a listener uses it. Errors are the vendor's."""

import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueServiceClient

_GONE = frozenset({"PopReceiptMismatch", "MessageNotFound", "QueueNotFound", "QueueBeingDeleted", "QueueDisabled"})

# The client writes a line for every request it sends, and a listener sends many.
_quiet = logging.getLogger(f"{__name__}.requests")
_quiet.setLevel(logging.WARNING)

# Looking is repeated soon enough anyhow. What concludes the work on a message is repeated at once, each second.
_OPTIONS: dict[str, Any] = {
    "connection_timeout": 5,
    "read_timeout": 30,
    "logger": _quiet,
    "retry_total": 0,
    "initial_backoff": 0,
    "increment_base": 1,
    "random_jitter_range": 0,
}
_REPEATED: dict[str, Any] = {"retry_total": 3}


class RemoteAccount:
    """The queues behind a connection string."""

    def __init__(self, connection_string: str) -> None:
        self._service = QueueServiceClient.from_connection_string(connection_string, **_OPTIONS)

    def queue(self, name: str) -> "RemoteQueue":
        """The queue of this name, there or not."""
        return RemoteQueue(self._service, name)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._service.close()


class RemoteQueue:
    """One queue. Texts are as they are on the wire."""

    def __init__(self, service: QueueServiceClient, name: str) -> None:
        self.name = name
        self._client = service.get_queue_client(name)

    async def take(self, count: int, hidden: timedelta) -> list[QueueMessage]:
        """Messages that others do not see until `hidden` is over; none when there is no such queue."""
        pages = self._client.receive_messages(
            messages_per_page=count, max_messages=count, visibility_timeout=_seconds(hidden)
        ).by_page()
        try:
            return [message async for message in await anext(pages)]
        except (ResourceNotFoundError, StopAsyncIteration):
            return []

    async def hide(self, message: QueueMessage, hidden: timedelta) -> None:
        """Let nobody else see the message until `hidden`, counted from now, is over."""
        updated = await self._client.update_message(
            message.id, message.pop_receipt, visibility_timeout=_seconds(hidden), **_REPEATED
        )
        message.pop_receipt = updated.pop_receipt

    async def delete(self, message: QueueMessage) -> None:
        """Remove the message."""
        await self._client.delete_message(message.id, message.pop_receipt, **_REPEATED)

    async def put(self, text: str) -> None:
        """Send a text; the queue is made if need be."""
        try:
            await self._client.send_message(text, **_REPEATED)
        except ResourceNotFoundError:
            with suppress(ResourceExistsError):
                await self._client.create_queue(**_REPEATED)
            await self._client.send_message(text, **_REPEATED)


def is_gone(error: AzureError) -> bool:
    """Whether the message is no longer this listener's: taken by another, deleted, or its queue gone."""
    code: Any = getattr(error, "error_code", "")
    return getattr(code, "value", code) in _GONE


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
