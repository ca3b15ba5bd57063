"""Cancel, time-out, retry and what is seen of the contracts meanwhile, over HTTP on a job that is at work."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from shared.settings import Settings
from tests.e2e.conftest import EVERYWHERE
from tests.e2e.stage import Diary, Stage, staged

CONTRACTS = 20
WIDTH = 3


@pytest.fixture
async def stage(standing: Settings) -> AsyncIterator[Stage]:
    """The app with a slow model and a place for one job at a time."""
    async with staged(standing.model_copy(update={"processing_per_user": 1}), Diary(seconds=0.1)) as stage:
        yield stage


async def cancelled(stage: Stage) -> tuple[str, list[str], list[str]]:
    """A job that was cancelled in the middle; its id, its contracts and those that are done."""
    job_id, contracts = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
    await stage.until_stored(WIDTH)
    stage.diary.may_answer.clear()
    assert (await stage.post(job_id, "cancel")).json() == {"success": True, "status": "processing"}
    assert (await stage.post(job_id, "cancel")).status_code == 409
    kept = stage.diary.stored.total()
    stage.diary.may_answer.set()
    job = await stage.app.finished(job_id)
    done = list(stage.diary.stored)
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("cancelled", len(done), 0)
    assert stage.diary.asked == Counter(done), "what was at work is kept"
    assert kept <= len(done) <= kept + WIDTH < CONTRACTS
    return job_id, contracts, done


@EVERYWHERE
async def test_a_cancelled_job_keeps_what_is_done_and_its_retry_asks_only_about_the_rest(stage: Stage) -> None:
    job_id, contracts, done = await cancelled(stage)
    items = await stage.items(job_id)
    assert [item["contract_id"] for item in items] == contracts
    kinds = {item["contract_id"]: item["status"] for item in items}
    assert kinds == {contract: "completed" if contract in done else "not_analysed" for contract in contracts}
    result = await stage.app.result((await stage.app.job(job_id))["result_id"])
    assert {row["contract_id"] for row in result["results"]["results"]["comparisons"]} == set(done)
    finished = await stage.post(job_id, "cancel")
    assert (finished.status_code, "is cancelled" in finished.json()["detail"]) == (409, True)

    answers = [(await stage.post(job_id, "retry")).json() for _ in range(2)]
    [retry_id] = {answer["new_job_id"] for answer in answers}
    retried = await stage.app.finished(retry_id)
    assert (retried["status"], retried["items_completed"], retried["retry_of"]) == ("completed", CONTRACTS, job_id)
    assert stage.diary.asked == Counter(contracts)
    reused = [item["contract_id"] for item in await stage.items(retry_id) if item["reused"]]
    assert set(reused) == set(done)
    for act in ("cancel", "retry"):
        refused = await stage.post(retry_id, act)
        assert (refused.status_code, "completed" in refused.json()["detail"]) == (409, True)


async def test_the_results_of_finished_contracts_are_read_while_the_job_runs(stage: Stage) -> None:
    job_id, _ = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
    await stage.until_stored(WIDTH)
    stage.diary.may_answer.clear()
    items = await stage.items(job_id)
    done = next(item for item in items if item["status"] == "completed")
    result = (await stage.app.http.get(f"/api/jobs/{job_id}/items/{done['item_id']}")).raise_for_status().json()
    assert (result["contract_id"], result["outcome"]) == (done["contract_id"], "done")
    assert result["content"]
    assert (await stage.app.job(job_id))["status"] == "processing"
    waiting = next(item for item in items if item["contract_id"] not in stage.diary.asked)
    assert waiting["status"] == "waiting"
    absent = await stage.app.http.get(f"/api/jobs/{job_id}/items/{waiting['item_id']}")
    assert absent.status_code == 404
    stage.diary.may_answer.set()
    assert (await stage.app.finished(job_id))["status"] == "completed"


async def test_a_job_that_waits_is_cancelled_at_once_and_nothing_is_asked_for_it(stage: Stage) -> None:
    stage.diary.may_answer.clear()
    first, _ = await stage.submitted(2)
    second, never = await stage.submitted(2)
    third, _ = await stage.submitted(2)
    assert (await stage.post(second, "cancel")).json() == {"success": True, "status": "cancelled"}
    assert (await stage.post(second, "cancel")).status_code == 409
    stage.diary.may_answer.set()
    assert [(await stage.app.finished(job_id))["status"] for job_id in (first, third)] == ["completed"] * 2
    assert (await stage.app.job(second))["status"] == "cancelled"
    assert not stage.diary.asked.keys() & set(never)


async def test_a_job_whose_time_is_over_ends_so_and_keeps_what_is_done(stage: Stage) -> None:
    job_id, contracts = await stage.submitted(2 * CONTRACTS, maxConcurrent=2, timeout=1_000)
    job = await stage.app.finished(job_id)
    done = list(stage.diary.stored)
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("timed_out", len(done), 0)
    assert job["error_message"].startswith("The job's time was over")
    assert job["elapsed_time"] >= 1
    assert 0 < len(done) < 2 * CONTRACTS
    assert stage.diary.asked == Counter(done)
    result = await stage.app.result(job["result_id"])
    compared = [row["contract_id"] for row in result["results"]["results"]["comparisons"]]
    assert compared == [contract for contract in contracts if contract in done]
