"""Equal questions at the same time in one process: one is asked, the others wait for its answer."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress


class Turns:
    """Who asks what right now.

    Whoever comes while the same is being asked waits once, and no longer than it says; then it looks for the answer,
    and asks for itself if there is none. So nobody waits in a row of failures, and a cancelled caller holds nobody up.
    """

    def __init__(self) -> None:
        self._asking: dict[Hashable, asyncio.Event] = {}

    @asynccontextmanager
    async def turn(self, question: Hashable, patience: float) -> AsyncIterator[bool]:
        """Inside it the question is the caller's to ask; whether it had to wait, at most `patience` seconds."""
        ahead = self._asking.get(question)
        if ahead is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await ahead.wait()
        mine = asyncio.Event()
        self._asking.setdefault(question, mine)
        try:
            yield ahead is not None
        finally:
            mine.set()
            if self._asking.get(question) is mine:
                del self._asking[question]
