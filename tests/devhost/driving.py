"""Helpers of the host's tests: start an orchestration, wait for a state, all through the real client."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import azure.durable_functions as df

from devhost.loading import load_app, read_functions

CASES = Path(__file__).parent / "apps" / "cases"
FINAL = {"Completed", "Failed", "Terminated"}

_numbers = itertools.count()


@cache
def cases_app() -> Any:
    """The sample app, loaded once so that the tests and the host share its `Observed`."""
    return load_app(CASES)


def observed() -> Any:
    """What the sample app's functions did."""
    function = next(f for f in read_functions(cases_app()) if f.name == "increment")
    return function.code.__globals__["Observed"]


def unique(prefix: str = "key") -> str:
    """A key no other test uses."""
    return f"{prefix}-{next(_numbers)}"


async def until(condition: Callable[[], Awaitable[bool]] | Callable[[], bool], seconds: float = 10.0) -> None:
    """Poll until the condition holds; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        held = condition()
        if held if isinstance(held, bool) else await held:
            return
        assert time.monotonic() < deadline, "the condition did not come to hold in time"
        await asyncio.sleep(0.005)


async def reached(client: df.DurableOrchestrationClient, instance_id: str, *states: str) -> Any:
    """The instance's status once it is in one of the states (by default: finished)."""
    wanted = set(states) or FINAL
    status: Any = None

    async def there() -> bool:
        nonlocal status
        status = await client.get_status(instance_id)
        return status.runtime_status is not None and status.runtime_status.value in wanted

    await until(there)
    return status


async def run(client: df.DurableOrchestrationClient, name: str, argument: Any = None) -> Any:
    """Start an orchestration and wait for its end; its status."""
    return await reached(client, await client.start_new(name, None, argument))


async def output(client: df.DurableOrchestrationClient, name: str, argument: Any = None) -> Any:
    """The output of an orchestration that must complete."""
    status = await run(client, name, argument)
    assert status.runtime_status.value == "Completed", status.output
    return status.output
