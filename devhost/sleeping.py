"""Sleeps by the host's clock that can be cut short."""

import asyncio
from datetime import datetime, timedelta

from devhost.clock import Clock


class Sleeper:
    """Sleeps until it is woken; once woken, it sleeps no more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sleeping: set[asyncio.Event] = set()
        self.woken = False

    async def sleep(self, span: timedelta) -> None:
        """Return when `span` is over, or when woken."""
        await self.sleep_until(self._clock.now() + span)

    async def sleep_until(self, moment: datetime) -> None:
        """Return at `moment`, or when woken."""
        if self.woken:
            return
        rung = asyncio.Event()
        alarm = self._clock.call_at(moment, rung.set)
        self._sleeping.add(rung)
        try:
            await rung.wait()
        finally:
            self._sleeping.discard(rung)
            alarm.cancel()

    def wake(self) -> None:
        """End all sleep, now and from now on."""
        self.woken = True
        for rung in self._sleeping:
            rung.set()
