"""A queue in memory, for tests and for an app that no storage is configured for: nobody else can read it."""

import asyncio
import json
from collections import deque

from adapters.messages.encoding import encode
from shared.ports.queue import JsonMessage, QueueDepth

_KEPT = 1_000


class MemoryQueue:
    """Keeps the last thousand messages."""

    def __init__(self) -> None:
        self._texts: deque[str] = deque(maxlen=_KEPT)

    async def send(self, message: JsonMessage) -> None:
        """See Queue.send."""
        text = encode(message)
        await asyncio.sleep(0)
        self._texts.append(text)

    async def depth(self) -> QueueDepth:
        """See Queue.depth. Nobody reads here: all that is kept waits."""
        await asyncio.sleep(0)
        return QueueDepth(len(self._texts))

    @property
    def messages(self) -> list[JsonMessage]:
        """What was sent, oldest first."""
        return [json.loads(text) for text in self._texts]
