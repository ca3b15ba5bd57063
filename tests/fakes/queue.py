"""A queue that fails when the test says so."""

from collections import deque

from adapters.memory.queue import MemoryQueue
from shared.ports.queue import JsonMessage


class FaultyQueue(MemoryQueue):
    """The port `Queue` in memory; the next sends may end in errors."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: deque[Exception] = deque()

    def fail(self, *errors: Exception) -> None:
        """The next sends end in these errors, and nothing arrives."""
        self._faults.extend(errors)

    async def send(self, message: JsonMessage) -> None:
        if self._faults:
            raise self._faults.popleft()
        await super().send(message)
