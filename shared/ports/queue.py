"""A queue of small messages that other functions read."""

from dataclasses import dataclass
from typing import Any, Protocol

JsonMessage = dict[str, Any]

MAX_MESSAGE_BYTES = 48_000
"""UTF-8 bytes of a message's JSON. Storage queues take 64 KiB of base64; messages carry ids, not documents."""


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """What waits in a queue: about how many messages, and since when the oldest, in seconds where that is known."""

    messages: int
    oldest_seconds: float | None = None


class Queue(Protocol):
    """Takes messages. Each is delivered at least once and in no promised order."""

    async def send(self, message: JsonMessage) -> None:
        """Put a message at the end; the queue is created on demand.

        Raises:
            MessageTooLargeError: over MAX_MESSAGE_BYTES; nothing was sent.
            TemporaryError: the queue cannot be reached, or the message may not have arrived.
            PermanentError: the queue refuses the caller.
        """
        ...

    async def depth(self) -> QueueDepth:
        """What waits to be read; nothing in a queue that is not there yet.

        Raises:
            TemporaryError: the queue cannot be reached.
            PermanentError: the queue refuses the caller.
        """
        ...
