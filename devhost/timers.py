"""Runs timer functions on their schedules, each never twice at a time."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from azure.functions.timer import TimerRequest

from devhost.background import Background
from devhost.clock import Clock
from devhost.functions import AppFunction
from devhost.invocation import Invoker
from devhost.schedules import Schedule, parse_schedule
from devhost.sleeping import Sleeper

_log = logging.getLogger(__name__)

_PAST_DUE = timedelta(seconds=1)


class Timers:
    """All timer functions of the app."""

    def __init__(
        self, functions: Iterable[AppFunction], invoker: Invoker, clock: Clock, background: Background
    ) -> None:
        self._functions = list(functions)
        self._invoker = invoker
        self._clock = clock
        self._background = background
        self._sleeper = Sleeper(clock)

    def start(self) -> None:
        """Begin to keep the schedules."""
        for function in self._functions:
            self._background.spawn(self._keep(function))

    def stop(self) -> None:
        """Keep them no longer; a timer function that runs may end."""
        self._sleeper.wake()

    async def _keep(self, function: AppFunction) -> None:
        schedule = parse_schedule(function.trigger.schedule)
        if function.trigger.run_on_startup:
            await self._fire(function, schedule, None)
        while not self._sleeper.woken:
            due = schedule(self._clock.now())
            await self._sleeper.sleep_until(due)
            if not self._sleeper.woken:
                await self._fire(function, schedule, due)

    async def _fire(self, function: AppFunction, schedule: Schedule, due: datetime | None) -> None:
        now = self._clock.now()
        status = {"Last": (due or now).isoformat(), "Next": schedule(now).isoformat(), "LastUpdated": now.isoformat()}
        # A machine that slept through the moment runs the timer late, and says so.
        late = due is not None and now - due > _PAST_DUE
        request = TimerRequest(past_due=late, schedule_status=status, schedule={"AdjustForDST": False})
        try:
            await self._invoker.call(function, request)
        except Exception:  # noqa: BLE001 - a timer that failed runs again
            _log.exception("Timer function '%s' failed.", function.name)
