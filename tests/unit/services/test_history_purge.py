"""How ended orchestrations are forgotten, little by little."""

import itertools
from datetime import timedelta

import pytest

from shared.errors import TemporaryError
from shared.services.history_purge import LOOKED_BACK, SLICE, SLICES_A_ROUND, HistoryPurge
from tests.fakes.clock import START, SteerableClock
from tests.fakes.orchestrations import FakeOrchestrations

HOURS = 24
KEPT = timedelta(hours=HOURS) + timedelta(days=1)
"""A job may last a day, and what can be asked for is when it began."""

ROUNDS_TO_ARRIVE = LOOKED_BACK // (SLICE * SLICES_A_ROUND)


async def arrived() -> tuple[HistoryPurge, SteerableClock, FakeOrchestrations]:
    """A purge that has come to the newest that may go."""
    clock, orchestrations = SteerableClock(), FakeOrchestrations()
    history = HistoryPurge(clock, HOURS)
    for _ in range(ROUNDS_TO_ARRIVE):
        await history.sweep(orchestrations)
    return history, clock, orchestrations


async def test_all_of_the_week_before_is_gone_through_without_a_gap_and_nothing_younger() -> None:
    history, _, orchestrations = await arrived()
    assert await history.sweep(orchestrations) == 0
    slices = orchestrations.slices
    assert (slices[0][0], slices[-1][1]) == (START - KEPT - LOOKED_BACK, START - KEPT)
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(slices))


async def test_time_that_passes_is_gone_through_when_a_slice_of_it_is_whole() -> None:
    history, clock, orchestrations = await arrived()
    orchestrations.slices.clear()
    await clock.advance(SLICE.total_seconds() - 1)
    await history.sweep(orchestrations)
    assert orchestrations.slices == []
    await clock.advance(1)
    await history.sweep(orchestrations)
    assert orchestrations.slices == [(START - KEPT, START - KEPT + SLICE)]


async def test_a_round_ends_with_the_first_slice_that_held_something() -> None:
    history, orchestrations = HistoryPurge(SteerableClock(), HOURS), FakeOrchestrations()
    begin = START - KEPT - LOOKED_BACK
    orchestrations.began = [begin + SLICE * 2.5, begin + SLICE * 2.5, begin + SLICE * 3.5, START]
    assert [await history.sweep(orchestrations) for _ in range(3)] == [2, 1, 0]
    assert len(orchestrations.slices) == 3 + 1 + SLICES_A_ROUND
    assert orchestrations.began == [START]


async def test_a_slice_that_could_not_be_purged_is_tried_again() -> None:
    class Failing(FakeOrchestrations):
        async def purge_ended(self, *_: object) -> int:
            raise TemporaryError("Unreachable.")

    history, orchestrations = HistoryPurge(SteerableClock(), HOURS), FakeOrchestrations()
    with pytest.raises(TemporaryError):
        await history.sweep(Failing())
    await history.sweep(orchestrations)
    assert orchestrations.slices[0][0] == START - KEPT - LOOKED_BACK
