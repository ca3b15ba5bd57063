"""A job that is at work is heard of, whatever its items wait for."""

import asyncio

from shared.services.item_attempt import Attempt
from tests.fakes.builders import item, other, reference
from tests.fakes.clock import settled
from tests.fakes.model import Held
from tests.fakes.orchestrations import FakeOrchestrations
from tests.fakes.services import services

MINUTES = 4


async def test_a_model_call_of_minutes_does_not_make_its_job_stale() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    answer = asyncio.Event()
    here.model.will(other(0), Held(answer, "{}"))
    running = asyncio.create_task(here.runner.run(reference(), item(), Attempt(1, 3)))
    await settled()
    quiet = 0.0
    for _ in range(MINUTES * 60):
        await here.clock.advance(1)
        counters = await here.jobs.read_counters(reference())
        assert counters is not None
        quiet = max(quiet, (here.clock.now() - counters.heartbeat_date).total_seconds())
        await here.watchdog.heal(FakeOrchestrations({"job-1": "Running"}))
        assert not (await here.jobs.get(reference())).stale
    assert 0 < quiet <= 5
    answer.set()
    await running
