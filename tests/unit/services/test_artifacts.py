"""Files that jobs make."""

from collections.abc import AsyncIterator

import pytest

from shared.domain.caller import Caller
from shared.domain.job import JobStatus
from shared.errors import NotFoundError, PermanentError
from shared.job_types.context import ItemContext
from shared.services.artifacts import MAX_ARTIFACTS, MAX_BLOCK_BYTES
from shared.services.lane_worker import LanePage
from tests.fakes.job_types import REFERENCE, ScriptedWork, scripted_job, scripted_type
from tests.fakes.services import Services, services


async def read(content: AsyncIterator[bytes]) -> bytes:
    """All of it."""
    return b"".join([chunk async for chunk in content])


async def staging(context: ItemContext) -> None:
    """Work that makes a block of an artifact."""
    await context.artifacts.stage("made.txt", "00000", b"one\n")


async def with_work(work: ScriptedWork, items: int = 1) -> Services:
    """Services with a planned job."""
    here = services(more=[scripted_type(work)])
    await here.jobs.create(scripted_job(items))
    await here.lifecycle.plan(REFERENCE)
    return here


async def test_blocks_are_put_together_in_the_order_of_the_list_and_read_by_range() -> None:
    here = services()
    artifacts = here.artifacts.of(REFERENCE)
    await artifacts.stage("made.csv", "b", b"3,4\n")
    await artifacts.stage("made.csv", "a", b"1,2\n")
    with pytest.raises(NotFoundError):
        await here.artifacts.find(REFERENCE, "made.csv")
    for _ in range(2):
        await artifacts.commit("made.csv", ["a", "b"], "text/csv")
    found = await here.artifacts.find(REFERENCE, "made.csv")
    assert (found.size, found.media_type) == (8, "text/csv")
    assert await read(here.artifacts.open(found)) == b"1,2\n3,4\n"
    assert await read(here.artifacts.open(found, 2, 5)) == b"2\n3"


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 101, "ends.", "ä.csv"])
async def test_a_name_that_could_lead_elsewhere_is_refused(name: str) -> None:
    here = services()
    with pytest.raises(PermanentError, match="letters, digits"):
        await here.artifacts.of(REFERENCE).stage(name, "a", b"x")
    with pytest.raises(NotFoundError):
        await here.artifacts.find(REFERENCE, name)


async def test_a_block_and_the_number_of_artifacts_are_bounded() -> None:
    here = services()
    artifacts = here.artifacts.of(REFERENCE)
    with pytest.raises(PermanentError, match="at most 16,777,216 bytes"):
        await artifacts.stage("large.bin", "a", bytes(MAX_BLOCK_BYTES + 1))
    for number in range(MAX_ARTIFACTS):
        await artifacts.stage(f"{number}.txt", "a", b"x")
    with pytest.raises(PermanentError, match="may make 100 artifacts"):
        await artifacts.stage("more.txt", "a", b"x")


async def test_a_list_with_a_block_that_was_never_staged_is_refused() -> None:
    here = services()
    artifacts = here.artifacts.of(REFERENCE)
    await artifacts.stage("made.csv", "a", b"x")
    with pytest.raises(PermanentError, match="b"):
        await artifacts.commit("made.csv", ["a", "b"], "text/csv")


async def test_a_job_lists_what_it_made_and_its_deletion_takes_it_away() -> None:
    work = ScriptedWork(commits=True)
    work.will(0, staging)
    here = await with_work(work)
    await here.lanes.work(LanePage(REFERENCE, 0, 0), [(0, 1)], 3)
    job = await here.lifecycle.finish(REFERENCE)
    assert [(made.name, made.media_type, made.size) for made in job.artifacts] == [("made.txt", "text/plain", 4)]
    await here.artifacts.remove(REFERENCE.user_id, REFERENCE.job_id)
    assert here.blobs.kept == {}
    with pytest.raises(NotFoundError):
        await here.artifacts.find(REFERENCE, "made.txt")


async def test_blocks_that_belong_to_nothing_are_gone_when_the_job_ends() -> None:
    work = ScriptedWork()
    work.will(0, staging)
    here = await with_work(work)
    await here.lanes.work(LanePage(REFERENCE, 0, 0), [(0, 1)], 3)
    job = await here.lifecycle.finish(REFERENCE)
    assert (job.status, job.artifacts) == (JobStatus.COMPLETED, [])
    assert await here.blobs.staged("artifacts/job-1/made.txt") == {}


async def test_a_job_without_a_result_keeps_no_artifacts() -> None:
    async def failing(context: ItemContext) -> None:
        await staging(context)
        await context.artifacts.commit("made.txt", ["00000"], "text/plain")
        raise PermanentError("It was of no use.")

    work = ScriptedWork()
    work.will(0, failing)
    here = await with_work(work)
    await here.lanes.work(LanePage(REFERENCE, 0, 0), [(0, 1)], 3)
    job = await here.lifecycle.finish(REFERENCE)
    assert (job.status, job.artifacts, here.blobs.kept) == (JobStatus.FAILED, [], {})


async def test_a_retry_does_an_item_again_that_made_blocks_of_the_job_before() -> None:
    work = ScriptedWork()
    work.will(0, staging)
    here = await with_work(work, 2)
    await here.lanes.work(LanePage(REFERENCE, 0, 0), [(0, 1), (1, 1)], 3)
    copied = await here.results.find_done(REFERENCE.user_id, ["job-1:00000"])
    other = await here.results.find_done(REFERENCE.user_id, ["job-1:00001"])
    assert (copied, other is not None) == (None, True)


async def test_what_a_job_made_is_read_by_its_result_when_the_job_is_forgotten() -> None:
    work = ScriptedWork(commits=True)
    work.will(0, staging)
    here = await with_work(work)
    await here.lanes.work(LanePage(REFERENCE, 0, 0), [(0, 1)], 3)
    await here.lifecycle.finish(REFERENCE)
    await here.job_queue.delete(REFERENCE.user_id, REFERENCE.job_id)
    found = await here.artifact_reader.find("job-1", "made.txt", Caller(REFERENCE.user_id))
    assert await read(here.artifacts.open(found)) == b"one\n"
    with pytest.raises(NotFoundError, match="There is no job job-1"):
        await here.artifact_reader.find("job-1", "made.txt", Caller("somebody else"))
