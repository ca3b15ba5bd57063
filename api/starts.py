"""How often one caller may start something: so many in a minute, all of them at once if they like."""

from collections import OrderedDict

from shared.errors import LimitReachedError
from shared.ports.clock import Clock

_MINUTE = 60.0
_TOLERANCE = 1e-6
"""Seconds: sums of shares of a minute are not exact."""

_CALLERS = 10_000
"""Whose starts are remembered at once. Beyond them those are forgotten who have not called for the longest time."""


class StartLimit:
    """A bucket of tokens for each caller, in the memory of this process; a token is back after its share of a minute.

    Of a bucket only the time is kept at which it will be full again.
    """

    def __init__(self, per_minute: int, clock: Clock, callers: int = _CALLERS) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._callers = callers
        self._full_at: OrderedDict[str | None, float] = OrderedDict()

    def take(self, caller: str | None) -> None:
        """Take one of the caller's tokens.

        Raises:
            LimitReachedError: there is none; with the seconds until the next.
        """
        if not self._per_minute:
            return
        now, share = self._clock.monotonic(), _MINUTE / self._per_minute
        # Put in at the end again, also when refused: who keeps knocking is not forgotten.
        known = self._full_at[caller] = max(now, self._full_at.pop(caller, now))
        self._bound()
        full_at = known + share
        if (wait := full_at - now - _MINUTE) > _TOLERANCE:
            raise LimitReachedError(
                f"You may start {self._per_minute} jobs, uploads, calls and files in a minute, and those are used up. "
                "Wait as long as Retry-After says.",
                wait,
            )
        self._full_at[caller] = full_at

    def _bound(self) -> None:
        if len(self._full_at) > self._callers:
            self._full_at.popitem(last=False)
