"""Requests go before what can wait a moment: people wait for their answers, orchestrations do not notice.

Everything shares one loop. When many requests come at once, each would otherwise wait for turns and activities of
the work that those before it have started.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_FRESH_SECONDS = 0.1
_PAUSE_SECONDS = 0.01


class Step:
    """A piece of work that has been put off; it may be cancelled until it is done."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[], None]) -> None:
        self.work: Callable[[], None] | None = work

    def cancel(self) -> None:
        """Do not do it."""
        self.work = None

    def run(self) -> None:
        """Do it, unless it was cancelled."""
        work, self.work = self.work, None
        if work is not None:
            work()


class Precedence:
    """Does steps in their order: at once while nobody waits, otherwise one in ten milliseconds.

    A request counts until its answer begins, and for a tenth of a second at most: one that takes longer waits for
    something else than the loop.
    """

    def __init__(self) -> None:
        self._waiting = 0
        self._steps: deque[Step] = deque()
        self._next: asyncio.Handle | None = None

    @contextmanager
    def request(self) -> Iterator[Callable[[], None]]:
        """A request from its arrival on; what it yields is to be called when the answer begins."""
        self._waiting += 1
        release = self._once_released()
        limit = asyncio.get_running_loop().call_later(_FRESH_SECONDS, release)
        try:
            yield release
        finally:
            limit.cancel()
            release()

    def soon(self, work: Callable[[], None]) -> Step:
        """Do the work after the loop's present pass, and after all steps that have been put off before it."""
        step = Step(work)
        if not self._waiting and not self._steps:
            asyncio.get_running_loop().call_soon(step.run)
            return step
        self._steps.append(step)
        if self._next is None:
            self._arrange()
        return step

    async def passed(self) -> None:
        """Return when it is this caller's turn."""
        if not self._waiting and not self._steps:
            return
        reached = asyncio.get_running_loop().create_future()
        self.soon(lambda: None if reached.done() else reached.set_result(None))
        await reached

    def _once_released(self) -> Callable[[], None]:
        held = True

        def release() -> None:
            nonlocal held
            if held:
                held = False
                self._waiting -= 1
                if not self._waiting and self._next is not None:
                    self._next.cancel()
                    self._arrange()

        return release

    def _arrange(self) -> None:
        """Have the next step done, one in a pass of the loop, so that what arrives comes between them."""
        loop = asyncio.get_running_loop()
        if self._steps:
            self._next = loop.call_later(_PAUSE_SECONDS, self._one) if self._waiting else loop.call_soon(self._one)

    def _one(self) -> None:
        try:
            self._steps.popleft().run()
        finally:
            self._next = None
            self._arrange()
