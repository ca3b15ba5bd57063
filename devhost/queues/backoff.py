"""How long a listener waits while its queue stays empty."""

import random
from datetime import timedelta

from devhost.queues.options import SHORTEST_POLLING_INTERVAL

_SPREAD = 0.2


class Backoff:
    """Pauses that begin at 100 ms and about double up to a limit, as the real host's do."""

    def __init__(self, longest: timedelta) -> None:
        self._longest = longest
        self._step = 0

    def reset(self) -> None:
        """Begin again, since there was something."""
        self._step = 0

    def next(self) -> timedelta:
        """The next pause."""
        if self._step == 0:
            self._step = 1
            return min(SHORTEST_POLLING_INTERVAL, self._longest)
        chance = random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311 - no secret
        pause = SHORTEST_POLLING_INTERVAL * (1 + chance * 2.0 ** (self._step - 1))
        if pause >= self._longest:
            return self._longest
        self._step += 1
        return pause
