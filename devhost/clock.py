"""Time as the host sees it: an aware UTC clock that can also call back at a moment.

`SystemClock` is real time on the running event loop; `ManualClock` stands still until a test advances it.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_LONGEST_SLEEP = timedelta(hours=12)


class Alarm(Protocol):
    """A callback that is due in the future."""

    def cancel(self) -> None:
        """Forget the callback; harmless when it ran already."""


class Clock(Protocol):
    """What the host asks of time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""

    def call_at(self, moment: datetime, callback: Callable[[], None]) -> Alarm:
        """Call back once when `moment` (aware) has come; at once, on the next loop pass, if it is past."""


class _SystemAlarm:
    """Sleeps in stretches, because an event loop refuses very long delays and wall clocks get corrected."""

    def __init__(self, clock: "SystemClock", moment: datetime, callback: Callable[[], None]) -> None:
        self._clock = clock
        self._moment = moment
        self._callback = callback
        self._arm()

    def _arm(self) -> None:
        delay = min(self._moment - self._clock.now(), _LONGEST_SLEEP).total_seconds()
        self._handle = asyncio.get_running_loop().call_later(max(0.0, delay), self._ring)

    def _ring(self) -> None:
        if self._clock.now() < self._moment:
            self._arm()
        else:
            self._callback()

    def cancel(self) -> None:
        self._handle.cancel()


class SystemClock:
    """Wall-clock time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)

    def call_at(self, moment: datetime, callback: Callable[[], None]) -> Alarm:
        """See `Clock.call_at`."""
        return _SystemAlarm(self, moment, callback)


class _ManualAlarm:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """A clock that moves only when told to; alarms ring inside `advance`, in the order they are due."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 1, 1, tzinfo=UTC)
        self._alarms: list[tuple[datetime, int, _ManualAlarm]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """The moment last advanced to."""
        return self._now

    def call_at(self, moment: datetime, callback: Callable[[], None]) -> Alarm:
        """See `Clock.call_at`; a past moment rings on the next `advance`, even of zero seconds."""
        alarm = _ManualAlarm(callback)
        heapq.heappush(self._alarms, (moment, next(self._order), alarm))
        return alarm

    def pending(self) -> int:
        """How many alarms have yet to ring."""
        return sum(1 for _, _, alarm in self._alarms if alarm.callback is not None)

    def advance(self, seconds: float) -> None:
        """Move `seconds` on and ring what comes due on the way, each at its own moment."""
        goal = self._now + timedelta(seconds=seconds)
        while self._alarms and self._alarms[0][0] <= goal:
            moment, _, alarm = heapq.heappop(self._alarms)
            self._now = max(self._now, moment)
            if alarm.callback is not None:
                callback, alarm.callback = alarm.callback, None
                callback()
        self._now = goal
