import pytest

from shared.domain.caller import EVERYBODY
from shared.domain.job import JobStatus
from shared.domain.usage import Usage
from shared.errors import NotFoundError
from tests.fakes.builders import USER, item, job, reference
from tests.fakes.services import Services, services


async def half_way() -> Services:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    async with here.board.item(reference(), item()) as line:
        line.end(completed=True)
    async with here.board.item(reference(), item(1)) as line:
        line.reach(60, "calling_llm")
        await here.clock.advance(8)
        return here


async def test_a_running_job_is_shown_with_its_progress_of_now() -> None:
    here = await half_way()
    view = await here.reader.view("job-1", EVERYBODY)
    assert view["status"] == "processing"
    assert view["progress"]["percentage"] == 80
    assert view["progress"]["current_step"] == "calling_llm"
    assert view["progress"]["message"] == "1 of 2 contracts analysed."
    assert view["progress"]["estimated_time_remaining"] == 2.0
    assert (view["items_completed"], view["items_failed"]) == (1, 0)


async def test_a_listing_shows_running_jobs_as_they_are_now_and_no_requests() -> None:
    here = await half_way()
    page = await here.reader.views_of_user(USER, EVERYBODY, [], [], 10, None)
    (row,) = page["jobs"]
    assert (row["progress"]["percentage"], row["items_completed"], page["total"]) == (80, 1, 1)
    assert "request" not in row
    assert row["created_date"] == "2026-01-31T08:30:00.000000Z"


async def test_a_queued_job_says_how_many_go_before_it() -> None:
    here = services()
    for number in (1, 2, 3):
        await here.jobs.create(job(f"job-{number}", turn=f"2026-01-0{4 - number}"))
    assert (await here.reader.view("job-1", EVERYBODY))["progress"][
        "message"
    ] == "Waiting for its turn: number 3 in the queue."
    rows = (await here.reader.views_of_user(USER, EVERYBODY, [], [], 50, None))["jobs"]
    said = {row["id"]: row["progress"]["message"] for row in rows}
    assert said["job-3"] == "Waiting for its turn: number 1 in the queue."


async def test_a_job_that_runs_but_has_no_counters_is_shown_as_stored() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.PROCESSING))
    assert (await here.reader.view("job-1", EVERYBODY))["progress"]["percentage"] == 0


async def test_a_finished_job_is_shown_without_a_look_at_its_counters() -> None:
    here = await half_way()
    await here.lifecycle.fail(reference(), "Enough.")
    reads = here.job_queue.calls["read"]
    view = await here.reader.view("job-1", EVERYBODY)
    assert (view["status"], view["error_message"]) == ("failed", "Enough.")
    assert here.job_queue.calls["read"] == reads + 1, "its usage alone was read"


async def test_a_job_is_shown_with_what_it_took_so_far_and_without_what_is_only_for_the_app() -> None:
    here = await services().with_job()
    before = (await here.reader.view("job-1", EVERYBODY))["usage"]
    await here.jobs.add_to_usage(reference(), Usage(model_calls=3, failed_calls=1, prompt_tokens=20))
    await here.jobs.add_to_usage(reference(), Usage(model_calls=1, completion_tokens=5, estimated_cost=0.5))
    view = await here.reader.view("job-1", EVERYBODY)
    assert (before["model_calls"], before["total_tokens"]) == (0, 0)
    assert view["usage"] == Usage(
        model_calls=4, failed_calls=1, prompt_tokens=20, completion_tokens=5, estimated_cost=0.5
    ).model_dump(mode="json")
    assert view["usage"]["total_tokens"] == 25
    assert {"ttl", "announced"}.isdisjoint(view)


async def test_a_job_that_is_not_there_is_told() -> None:
    with pytest.raises(NotFoundError, match="no job job-9"):
        await services().reader.view("job-9", EVERYBODY)


async def test_a_listing_is_paged_newest_first_and_filtered() -> None:
    here = services()
    for number in range(5):
        status = JobStatus.COMPLETED if number % 2 else JobStatus.QUEUED
        await here.jobs.create(job(f"job-{number}", status=status, created_date=here.clock.now()))
        await here.clock.advance(1)
    first = await here.reader.views_of_user(USER, EVERYBODY, [], [], 3, None)
    rest = await here.reader.views_of_user(USER, EVERYBODY, [], [], 3, first["continuation"])
    assert [row["id"] for row in first["jobs"] + rest["jobs"]] == [f"job-{n}" for n in (4, 3, 2, 1, 0)]
    assert (first["total"], rest["continuation"]) == (5, None)
    done = await here.reader.views_of_user(USER, EVERYBODY, ["completed"], ["contract_comparison"], 10, None)
    assert ([row["id"] for row in done["jobs"]], done["total"]) == (["job-3", "job-1"], 2)
    assert (await here.reader.views_of_user(USER, EVERYBODY, [], ["contract_query"], 10, None))["jobs"] == []
