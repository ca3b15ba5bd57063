"""What failed for good can be found, and taken up again."""

import pytest

from shared.domain.job import Job, JobStatus
from shared.errors import AlreadyExistsError, NotFoundError, TemporaryError
from shared.ports.documents import Query
from shared.services.dead_letters import letter_id
from tests.fakes.builders import JOB_TYPE, USER, item_result, job, other, reference
from tests.fakes.services import Services, services

LETTER = letter_id("job-1", "00001")


async def failed_in_part(items: int = 3) -> Services:
    """A completed job whose first contract could be analysed, and no other."""
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result(0))
    for number in range(1, items):
        await here.results.add_item(item_result(number, error="The model refused.", attempts=3))
    await here.lifecycle.finish(reference())
    return here


async def ids(here: Services, **filters: str) -> list[str]:
    return [letter["id"] for letter in (await here.letters.page(200, None, **filters))["letters"]]


async def test_a_letter_says_what_failed_for_whom_and_why() -> None:
    here = await failed_in_part()
    newest, oldest = (await here.letters.page(10, None))["letters"]
    assert newest["id"] == letter_id("job-1", "00002")
    assert oldest == {
        "id": LETTER,
        "job_id": "job-1",
        "user_id": USER,
        "job_type": JOB_TYPE,
        "item_id": "00001",
        "subject": f"Title of {other(1)}",
        "contract_id": other(1),
        "attempts": 3,
        "error": "The model refused.",
        "time": "2026-01-31T08:30:00.000000Z",
        "replayed_as": None,
    }


async def test_letters_come_newest_first_a_page_at_a_time_and_by_user_or_job() -> None:
    here = services()
    for number in range(5):
        ended = job(f"job-{number}", status=JobStatus.FAILED, error_message="Nothing worked.")
        owner = "bob" if number == 3 else USER
        await here.letters.send(ended.model_copy(update={"user_id": owner}), [None])
        await here.clock.advance(1)
    everyone = [letter_id(f"job-{number}", None) for number in (4, 3, 2, 1, 0)]
    assert await ids(here) == everyone
    assert await ids(here, user_id="bob") == [everyone[1]]
    assert await ids(here, job_id="job-2") == [everyone[2]]
    assert await ids(here, job_id="job-2", user_id="bob") == []
    for filters, expected in (({}, everyone), ({"user_id": USER}, [everyone[0], *everyone[2:]])):
        paged: list[str] = []
        continuation = None
        while continuation or not paged:
            page = await here.letters.page(2, continuation, **filters)
            paged += [letter["id"] for letter in page["letters"]]
            continuation = page["continuation"]
        assert paged == expected


async def test_a_letter_that_is_sent_again_keeps_what_became_of_it() -> None:
    here = await failed_in_part()
    again = await here.letters.replay(LETTER, here.control)
    await here.jobs.change(reference(), lambda now: now.model_copy(update={"letters_sent": False, "announced": False}))
    assert await here.announcer.announce(await here.jobs.get(reference()))
    assert {letter["replayed_as"] for letter in (await here.letters.page(10, None))["letters"]} == {again.id}


async def test_the_document_is_there_before_the_message_so_that_no_message_is_without_one() -> None:
    here = await failed_in_part(1)
    ended = job("job-2", status=JobStatus.FAILED, error_message="Nothing worked.")
    here.dead_letters.fail(TemporaryError("The queue is unreachable."))
    with pytest.raises(TemporaryError):
        await here.letters.send(ended, [None])
    assert await ids(here) == [letter_id("job-2", None)]


async def test_a_letter_lives_as_long_as_its_job() -> None:
    here = await failed_in_part()
    ended = await here.jobs.get(reference())
    page = await here.job_queue.query(Query({"type": "dead_letter"}, fields=["ttl"]))
    assert [letter["ttl"] for letter in page.documents] == [ended.ttl, ended.ttl]


async def test_a_replay_takes_the_job_up_again_and_marks_all_of_its_letters() -> None:
    here = await failed_in_part(40)
    await here.letters.send(job("job-2", status=JobStatus.FAILED), [None])
    again = await here.letters.replay(LETTER, here.control)
    assert (again.status, again.retry_of) == (JobStatus.QUEUED, "job-1")
    letters = (await here.letters.page(200, None))["letters"]
    assert {letter["job_id"]: letter["replayed_as"] for letter in letters} == {"job-1": again.id, "job-2": None}


async def test_a_second_replay_names_the_job_that_the_first_made() -> None:
    here = await failed_in_part()
    again = await here.letters.replay(LETTER, here.control)
    for each in (LETTER, letter_id("job-1", "00002")):
        with pytest.raises(AlreadyExistsError, match=again.id):
            await here.letters.replay(each, here.control)


async def test_a_replay_that_died_before_it_marked_the_letters_is_done_again_with_the_same_job() -> None:
    here = await failed_in_part()

    class Dying:
        async def retry(self, job: Job) -> Job:
            await here.control.retry(job)
            raise TemporaryError(job.id)

    with pytest.raises(TemporaryError):
        await here.letters.replay(LETTER, Dying())
    made = await here.letters.replay(LETTER, here.control)
    assert made == await here.control.retry(await here.jobs.get(reference()))


@pytest.mark.parametrize("unknown", ["job-1:letter:00000", "job-1", "nothing"])
async def test_what_is_no_letter_cannot_be_replayed(unknown: str) -> None:
    here = await failed_in_part()
    with pytest.raises(NotFoundError, match="no dead letter"):
        await here.letters.replay(unknown, here.control)


async def test_a_letter_whose_job_is_gone_cannot_be_replayed() -> None:
    here = await failed_in_part()
    await here.job_queue.delete(USER, "job-1")
    with pytest.raises(NotFoundError, match="no job job-1"):
        await here.letters.replay(LETTER, here.control)
    assert {letter["replayed_as"] for letter in (await here.letters.page(10, None))["letters"]} == {None}
