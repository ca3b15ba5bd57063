"""The meter over what work costs at the store."""

import asyncio

import pytest

from shared.ports.metering import StoreCharges, charge, metered


async def test_a_meter_counts_what_tasks_inside_are_charged() -> None:
    async def work() -> None:
        charge(2.5)
        charge(retries=1)

    with metered() as meter:
        await asyncio.gather(work(), work())
    assert meter == StoreCharges(request_units=5.0, retries=2)


async def test_two_pieces_of_work_at_once_have_meters_of_their_own() -> None:
    async def work(units: float) -> StoreCharges:
        with metered() as meter:
            for _ in range(3):
                charge(units)
                await asyncio.sleep(0)
        return meter

    first, second = await asyncio.gather(work(1), work(10))
    assert (first, second) == (StoreCharges(3), StoreCharges(30))


def test_each_of_nested_meters_counts_all_that_is_within_it() -> None:
    with metered() as outer:
        charge(1)
        with metered() as inner:
            charge(2)
        charge(4)
    charge(8)
    assert (outer.request_units, inner.request_units) == (7, 2)


def test_work_that_failed_was_charged_too() -> None:
    def failing() -> None:
        charge(3)
        raise KeyError

    with metered() as meter, pytest.raises(KeyError):
        failing()
    with metered() as after:
        charge(1)
    assert (meter.request_units, after.request_units) == (3, 1)
