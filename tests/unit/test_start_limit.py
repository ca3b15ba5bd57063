"""How often one caller may start something."""

import pytest

from api.starts import StartLimit
from shared.errors import LimitReachedError
from tests.fakes.clock import SteerableClock


def taken(limit: StartLimit, caller: str | None, tries: int) -> int:
    """How many of the tries went through."""
    through = 0
    for _ in range(tries):
        try:
            limit.take(caller)
        except LimitReachedError:
            continue
        through += 1
    return through


def test_a_minutes_worth_may_be_started_at_once_and_no_more() -> None:
    assert taken(StartLimit(7, SteerableClock()), "ann", 20) == 7


def test_one_caller_does_not_use_up_anothers() -> None:
    limit = StartLimit(2, SteerableClock())
    assert [taken(limit, caller, 3) for caller in ("ann", "bob", None)] == [2, 2, 2]


async def test_a_start_comes_back_with_each_share_of_a_minute() -> None:
    clock = SteerableClock()
    limit = StartLimit(6, clock)
    taken(limit, "ann", 6)
    with pytest.raises(LimitReachedError) as raised:
        limit.take("ann")
    assert raised.value.retry_after == pytest.approx(10)
    await clock.advance(4)
    with pytest.raises(LimitReachedError, match="6 jobs, uploads, calls and files in a minute") as raised:
        limit.take("ann")
    assert raised.value.retry_after == pytest.approx(6)
    await clock.advance(6)
    assert taken(limit, "ann", 3) == 1
    await clock.advance(3_600)
    assert taken(limit, "ann", 20) == 6


async def test_whoever_waits_as_long_as_they_are_told_gets_through_every_time() -> None:
    clock = SteerableClock()
    limit = StartLimit(300, clock)
    taken(limit, "ann", 300)
    for _ in range(500):
        with pytest.raises(LimitReachedError) as raised:
            limit.take("ann")
        await clock.advance(raised.value.retry_after)
        limit.take("ann")


def test_without_a_limit_nobody_is_counted() -> None:
    limit = StartLimit(0, SteerableClock())
    assert taken(limit, "ann", 1_000) == 1_000
    assert not limit._full_at


def test_only_so_many_callers_are_remembered_and_the_busy_ones_longest() -> None:
    limit = StartLimit(2, SteerableClock(), callers=3)
    taken(limit, "busy", 2)
    for number in range(20):
        taken(limit, f"caller-{number}", 1)
        assert taken(limit, "busy", 1) == 0
    assert len(limit._full_at) == 3
