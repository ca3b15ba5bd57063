"""Twelve jobs of one user over HTTP: ten at once, two wait and say how long the queue is before them."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from tests.e2e.app_client import comparison
from tests.e2e.stage import Diary, Stage, on, staged

JOBS = 12
PLACES = 10


async def test_ten_jobs_of_a_user_are_at_work_the_others_say_their_place_in_the_queue_and_all_finish(
    tmp_path: Path,
) -> None:
    diary = Diary(seconds=0.1)
    diary.may_answer.clear()
    async with staged(on(tmp_path), diary) as stage:
        standard, others = await stage.contracts(2)
        body = {"request": comparison(standard, *others), "options": {"refresh": True}}
        started = [(await stage.app.submit(body))["job_id"] for _ in range(JOBS)]
        await _until_all_places_are_taken(diary)
        jobs = {job["id"]: job for job in await _listed(stage)}
        states = [jobs[job_id]["status"] for job_id in started]
        assert states == ["processing"] * PLACES + ["queued"] * (JOBS - PLACES)
        for place, job_id in enumerate(started[PLACES:], start=1):
            message = f"Waiting for its turn: number {place} in the queue."
            assert jobs[job_id]["progress"]["message"] == message
            assert (await stage.app.job(job_id))["progress"]["message"] == message

        diary.may_answer.set()
        ended = [await stage.app.finished(job_id) for job_id in started]
        assert [(job["status"], job["items_completed"]) for job in ended] == [("completed", 2)] * JOBS
    assert diary.most_processing == PLACES
    assert diary.asked.total() == 2 * JOBS


async def test_a_job_that_is_being_cancelled_keeps_its_place_until_nothing_of_it_is_at_work(tmp_path: Path) -> None:
    diary = Diary()
    diary.may_answer.clear()
    async with staged(on(tmp_path, processing_per_user=1), diary) as stage:
        standard, others = await stage.contracts(1)
        first, second = [(await stage.app.submit(comparison(standard, *others)))["job_id"] for _ in range(2)]
        async with asyncio.timeout(30):
            while not diary.at_work:
                await asyncio.sleep(0.02)
        assert (await stage.app.http.post(f"/api/jobs/{first}/cancel")).json()["success"]
        assert (await stage.app.job(second))["status"] == "queued"
        diary.may_answer.set()
        ended = [(await stage.app.finished(job_id))["status"] for job_id in (first, second)]
    assert ended == ["cancelled", "completed"]
    assert diary.most_processing == 1


async def test_two_hosts_share_the_places_and_let_no_more_in_than_one(tmp_path: Path) -> None:
    diary = Diary(seconds=0.1)
    diary.may_answer.clear()
    async with staged(on(tmp_path), diary) as first, staged(on(tmp_path), diary) as second:
        standard, others = await first.contracts(2)
        request = {"request": comparison(standard, *others), "options": {"refresh": True}}
        answers = await asyncio.gather(*((first, second)[n % 2].app.submit(request) for n in range(JOBS)))
        await _until_all_places_are_taken(diary)
        assert Counter(job["status"] for job in await _listed(second)) == {"processing": 10, "queued": 2}
        diary.may_answer.set()
        ended = [await first.app.finished(answer["job_id"]) for answer in answers]
        assert [(job["status"], job["items_completed"]) for job in ended] == [("completed", 2)] * JOBS
    assert diary.most_processing == PLACES
    assert diary.asked.total() == 2 * JOBS


async def test_a_job_ends_with_its_last_item_while_others_fill_the_host(tmp_path: Path) -> None:
    diary = Diary()
    diary.may_answer.clear()
    async with staged(on(tmp_path), diary, activities=2) as stage:
        short, _ = await stage.submitted(1, refresh=True)
        long, _ = await stage.submitted(3, maxConcurrent=3, refresh=True)
        await _until_asked(diary, 2)
        # What is with the model now is answered, and what comes in its place waits.
        diary.may_answer.set()
        diary.may_answer.clear()
        assert (await stage.app.finished(short))["status"] == "completed"
        await _until_asked(diary, 4)
        assert diary.at_work == 2
        diary.may_answer.set()
        assert (await stage.app.finished(long))["status"] == "completed"


async def _until_asked(diary: Diary, questions: int) -> None:
    async with asyncio.timeout(30):
        while diary.asked.total() < questions:
            await asyncio.sleep(0.02)


async def _until_all_places_are_taken(diary: Diary) -> None:
    async with asyncio.timeout(30):
        while len(diary.processing) < PLACES:
            await asyncio.sleep(0.02)


async def _listed(stage: Stage) -> list[dict[str, Any]]:
    answer = await stage.app.http.get("/api/jobs/user/system", params={"limit": 50})
    return list(answer.raise_for_status().json()["jobs"])
