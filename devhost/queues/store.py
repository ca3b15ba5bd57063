"""Queues in memory, which behave as those of a storage account do."""

import uuid
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from devhost.clock import Clock
from devhost.queues.faults import message_not_found, pop_receipt_mismatch, queue_not_found

WEEK = timedelta(days=7)

_stores: "weakref.WeakValueDictionary[str, QueueStore]" = weakref.WeakValueDictionary()


@dataclass(slots=True)
class StoredMessage:
    """A message. Its receipt is what the last to take or change it was given, and needs to touch it again."""

    text: str
    inserted: datetime
    expires: datetime
    visible: datetime
    id: str
    receipt: str
    dequeue_count: int = 0


class QueueStore:
    """All queues of a service. Every method raises QueueServiceError as the service would answer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queues: dict[str, list[StoredMessage]] = {}

    def create(self, name: str) -> bool:
        """Make a queue; False when it is there already."""
        created = name not in self._queues
        self._queues.setdefault(name, [])
        return created

    def drop(self, name: str) -> None:
        """Remove a queue and all that is in it."""
        self._messages(name)
        del self._queues[name]

    def put(self, name: str, text: str, hidden: timedelta, lifetime: timedelta | None) -> StoredMessage:
        """Add a message that nobody sees before `hidden` is over; a lifetime of None is for ever."""
        messages, now = self._messages(name), self._clock.now()
        expires = datetime.max.replace(tzinfo=now.tzinfo) if lifetime is None else now + lifetime
        message = StoredMessage(text, now, expires, now + hidden, str(uuid.uuid4()), _receipt())
        messages.append(message)
        return message

    def take(self, name: str, count: int, hidden: timedelta) -> list[StoredMessage]:
        """The oldest visible messages, which others do not see until `hidden` is over."""
        taken = self.peek(name, count)
        for message in taken:
            message.visible = self._clock.now() + hidden
            message.receipt = _receipt()
            message.dequeue_count += 1
        return taken

    def peek(self, name: str, count: int) -> list[StoredMessage]:
        """The oldest visible messages, untouched."""
        now = self._clock.now()
        return [message for message in self._messages(name) if message.visible <= now][:count]

    def update(self, name: str, message_id: str, receipt: str, hidden: timedelta, text: str | None) -> StoredMessage:
        """Hide a message for a time counted from now, and change its text unless that is None."""
        message = self._found(name, message_id, receipt)
        message.visible = self._clock.now() + hidden
        message.receipt = _receipt()
        message.text = message.text if text is None else text
        return message

    def remove(self, name: str, message_id: str, receipt: str) -> None:
        """Delete a message."""
        self._messages(name).remove(self._found(name, message_id, receipt))

    def clear(self, name: str) -> None:
        """Delete all messages of a queue."""
        self._messages(name).clear()

    def count(self, name: str) -> int:
        """How many messages a queue has, seen or not."""
        return len(self._messages(name))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._queues))

    def _messages(self, name: str) -> list[StoredMessage]:
        if name not in self._queues:
            raise queue_not_found()
        now, messages = self._clock.now(), self._queues[name]
        messages[:] = [message for message in messages if message.expires > now]
        return messages

    def _found(self, name: str, message_id: str, receipt: str) -> StoredMessage:
        found = next((message for message in self._messages(name) if message.id == message_id), None)
        if found is None:
            raise message_not_found()
        if found.receipt != receipt:
            raise pop_receipt_mismatch()
        return found


def offer(connection_string: str, store: QueueStore) -> None:
    """Let this process find the store of a service by what leads to the service."""
    _stores[connection_string] = store


def store_at(connection_string: str) -> QueueStore | None:
    """The store of a service of this process, or None."""
    return _stores.get(connection_string)


def _receipt() -> str:
    return uuid.uuid4().hex
