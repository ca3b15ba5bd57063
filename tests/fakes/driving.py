"""Drives orchestrations through the local host in a time that stands still until the test moves it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from devhost import Host, HostOptions, ManualClock
from devhost.durable.instances import Instance
from devhost.functions import AppFunction, FunctionTable
from tests.fakes.activities import FakeActivities

_OPTIONS = HostOptions(shutdown_grace=0.0, turn_spacing=0.0, retention_age=timedelta(days=1))
_PATIENCE_SECONDS = 10.0


class SteppingClock(ManualClock):
    """A manual clock that can go to the next thing that is due."""

    def step(self) -> None:
        """Move to the next alarm."""
        due = min(moment for moment, _, alarm in self._alarms if alarm.callback is not None)
        self.advance((due - self.now()).total_seconds())


@dataclass(frozen=True)
class Driver:
    """A running host and its hands."""

    host: Host
    clock: SteppingClock
    activities: FakeActivities

    async def start(self, name: str, instance_id: str, argument: dict[str, Any]) -> None:
        """Start an orchestration and let it run until it waits."""
        await self.host.durable_client().start_new(name, instance_id, argument)
        await self.still()

    async def still(self) -> None:
        """Wait until nothing can happen before time moves on."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._is_still():
            assert time.monotonic() < deadline, "the orchestrations did not come to rest in time"
            await asyncio.sleep(0)

    def _is_still(self) -> bool:
        turning = any(instance.next_turn or instance.inbox for instance in self.host.engine.instances)
        return not turning and len(self.host._background) == self.activities.held

    async def advance(self, seconds: float) -> None:
        """Move time on and let what is due run."""
        await self.still()
        self.clock.advance(seconds)
        await self.still()

    async def to_end(self, instance_id: str) -> Instance:
        """Go from one due moment to the next until the orchestration has ended."""
        await self.still()
        while not self.instance(instance_id).status.is_final:
            self.clock.step()
            await self.still()
        return self.instance(instance_id)

    def instance(self, instance_id: str) -> Instance:
        """An orchestration as the host sees it."""
        found = self.host.engine.instances.get(instance_id)
        assert found is not None
        return found

    def lane(self, number: int) -> Instance:
        """A lane of the only job, by its number."""
        (found,) = [lane for lane in self.host.engine.instances if lane.id.endswith(f":lane:{number:02d}")]
        return found

    def status_of(self, instance_id: str) -> Any:
        """The custom status."""
        text = self.instance(instance_id).custom_status
        return None if text is None else json.loads(text)


@asynccontextmanager
async def driving(
    activities: FakeActivities, watched: Callable[[AppFunction], AppFunction] = lambda function: function
) -> AsyncIterator[Driver]:
    """A host of these activities; `watched` may put something around each function."""
    assert isinstance(activities.clock, SteppingClock)
    host = Host(activities.app(), options=_OPTIONS, clock=activities.clock)
    host.functions = FunctionTable(watched(function) for function in host.functions)
    async with host:
        yield Driver(host, activities.clock, activities)
