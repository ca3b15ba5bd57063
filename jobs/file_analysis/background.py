"""Long work in a thread of its own that can be stopped while it runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from shared.job_types.context import ItemContext

_T = TypeVar("_T")

_POLL_SECONDS = 1.0
_STOP_SECONDS = 0.2
"""Between two interruptions of work that is to stop."""


class WorkStoppedError(Exception):
    """The work found that it is to stop. Nobody sees this error: whoever stopped the work has a reason of their own."""


class Stop:
    """Tells work in another thread to stop."""

    def __init__(self) -> None:
        self._requested = threading.Event()
        # While it is held, what is to be interrupted is neither finished nor closed.
        self._lock = threading.Lock()
        self._interrupt: Callable[[], None] | None = None

    def request(self) -> None:
        """Stop the work at its next check, and interrupt what cannot check."""
        self._requested.set()
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    def check(self) -> None:
        """Return when the work goes on.

        Raises:
            WorkStoppedError: it does not.
        """
        if self._requested.is_set():
            raise WorkStoppedError

    @contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While this is open, a request to stop also calls `interrupt`."""
        self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None


class _Background(Generic[_T]):
    def __init__(self, work: Callable[[Stop], _T]) -> None:
        self._work = work
        self._results: list[_T] = []
        self._error: BaseException | None = None
        self.stop = Stop()
        self._thread = threading.Thread(target=self._run, name="file-analysis", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._work(self.stop))
        except BaseException as error:  # noqa: BLE001 - raised again in `result`, for whoever waits
            self._error = error

    def wait(self, seconds: float) -> bool:
        """Whether the work has ended, after at most so many seconds."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> _T:
        if self._error is not None:
            raise self._error
        return self._results[0]


async def run_stoppable(work: Callable[[Stop], _T], context: ItemContext) -> _T:
    """Run blocking work and look every second whether the job goes on.

    When it does not, or the caller is cancelled, the work is stopped and has ended before the error passes on. So files
    that the work reads may go then.

    Raises:
        StoppedError: the job is at its end.
    """
    running = _Background(work)
    try:
        while not await context.in_thread(running.wait, _POLL_SECONDS):
            await context.check_stopped()
    except BaseException:
        running.stop.request()
        # An interruption between two queries is lost, so it is repeated.
        while not await context.in_thread(running.wait, _STOP_SECONDS):
            running.stop.request()
        raise
    return running.result()
