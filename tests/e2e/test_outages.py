"""What a job does while the store, or the model, is away for ten seconds in the middle of it."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from emulators import CosmosServer
from tests.e2e.stage import Diary, Stage, on, staged
from tests.e2e.trials import KEY, trying
from tests.fakes.cosmos_faults import DROP_BEFORE
from tests.fakes.openai_server import FakeOpenAI, Rates, serving
from tests.fakes.openai_server.answers import compare

CONTRACTS = 40
WIDTH = 5
OUTAGE_SECONDS = 10
IMPATIENT = {"retryAttempts": 0, "itemTimeout": 2_000}
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


@asynccontextmanager
async def modelled(folder: Path) -> AsyncIterator[tuple[Stage, FakeOpenAI]]:
    """The app on a language model that can be told to fail."""
    async with serving(FakeOpenAI(compare, key=KEY)) as model:
        server = {"openai_base_url": model.base_url, "openai_api_key": KEY, "model_primary": "gpt-test"}
        async with staged(on(folder, model="openai", **server), Diary(SECONDS)) as stage:
            yield stage, model


async def away(model: FakeOpenAI, rates: Rates, seconds: float) -> None:
    """The model fails for so long."""
    model.at_rates(rates)
    await asyncio.sleep(seconds)
    model.at_rates(Rates())


async def test_a_model_that_is_away_for_ten_seconds_fails_no_contract_because_attempts_take_longer_than_that(
    tmp_path: Path,
) -> None:
    async with modelled(tmp_path) as (stage, model):
        job_id, others = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH)
        await stage.until_stored(CONTRACTS // 4)
        await away(model, Rates(server_error=1.0), OUTAGE_SECONDS)
        assert stage.diary.stored.total() < CONTRACTS
        job = await stage.app.finished(job_id)
        assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
        assert job["usage"]["failed_calls"] >= WIDTH
        assert stage.diary.stored == Counter(others)
        assert stage.diary.asked_after_it_was_stored() == []


async def test_contracts_with_one_attempt_fail_by_name_while_the_model_is_away_and_a_retry_asks_only_about_them(
    tmp_path: Path,
) -> None:
    async with modelled(tmp_path) as (stage, model):
        job_id, others = await stage.submitted(CONTRACTS, maxConcurrent=WIDTH, **IMPATIENT)
        await stage.until_stored(CONTRACTS // 4)
        await away(model, Rates(dropped=1.0), OUTAGE_SECONDS / 2)
        job = await stage.app.finished(job_id)
        failed = [row["contract_id"] for row in await stage.items(job_id) if row["status"] == "failed"]
        assert (job["status"], job["items_failed"]) == ("completed", len(failed))
        assert job["items_completed"] == CONTRACTS - len(failed)
        assert len(failed) >= WIDTH
        assert [error["contract_id"] for error in job["item_errors"]] == failed
        assert stage.diary.stored == Counter(others)
        assert stage.diary.asked_after_it_was_stored() == []

        asked = len(stage.diary.events)
        answer = (await stage.post(job_id, "retry")).raise_for_status().json()
        again = await stage.app.finished(answer["new_job_id"])
        assert (again["status"], again["items_completed"], again["items_failed"]) == ("completed", CONTRACTS, 0)
        assert sorted(name for kind, name in stage.diary.events[asked:] if kind == "asked") == sorted(failed)
