"""Whether what the app stands on can be reached."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from shared.ports.clock import Clock
from shared.services.kept import Kept

Probe = Callable[[], Awaitable[object]]
"""Asks a part for something small; an exception, or False, says that it cannot be reached."""

Condition = Literal["ok", "unreachable"]

PROBE_SECONDS = 2.0


class Health:
    """Asks all parts side by side. An answer is kept: nobody can hammer the parts through it."""

    def __init__(self, probes: Mapping[str, Probe], clock: Clock, probe_seconds: float = PROBE_SECONDS) -> None:
        self._probes = probes
        self._probe_seconds = probe_seconds
        self._found = Kept(self.ask, clock)

    async def check(self) -> dict[str, Condition]:
        """The condition of each part, by its name."""
        return await self._found.get()

    async def ask(self) -> dict[str, Condition]:
        """The condition of each part as it is found now."""
        found = await asyncio.gather(*map(self._condition, self._probes.values()))
        return dict(zip(self._probes, found, strict=True))

    async def _condition(self, probe: Probe) -> Condition:
        try:
            async with asyncio.timeout(self._probe_seconds):
                return "unreachable" if await probe() is False else "ok"
        except Exception:  # noqa: BLE001 - whatever is wrong with a part, that it cannot be used is the answer
            return "unreachable"
