"""Everything may happen twice: activities that run again, starts that come again, two hosts that run the same job."""

import asyncio
import copy
import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from devhost.functions import ACTIVITY, AppFunction
from shared.domain.job import JobReference
from tests.e2e.app_client import comparison
from tests.e2e.stage import Around, Diary, Stage, on, staged

CONTRACTS = 12
WIDTH = 4
SECONDS = 0.1


def one_after_the_other(function: AppFunction) -> AppFunction:
    """An activity that runs again when it has run: the first answer got lost."""

    async def again(**arguments: Any) -> Any:
        await function.code(**copy.deepcopy(arguments))
        return await function.code(**arguments)

    return dataclasses.replace(function, code=again) if function.kind == ACTIVITY else function


def at_the_same_time(function: AppFunction) -> AppFunction:
    """An activity that two workers run."""

    async def both(**arguments: Any) -> Any:
        answers = await asyncio.gather(function.code(**copy.deepcopy(arguments)), function.code(**arguments))
        return answers[0]

    return dataclasses.replace(function, code=both) if function.kind == ACTIVITY else function


async def assert_done_once(stage: Stage, job: dict[str, Any], contracts: list[str]) -> None:
    """The job is whole, each of its items has one result, and its end was stored once."""
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", len(contracts), 0)
    assert job["progress"]["current_item"] == job["progress"]["total_items"] == len(contracts)
    result = await stage.app.result(job["result_id"])
    assert [row["contract_id"] for row in result["results"]["results"]["comparisons"]] == contracts
    diary = stage.diary
    assert diary.stored == Counter(contracts)
    assert diary.asked_after_it_was_stored() == []
    assert [(job_id, status) for job_id, status, _ in diary.ends] == [(job["id"], "completed")]


@pytest.mark.parametrize("twice", [one_after_the_other, at_the_same_time])
async def test_activities_that_run_twice_do_their_work_once(tmp_path: Path, twice: Around) -> None:
    async with staged(on(tmp_path), Diary(SECONDS), twice) as stage:
        job_id, contracts = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
        job = await stage.app.finished(job_id)
        await assert_done_once(stage, job, contracts)
        assert max(stage.diary.asked.values()) == 1
        assert job["usage"]["model_calls"] == stage.diary.asked.total()


async def test_two_hosts_that_run_the_same_job_do_each_of_its_items_once(tmp_path: Path) -> None:
    diary, settings = Diary(SECONDS), on(tmp_path, processing_per_user=1)
    async with staged(settings, diary) as first:
        job_id, contracts = await first.submitted(CONTRACTS, maxConcurrent=WIDTH)
        await first.until_stored(1)
        # A host that starts does not know the orchestrations of the other, and starts its own.
        async with staged(settings, diary) as second:
            job = await second.app.finished(job_id)
            await assert_done_once(second, job, contracts)
            await _until_over(first, job_id)
            await _until_over(second, job_id)
            assert _end_of(await second.app.job(job_id)) == _end_of(await first.app.job(job_id)) == _end_of(job)
            assert diary.asked_after_it_was_stored() == []
            assert diary.busiest <= 2 * WIDTH
            further = await first.app.submit(comparison(contracts[0], contracts[1]))
            assert (await second.app.finished(further["job_id"]))["status"] == "completed"


async def test_one_idempotency_key_makes_one_job_however_many_ask_at_once_of_two_hosts(tmp_path: Path) -> None:
    diary, settings = Diary(SECONDS), on(tmp_path)
    async with staged(settings, diary) as first, staged(settings, diary) as second:
        standard, contracts = await first.contracts(CONTRACTS)
        body = {"request": comparison(standard, *contracts), "options": {"maxConcurrent": WIDTH}}
        starts = [(first, second)[n % 2].app.submit(body, **{"Idempotency-Key": "once"}) for n in range(10)]
        [job_id] = {answer["job_id"] for answer in await asyncio.gather(*starts)}
        await assert_done_once(first, await first.app.finished(job_id), contracts)
        listed = (await second.app.http.get("/api/jobs/user/system")).json()["jobs"]
        assert [job["id"] for job in listed] == [job_id]
        late = await second.app.submit(body, **{"Idempotency-Key": "once"})
        assert (late["job_id"], late["status"]) == (job_id, "completed")
        assert diary.asked_after_it_was_stored() == []


async def test_an_orchestration_that_is_started_again_while_its_job_runs_or_after_changes_nothing(
    tmp_path: Path,
) -> None:
    async with staged(on(tmp_path), Diary(SECONDS)) as stage:
        job_id, contracts = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
        await stage.until_stored(1)
        # The SDK has one exception for everything.
        with pytest.raises(Exception, match="An Orchestration instance with the status Running already exists"):
            await _start_again(stage, job_id)
        job = await stage.app.finished(job_id)
        await _until_over(stage, job_id)
        await _start_again(stage, job_id)
        assert await _until_over(stage, job_id) == "already ended"
        assert _end_of(await stage.app.job(job_id)) == _end_of(job)
        await assert_done_once(stage, job, contracts)


def _end_of(job: dict[str, Any]) -> dict[str, Any]:
    """What stays as it is when a job has ended; what it took may still be added up."""
    return {name: value for name, value in job.items() if name != "usage"}


async def _start_again(stage: Stage, job_id: str) -> None:
    job = await stage.app.job(job_id)
    reference = JobReference(job_id=job_id, user_id=job["user_id"], job_type=job["job_type"])
    await stage.host.durable_client().start_new(reference.job_type, job_id, reference.model_dump())


async def _status(stage: Stage, job_id: str) -> str:
    return str((await stage.host.durable_client().get_status(job_id)).runtime_status.value)


async def _until_over(stage: Stage, job_id: str) -> Any:
    """The output of the job's orchestration on this host."""
    async with asyncio.timeout(30):
        while await _status(stage, job_id) != "Completed":
            await asyncio.sleep(0.02)
    return (await stage.host.durable_client().get_status(job_id)).output
