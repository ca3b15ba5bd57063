"""What jobs take, added up."""

import asyncio

import pytest

from shared.domain.usage import Usage
from shared.errors import PermanentError, TemporaryError
from shared.ports.documents import Container, JsonDocument
from tests.fakes.builders import reference
from tests.fakes.charging import ChargingDatabase
from tests.fakes.clock import settled
from tests.fakes.services import Services, services


class SlowPatches:
    """A container whose patches wait until they are let through."""

    def __init__(self, inner: Container) -> None:
        self._inner = inner
        self.let_through = asyncio.Event()
        self.waiting = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def patch(self, partition: str, document_id: str, **changes: object) -> JsonDocument:
        self.waiting += 1
        await self.let_through.wait()
        self.waiting -= 1
        return await self._inner.patch(partition, document_id, **changes)  # type: ignore[arg-type]


async def spent(here: Services) -> Usage:
    return await here.jobs.read_usage(reference())


async def test_what_is_spent_is_written_at_once_and_then_once_a_second() -> None:
    here = services()
    here.tally.spend(reference(), Usage(model_calls=1))
    await settled()
    assert (await spent(here)).model_calls == 1
    for _ in range(5):
        here.tally.spend(reference(), Usage(model_calls=1))
    await here.clock.advance(0.9)
    assert (await spent(here)).model_calls == 1
    await here.clock.advance(0.1)
    assert (await spent(here)).model_calls == 6
    patches = here.job_queue.calls["patch"]
    await here.clock.advance(10)
    assert (here.job_queue.calls["patch"], here.clock.sleepers) == (patches, 0)


async def test_nothing_is_written_for_nothing() -> None:
    here = services()
    here.tally.spend(reference(), Usage())
    await here.clock.advance(2)
    assert here.job_queue.calls.total() == 0


async def test_a_flush_waits_for_what_is_on_its_way_and_writes_the_rest() -> None:
    here = services()
    slow = SlowPatches(here.job_queue)
    here.jobs._container = slow  # type: ignore[assignment]
    here.tally.spend(reference(), Usage(model_calls=7))
    await settled()
    assert slow.waiting == 1
    here.tally.spend(reference(), Usage(model_calls=2))
    flush = asyncio.create_task(here.tally.flush(reference()))
    await settled()
    assert not flush.done()
    slow.let_through.set()
    await flush
    assert (await spent(here)).model_calls == 9


async def test_what_could_not_be_written_now_is_carried_over() -> None:
    here = services()
    here.job_queue.fail("patch", TemporaryError("The store is busy."), times=2)
    here.tally.spend(reference(), Usage(model_calls=1, prompt_tokens=10))
    await here.tally.flush(reference())
    assert await spent(here) == Usage()
    await here.clock.advance(3)
    assert await spent(here) == Usage(model_calls=1, prompt_tokens=10)


async def test_what_can_never_be_written_is_not_tried_for_ever() -> None:
    here = services()
    here.job_queue.fail("patch", PermanentError("Not allowed."))
    here.tally.spend(reference(), Usage(model_calls=1))
    await here.clock.advance(60)
    assert (here.job_queue.calls["patch"], here.clock.sleepers) == (1, 0)


async def test_what_writing_costs_is_added_with_the_next_write_and_is_no_reason_for_one() -> None:
    here = services(ChargingDatabase(5.0))
    here.tally.spend(reference(), Usage(model_calls=1))
    await settled()
    here.tally.spend(reference(), Usage(model_calls=1))
    await here.clock.advance(1)
    # A patch that found nothing, the new document, and the patch again.
    assert (await spent(here)).request_units == 15.0
    patches = here.job_queue.calls["patch"]
    await here.clock.advance(10)
    assert here.job_queue.calls["patch"] == patches


@pytest.mark.parametrize("jobs", [1, 3])
async def test_every_job_has_its_own_sums(jobs: int) -> None:
    here = services()
    for number in range(jobs):
        here.tally.spend(reference(f"job-{number}"), Usage(model_calls=number + 1))
    await here.clock.advance(2)
    sums = [(await here.jobs.read_usage(reference(f"job-{number}"))).model_calls for number in range(jobs)]
    assert sums == list(range(1, jobs + 1))


EVERYTHING = Usage(**{name: number for number, name in enumerate(Usage.model_fields, start=1)})
"""Of each field something: more than one patch of a document can hold."""


async def test_all_that_was_spent_is_written_however_many_kinds_there_are() -> None:
    here = services()
    here.tally.spend(reference(), EVERYTHING)
    await here.clock.advance(2)
    assert await spent(here) == EVERYTHING


async def test_of_a_write_that_failed_halfway_only_the_rest_is_written_again() -> None:
    here = services()
    here.tally.spend(reference(), Usage(model_calls=1))
    await here.clock.advance(2)
    here.tally.spend(reference(), EVERYTHING)
    await settled()
    here.tally.spend(reference(), EVERYTHING)
    here.job_queue.fail("patch", TemporaryError("The store is busy."))
    await here.clock.advance(5)
    assert await spent(here) == EVERYTHING.plus(EVERYTHING).plus(Usage(model_calls=1))
