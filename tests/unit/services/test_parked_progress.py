"""What an item that stops at a cursor counts for, while it waits and when it goes on."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.progress import Counters
from shared.errors import TemporaryError
from tests.fakes.builders import item, reference
from tests.fakes.clock import START
from tests.fakes.services import Services, services

WEIGHTS = (3, 1)
TOTAL = sum(WEIGHTS)


async def planned() -> Services:
    here = services()
    counters = Counters(total_items=len(WEIGHTS), total_weight=TOTAL, started_date=START, heartbeat_date=START)
    await here.jobs.write_counters(reference(), counters)
    return here


async def percentage(here: Services) -> int:
    """What people read, once all was written."""
    await here.clock.advance(2)
    return (await here.snapshots.progress(reference())).percentage


async def points(here: Services) -> float:
    await here.clock.advance(2)
    counters = await here.jobs.read_counters(reference())
    assert counters is not None
    return counters.points


async def parked(here: Services, percent: int, begun_at: int = 0) -> None:
    """The first item works up to a percentage and stops at a cursor."""
    async with here.board.item(reference(), item(), weight=WEIGHTS[0], percent=begun_at) as line:
        line.reach(percent, "Reading")
        line.park()


async def failed(here: Services, percent: int, begun_at: int = 0) -> None:
    """It works up to a percentage, and fails for now."""
    with contextlib.suppress(TemporaryError):
        async with here.board.item(reference(), item(), weight=WEIGHTS[0], percent=begun_at) as line:
            line.reach(percent, "Reading")
            raise TemporaryError("The disk is busy.")


async def stored(here: Services, begun_at: int = 0, number: int = 0) -> None:
    """Its outcome is stored."""
    async with here.board.item(reference(), item(number), weight=WEIGHTS[number], percent=begun_at) as line:
        line.end(completed=True)


async def test_a_parked_item_counts_by_its_weight_and_is_counted_on_from_there() -> None:
    here = await planned()
    await parked(here, 40)
    assert await percentage(here) == 30
    await parked(here, 80, begun_at=40)
    assert await percentage(here) == 60
    await stored(here, begun_at=80)
    assert await percentage(here) == 75
    await stored(here, number=1)
    assert await percentage(here) == 100


async def test_an_attempt_that_fails_takes_back_only_what_it_reached_itself() -> None:
    here = await planned()
    await parked(here, 40)
    await failed(here, 80, begun_at=40)
    assert await percentage(here) == 30
    await stored(here, begun_at=40)
    assert await percentage(here) == 75


async def test_an_item_that_is_far_but_not_done_is_not_told_to_be_at_work_while_it_waits() -> None:
    here = await planned()
    await parked(here, 90)
    await here.clock.advance(2)
    counters = await here.jobs.read_counters(reference())
    assert counters is not None
    assert [part.items for part in counters.at_work.values()] == [{}]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["parked", "failed"]), st.integers(0, 89)), max_size=6))
async def test_whatever_happens_on_its_way_a_stored_item_counts_its_whole_weight(moves: list[tuple[str, int]]) -> None:
    here = await planned()
    reached = 0
    for how, further in moves:
        percent = min(99, max(10, reached) + further)
        await (parked if how == "parked" else failed)(here, percent, begun_at=reached)
        reached = percent if how == "parked" else reached
        assert await points(here) == reached * WEIGHTS[0]
    await stored(here, begun_at=reached)
    assert await points(here) == 100 * WEIGHTS[0]
