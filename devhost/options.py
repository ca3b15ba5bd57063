"""What a developer or a test chooses about the host itself."""

import os
from dataclasses import dataclass
from datetime import timedelta

_THREADS_VARIABLE = "PYTHON_THREADPOOL_THREAD_COUNT"


def _default_threads() -> int:
    given = os.environ.get(_THREADS_VARIABLE, "")
    return int(given) if given.isdigit() and int(given) > 0 else min(32, (os.cpu_count() or 1) + 4)


@dataclass(frozen=True, slots=True)
class HostOptions:
    """Options of the host.

    Attributes:
        address: The address to listen on.
        retention_age: How long a finished orchestration can still be asked for.
        retention_count: How many finished orchestrations are kept at most.
        shutdown_grace: Seconds that running requests and activities are given at shutdown.
        turn_spacing: See `devhost.durable.engine.Engine`.
        threads: Threads for functions that are not coroutines; None means PYTHON_THREADPOOL_THREAD_COUNT or the
            worker's default.
    """

    address: str = "127.0.0.1"
    retention_age: timedelta = timedelta(hours=1)
    retention_count: int = 1000
    shutdown_grace: float = 2.0
    turn_spacing: float = 2.0
    threads: int | None = None

    @property
    def thread_count(self) -> int:
        """How many threads the pool gets."""
        return self.threads or _default_threads()
