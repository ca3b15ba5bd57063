"""The host's own queues, as its listeners use them: without a way through the network.

The listener and the queues are in one process, where a signed request, two parsers and two trips through the event
loop cost more than the message does. Whoever else speaks to these queues does so over HTTP. Errors are the vendor's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.storage.queue import QueueMessage

from devhost.queues.faults import QueueServiceError
from devhost.queues.remote import RemoteAccount, RemoteQueue
from devhost.queues.store import WEEK, QueueStore, StoredMessage, store_at


def account_at(connection_string: str) -> "OwnAccount | RemoteAccount":
    """The queues behind a connection string."""
    store = store_at(connection_string)
    return RemoteAccount(connection_string) if store is None else OwnAccount(store)


class OwnAccount:
    """The queues of a store in this process."""

    def __init__(self, store: QueueStore) -> None:
        self._store = store

    def queue(self, name: str) -> "OwnQueue":
        """The queue of this name, there or not."""
        return OwnQueue(self._store, name)

    async def close(self) -> None:
        """Nothing is open."""


class OwnQueue:
    """As `RemoteQueue`."""

    def __init__(self, store: QueueStore, name: str) -> None:
        self.name = name
        self._store = store

    async def take(self, count: int, hidden: timedelta) -> list[QueueMessage]:
        """Messages that others do not see until `hidden` is over; none when there is no such queue."""
        try:
            with _as_vendor_errors():
                return [_message(stored) for stored in self._store.take(self.name, count, hidden)]
        except ResourceNotFoundError:
            return []

    async def hide(self, message: QueueMessage, hidden: timedelta) -> None:
        """Let nobody else see the message until `hidden`, counted from now, is over."""
        with _as_vendor_errors():
            updated = self._store.update(self.name, message.id, str(message.pop_receipt), hidden, None)
        message.pop_receipt = updated.receipt

    async def delete(self, message: QueueMessage) -> None:
        """Remove the message."""
        with _as_vendor_errors():
            self._store.remove(self.name, message.id, str(message.pop_receipt))

    async def put(self, text: str) -> None:
        """Send a text; the queue is made if need be."""
        self._store.create(self.name)
        self._store.put(self.name, text, timedelta(0), WEEK)


AnyQueue = RemoteQueue | OwnQueue
"""What a listener takes messages from."""


@contextmanager
def _as_vendor_errors() -> Iterator[None]:
    try:
        yield
    except QueueServiceError as error:
        kind = ResourceNotFoundError if error.status == 404 else HttpResponseError  # noqa: PLR2004 - HTTP
        failed = kind(str(error))
        failed.error_code = error.code  # type: ignore[attr-defined]
        raise failed from error


def _message(stored: StoredMessage) -> QueueMessage:
    message = QueueMessage(content=stored.text)
    message.id, message.pop_receipt, message.dequeue_count = stored.id, stored.receipt, stored.dequeue_count
    message.inserted_on, message.expires_on, message.next_visible_on = stored.inserted, stored.expires, stored.visible
    return message
