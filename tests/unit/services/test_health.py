import asyncio

import pytest

from shared.errors import TemporaryError
from shared.services.health import KEPT_SECONDS, Health
from tests.fakes.clock import SteerableClock
from tests.fakes.services import services


async def endless() -> None:
    await asyncio.Event().wait()


async def fine() -> None:
    return None


async def absent() -> bool:
    return False


async def test_the_app_asks_its_store_its_queue_and_its_model() -> None:
    assert await services().health.check() == {"store": "ok", "queue": "ok", "model": "ok"}


async def test_a_store_that_fails_is_unreachable_and_the_others_are_not() -> None:
    app = services()
    app.job_queue.fail("read", TemporaryError("The store is away."))
    assert await app.health.check() == {"store": "unreachable", "queue": "ok", "model": "ok"}


@pytest.mark.parametrize("probe", [endless, absent])
async def test_a_part_that_does_not_answer_in_time_or_says_no_is_unreachable(probe: object) -> None:
    health = Health({"slow": probe, "fine": fine}, SteerableClock(), probe_seconds=0.01)  # type: ignore[dict-item]
    assert await health.check() == {"slow": "unreachable", "fine": "ok"}


async def test_many_who_ask_at_once_cost_one_question_until_it_is_old() -> None:
    app = services()
    await asyncio.gather(*(app.health.check() for _ in range(20)))
    assert app.job_queue.calls["read"] == 1
    await app.clock.advance(KEPT_SECONDS)
    await app.health.check()
    assert app.job_queue.calls["read"] == 2
