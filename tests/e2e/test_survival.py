"""What a job survives: the host killed in the middle of it, again and again."""

import asyncio
import random
from collections import Counter
from pathlib import Path

from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison
from tests.e2e.processes import Disk

CONTRACTS = 40
WIDTH = 5
KILLS = 5
LAST_POINT = 25
"""Late enough, and early enough for the kill to come before the job's end on a machine that is busy."""

ONE_AT_A_TIME = {"PROCESSING_PER_USER": "1"}


async def submitted(app: AppClient) -> tuple[str, list[str]]:
    """A job over contracts that are new, and their ids."""
    standard = await app.add_text()
    others = [await app.add_text(f"{STANDARD_TEXT}\n5. Note. Number {n}.\n") for n in range(CONTRACTS)]
    body = {"request": comparison(standard, *others), "options": {"maxConcurrent": WIDTH}}
    return (await app.submit(body))["job_id"], others


async def killed_at(disk: Disk, point: int, delay: float) -> None:
    """A host takes the job up and is killed after so many results in all are stored and so many seconds more."""
    stored, asked = set(disk.analysed()), len(disk.asked)
    async with disk.hosted(**ONE_AT_A_TIME) as host:
        async with asyncio.timeout(30):
            while len(disk.analysed()) < max(point, len(stored) + 1):
                await asyncio.sleep(0.01)
        await asyncio.sleep(delay)
        await host.kill()
    assert stored.isdisjoint(disk.asked[asked:])


async def test_a_job_whose_host_is_killed_five_times_ends_whole_and_pays_for_nothing_that_was_stored(
    tmp_path: Path,
) -> None:
    disk, chance = Disk(tmp_path), random.Random(4)  # noqa: S311 - to be the same in every run
    async with disk.hosted(**ONE_AT_A_TIME) as host:
        job_id, others = await submitted(host.app)
        await asyncio.sleep(chance.uniform(0, 0.3))
        await host.kill()
    for point in sorted(chance.sample(range(1, LAST_POINT), KILLS - 1)):
        await killed_at(disk, point, chance.uniform(0, 0.1))
    stored, asked = set(disk.analysed()), len(disk.asked)
    assert len(stored) < CONTRACTS

    async with disk.hosted(**ONE_AT_A_TIME) as host:
        job = await host.app.finished(job_id)
        result = await host.app.result(job["result_id"])
        paid = disk.asked
        # While the job's place is not given back no other job of its user begins.
        further = await host.app.finished((await host.app.submit(comparison(others[0], others[1])))["job_id"])
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    assert [row["contract_id"] for row in result["results"]["results"]["comparisons"]] == others
    assert Counter(disk.analysed()) == Counter([*others, others[1]])
    assert stored.isdisjoint(paid[asked:])
    assert len(paid) <= CONTRACTS + KILLS * WIDTH
    assert further["status"] == "completed"
    assert job_id not in disk.held()


async def test_a_job_whose_worker_process_is_killed_goes_on_in_the_next_one(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    async with disk.hosted(FUNCTIONS_WORKER_PROCESS_COUNT="2") as host:
        job_id, others = await submitted(host.app)
        async with asyncio.timeout(30):
            while len(disk.analysed()) < WIDTH:
                await asyncio.sleep(0.01)
        stored, asked = set(disk.analysed()), len(disk.asked)
        assert host.kill_workers() == 1
        job = await host.app.finished(job_id)
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    assert Counter(disk.analysed()) == Counter(others)
    assert stored.isdisjoint(disk.asked[asked:])
