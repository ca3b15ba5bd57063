"""What a job does while the store, or the model, is away for ten seconds in the middle of it."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from emulators import CosmosServer
from tests.e2e.stage import Diary, on, staged
from tests.e2e.trials import trying
from tests.fakes.cosmos_faults import DROP_BEFORE

CONTRACTS = 40
WIDTH = 5
OUTAGE_SECONDS = 10
SECONDS = 0.1


async def test_a_job_whose_cosmos_db_is_away_for_ten_seconds_is_whole_and_paid_for_once(
    plain_cosmos: CosmosServer, tmp_path: Path
) -> None:
    async with trying(plain_cosmos, tmp_path, seconds=SECONDS) as trial:
        job_id, others = await trial.submitted(CONTRACTS, WIDTH)
        async with asyncio.timeout(30):
            while not len(trial.book.stored_at()) > CONTRACTS / 4:
                await asyncio.sleep(0.01)
        trial.book.store.always(DROP_BEFORE)
        await asyncio.sleep(OUTAGE_SECONDS)
        trial.book.store.always(None)
        assert len(trial.book.stored_at()) < CONTRACTS
        job = await trial.app.finished(job_id)
        results = await trial.documents("analysis_results", {"type": "item_result"})
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    assert Counter(result["contract_id"] for result in results) == Counter(others)
    assert trial.book.paid_after_it_was_stored() == []
    assert trial.book.store.injected["drop_before"] > 0


async def test_a_job_whose_sqlite_file_another_program_writes_for_ten_seconds_is_whole_and_paid_for_once(
    tmp_path: Path,
) -> None:
    settings = on(tmp_path)
    async with staged(settings, Diary(SECONDS)) as stage:
        job_id, others = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
        await stage.until_stored(CONTRACTS // 4)
        with closing(sqlite3.connect(settings.sqlite_path, isolation_level=None)) as another:
            another.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(OUTAGE_SECONDS)
            assert stage.diary.stored.total() < CONTRACTS
            another.execute("ROLLBACK")
        job = await stage.app.finished(job_id)
        assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
        assert stage.diary.stored == Counter(others)
        assert stage.diary.asked_after_it_was_stored() == []
