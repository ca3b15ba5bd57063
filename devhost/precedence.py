"""Requests go before what can wait a moment: people wait for their answers, orchestrations do not notice.

Everything shares one loop. When many requests come at once, each would otherwise wait for turns and activities of
the work that those before it have started.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

_FRESH_SECONDS = 0.1
_PATIENCE_SECONDS = 0.03
_SHARE_SECONDS = 0.002
_PAUSE_SECONDS = 0.01


class Step:
    """A piece of work that has been put off; it may be cancelled until it is done."""

    __slots__ = ("is_start", "work")

    def __init__(self, work: Callable[[], None], *, is_start: bool = False) -> None:
        self.work: Callable[[], None] | None = work
        self.is_start = is_start
        """Whether it only lets somebody begin, whose work comes in the next pass of the loop."""

    def cancel(self) -> None:
        """Do not do it."""
        self.work = None

    def run(self) -> None:
        """Do it, unless it was cancelled."""
        work, self.work = self.work, None
        if work is not None:
            work()


class Precedence:
    """Does steps in their order: at once while no request waits, some in a pass while none is late, then one in 10 ms.

    A request counts until its answer begins, and for a tenth of a second at most: one that takes longer waits for
    something else than the loop.

    Args:
        patience: Seconds after which a request that waits is late. People do not notice them.
        share: Seconds of a pass that steps may begin in. A pass may have a piece of each of many requests in it.
    """

    def __init__(self, patience: float = _PATIENCE_SECONDS, share: float = _SHARE_SECONDS) -> None:
        self._patience = patience
        self._share = share
        self._waiting: dict[object, float] = {}
        self._steps: deque[Step] = deque()
        self._next: asyncio.Handle | None = None

    @contextmanager
    def request(self) -> Iterator[Callable[[], None]]:
        """A request from its arrival on; what it yields is to be called when the answer begins."""
        loop, request = asyncio.get_running_loop(), object()
        self._waiting[request] = loop.time()
        release = partial(self._release, request)
        limit = loop.call_later(_FRESH_SECONDS, release)
        try:
            yield release
        finally:
            limit.cancel()
            release()

    def soon(self, work: Callable[[], None]) -> Step:
        """Do the work after the loop's present pass, and after all steps that have been put off before it."""
        return self._put(Step(work))

    def _put(self, step: Step) -> Step:
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
        self._put(Step(lambda: None if reached.done() else reached.set_result(None), is_start=True))
        await reached

    def _release(self, request: object) -> None:
        waited = self._waiting.pop(request, None)
        if waited is not None and not self._waiting and self._next is not None:
            self._next.cancel()
            self._arrange()

    def _arrange(self) -> None:
        """Have the next steps done in a later pass of the loop, so that what arrives comes before them."""
        loop = asyncio.get_running_loop()
        if not self._steps:
            return
        if self._is_late():
            self._next = loop.call_later(_PAUSE_SECONDS, self._do, 0.0)
        else:
            self._next = loop.call_soon(self._do, self._share)

    def _is_late(self) -> bool:
        """Whether a request is late; the first of them has waited longest."""
        since = next(iter(self._waiting.values()), None)
        return since is not None and asyncio.get_running_loop().time() - since >= self._patience

    def _do(self, seconds: float) -> None:
        """One step, and more as long as they begin within so many seconds; none after one that lets another begin."""
        until = time.perf_counter() + seconds
        try:
            while self._steps:
                step = self._steps.popleft()
                step.run()
                if step.is_start or time.perf_counter() >= until:
                    break
        finally:
            self._next = None
            self._arrange()
