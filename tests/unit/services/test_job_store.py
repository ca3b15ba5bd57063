import asyncio

import pytest

from shared.domain.job import Job, JobStatus
from shared.domain.progress import Counters
from shared.domain.transitions import transition
from shared.errors import ConflictError, IllegalTransitionError, NotFoundError
from tests.fakes.builders import item, job, reference
from tests.fakes.clock import START
from tests.fakes.services import services


def begin(current: Job) -> Job:
    return transition(current, JobStatus.PROCESSING, START)


def one_up(current: Job) -> Job:
    return current.model_copy(update={"items_completed": current.items_completed + 1})


async def test_a_job_is_stored_once() -> None:
    here = services()
    assert await here.jobs.create(job(title="The first"))
    assert not await here.jobs.create(job(title="The second"))
    assert (await here.jobs.get(reference())).title == "The first"


async def test_a_job_is_found_by_its_id_alone() -> None:
    here = services()
    await here.jobs.create(job())
    assert await here.jobs.find("job-1") == job()
    assert await here.jobs.find("job-2") is None


async def test_a_change_under_conflicts_is_decided_anew_on_what_is_there() -> None:
    here = services()
    await here.jobs.create(job())
    here.job_queue.fail("replace", ConflictError("Somebody was faster."), times=4)
    assert (await here.jobs.change(reference(), begin)).status is JobStatus.PROCESSING
    assert (here.job_queue.calls["read"], here.job_queue.calls["replace"]) == (5, 5)


async def test_five_conflicts_in_a_row_are_told() -> None:
    here = services()
    await here.jobs.create(job())
    here.job_queue.fail("replace", ConflictError("Somebody was faster."), times=5)
    with pytest.raises(ConflictError, match="being changed by others"):
        await here.jobs.change(reference(), begin)
    assert (await here.jobs.get(reference())).status is JobStatus.QUEUED


async def test_no_change_is_lost_when_several_are_made_at_once() -> None:
    here = services()
    await here.jobs.create(job())
    await asyncio.gather(*(here.jobs.change(reference(), one_up) for _ in range(3)))
    assert (await here.jobs.get(reference())).items_completed == 3


async def test_a_decision_that_is_refused_changes_nothing() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED))
    with pytest.raises(IllegalTransitionError):
        await here.jobs.change(reference(), begin)
    assert here.job_queue.calls["replace"] == 0


async def test_a_job_that_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(NotFoundError, match="no job job-1"):
        await services().jobs.change(reference(), begin)


async def test_counters_are_added_to_and_others_set_in_one_step() -> None:
    here = services()
    assert await here.jobs.read_counters(reference()) is None
    await here.jobs.write_counters(reference(), Counters(total_items=3, started_date=START, heartbeat_date=START))
    await asyncio.gather(*(here.jobs.add_to_counters(reference(), {"points": 10}, {"current_item": 2}) for _ in "abc"))
    seen = await here.jobs.read_counters(reference())
    assert seen is not None
    assert (seen.points, seen.current_item, seen.total_items) == (30, 2, 3)


async def test_jobs_whose_end_was_not_announced_are_listed_oldest_first_and_without_what_belongs_to_them() -> None:
    here = services()
    states = (JobStatus.PROCESSING, False), (JobStatus.COMPLETED, True), (JobStatus.COMPLETED, False)
    for number, (status, announced) in enumerate(states):
        user = f"user-{number}"
        owned = job(f"job-{number}", status=status, announced=announced, user_id=user, partition_key=user)
        await here.jobs.create(owned)
    await here.jobs.write_counters(reference(), Counters(total_items=3, started_date=START, heartbeat_date=START))
    unannounced, unfinished = await here.jobs.list_unannounced(10), await here.jobs.list_open(10)
    assert [document["id"] for document in unannounced.documents] == ["job-2"]
    assert [document["id"] for document in unfinished.documents] == ["job-0"]
    assert all("request" not in document for document in [*unannounced.documents, *unfinished.documents])


async def test_every_page_of_every_lane_is_read_back_however_many_share_a_document() -> None:
    here = services()
    lanes = [[[item(lane)], [item(lane + 100)]] if lane == 1 else [[item(lane)]] for lane in range(7)]
    await here.jobs.write_lanes(reference(), lanes)
    assert [await here.jobs.read_page(reference(), lane, 0) for lane in range(7)] == [[item(n)] for n in range(7)]
    assert await here.jobs.read_page(reference(), 1, 1) == [item(101)]
    assert here.job_queue.calls["upsert"] == 3


@pytest.mark.parametrize(("lane", "page"), [(0, 1), (5, 1), (2, 0)])
async def test_a_page_that_a_lane_does_not_have_is_not_there(lane: int, page: int) -> None:
    here = services()
    await here.jobs.write_lanes(reference(), [[[item(0)]], [[item(1)], [item(2)]]])
    with pytest.raises(NotFoundError, match=f"no page {page} in lane {lane}"):
        await here.jobs.read_page(reference(), lane, page)
