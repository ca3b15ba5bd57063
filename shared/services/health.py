"""Whether what the app stands on can be reached."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from shared.ports.clock import Clock

Probe = Callable[[], Awaitable[object]]
"""Asks a part for something small; an exception, or False, says that it cannot be reached."""

Condition = Literal["ok", "unreachable"]

PROBE_SECONDS = 2.0
KEPT_SECONDS = 5.0


class Health:
    """Asks all parts side by side. An answer counts for five seconds: nobody can hammer the parts through it."""

    def __init__(self, probes: Mapping[str, Probe], clock: Clock, probe_seconds: float = PROBE_SECONDS) -> None:
        self._probes = probes
        self._clock = clock
        self._probe_seconds = probe_seconds
        self._asking = asyncio.Lock()
        self._found: dict[str, Condition] = {}
        self._until = float("-inf")

    async def check(self) -> dict[str, Condition]:
        """The condition of each part, by its name."""
        async with self._asking:
            if self._clock.monotonic() >= self._until:
                found = await asyncio.gather(*map(self._condition, self._probes.values()))
                self._found = dict(zip(self._probes, found, strict=True))
                self._until = self._clock.monotonic() + KEPT_SECONDS
            return self._found

    async def _condition(self, probe: Probe) -> Condition:
        try:
            async with asyncio.timeout(self._probe_seconds):
                return "unreachable" if await probe() is False else "ok"
        except Exception:  # noqa: BLE001 - whatever is wrong with a part, that it cannot be used is the answer
            return "unreachable"
