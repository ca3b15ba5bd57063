"""What is told of a job's end, and when."""

import pytest

from shared.domain.job import JobStatus
from shared.errors import PermanentError, TemporaryError
from shared.ports.queue import JsonMessage
from tests.fakes.builders import JOB_TYPE, USER, item_result, job, other, reference
from tests.fakes.services import Services, services

ABOUT = {"job_id": "job-1", "user_id": USER, "job_type": JOB_TYPE, "time": "2026-01-31T08:30:00.000000Z"}


async def running(items: int = 2) -> Services:
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    return here


def events(here: Services) -> list[JsonMessage]:
    return here.events.messages


async def test_a_completed_job_is_announced_with_its_result_after_it_was_stored() -> None:
    here = await running(1)
    await here.results.add_item(item_result())
    await here.lifecycle.finish(reference())
    assert events(here) == [ABOUT | {"event": "completed", "result_id": "result_job-1"}]
    assert here.dead_letters.messages == []
    assert (await here.jobs.get(reference())).announced


async def test_every_item_that_failed_for_good_is_a_dead_letter_with_its_reason() -> None:
    here = await running(3)
    await here.results.add_item(item_result(0))
    await here.results.add_item(item_result(1, error="The model refused.", attempts=3))
    await here.results.add_item(item_result(2, error="Too long."))
    await here.lifecycle.finish(reference())
    assert here.dead_letters.messages == [
        ABOUT | _about(1) | {"attempts": 3, "error": "The model refused."},
        ABOUT | _about(2) | {"attempts": 1, "error": "Too long."},
    ]


async def test_a_failed_job_is_a_dead_letter_itself() -> None:
    here = await running()
    await here.lifecycle.fail(reference(), "It was left behind.")
    assert [event["event"] for event in events(here)] == ["failed"]
    assert here.dead_letters.messages == [
        ABOUT
        | {"item_id": None, "subject": None, "contract_id": None, "attempts": None, "error": "It was left behind."}
    ]


def _about(number: int) -> dict[str, str]:
    return {"item_id": f"{number:05d}", "subject": f"Title of {other(number)}", "contract_id": other(number)}


async def test_many_dead_letters_all_arrive() -> None:
    here = await running(50)
    for number in range(50):
        await here.results.add_item(item_result(number, error="x" * 5_000))
    await here.lifecycle.finish(reference())
    assert len(here.dead_letters.messages) == 51
    assert max(len(letter["error"]) for letter in here.dead_letters.messages) == 1_000


async def test_a_job_that_runs_is_not_announced() -> None:
    here = await running()
    assert not await here.announcer.announce(await here.jobs.get(reference()))
    assert events(here) == []


@pytest.mark.parametrize("error", [TemporaryError("Unreachable."), PermanentError("Not allowed.")])
async def test_a_job_completes_when_the_queue_does_not_take_the_event_and_is_announced_later(error: Exception) -> None:
    here = await running(1)
    await here.results.add_item(item_result())
    here.events.fail(error)
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    left = await here.jobs.get(reference())
    assert (left.status, left.announced, events(here)) == (JobStatus.COMPLETED, False, [])
    assert await here.announcer.announce(left)
    assert len(events(here)) == 1


async def test_an_event_that_cannot_be_sent_does_not_send_the_dead_letters_again() -> None:
    here = await running(3)
    await here.results.add_item(item_result(0))
    for number in (1, 2):
        await here.results.add_item(item_result(number, error="Refused."))
    here.events.fail(*[TemporaryError("Unreachable.")] * 3)
    await here.lifecycle.finish(reference())
    for _ in range(2):
        assert not await here.announcer.announce(await here.jobs.get(reference()))
    assert await here.announcer.announce(await here.jobs.get(reference()))
    assert (len(here.dead_letters.messages), len(events(here))) == (2, 1)


async def test_a_job_whose_note_of_the_announcement_got_lost_is_announced_again_rather_than_never() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED))
    here.job_queue.fail("patch", TemporaryError("The store is busy."))
    assert not await here.announcer.announce(await here.jobs.get(reference()))
    assert await here.announcer.announce(await here.jobs.get(reference()))
    assert len(events(here)) == 2
