"""A job of a hundred contracts on a database and a model that keep failing: all is done, nothing twice."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from emulators import CosmosServer
from tests.e2e.trials import Trial, trying
from tests.fakes.cosmos_faults import DROP_AFTER, DROP_BEFORE, Fault, RandomFaults, refused
from tests.fakes.openai_server import Rates

CONTRACTS = 100
STORE_FAULTS = RandomFaults(
    seed=20,
    rates=((refused(429, retry_after_ms=20), 0.02), (refused(503), 0.01), (DROP_BEFORE, 0.005), (DROP_AFTER, 0.005)),
)
MODEL_FAULTS = Rates(seed=7, rate_limited=0.05, server_error=0.02, broken_json=0.01)


@pytest.fixture
async def trial(plain_cosmos: CosmosServer, tmp_path: Path) -> AsyncIterator[Trial]:
    async with trying(plain_cosmos, tmp_path, rates=MODEL_FAULTS) as trial:
        yield trial


@pytest.mark.timeout(180)
async def test_a_hundred_contracts_are_done_once_each_whatever_fails_on_the_way(trial: Trial) -> None:
    trial.book.store.at_random(STORE_FAULTS)
    job_id, others = await trial.submitted(CONTRACTS, width=20)
    job = await trial.app.finished(job_id, seconds=150)
    trial.book.store.at_random(None)

    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    results = await trial.documents("analysis_results", {"type": "item_result"})
    assert Counter(result["contract_id"] for result in results) == Counter(others)
    whole = await trial.app.result(job["result_id"])
    assert [one["contract_id"] for one in whole["results"]["results"]["comparisons"]] == others

    assert len(trial.book.stored_at()) == CONTRACTS
    assert trial.book.paid_after_it_was_stored() == []

    _check_that_faults_came(trial.book.store.injected)
    calls = await trial.documents("model_usage", {"job_id": job["id"]})
    errors = Counter(call["error"] for call in calls)
    assert min(errors["rate_limited"], errors["server_error"]) > 0
    assert errors[None] > CONTRACTS, "a broken answer was repaired, which takes an answer more"
    usage = (await trial.app.job(job["id"]))["usage"]
    assert usage["failed_calls"] == errors.total() - errors[None] > 0
    assert usage["model_calls"] == len(calls)
    assert usage["total_tokens"] == sum(call["total_tokens"] for call in calls)
    assert usage["store_retries"] > 0
    assert usage["request_units"] > CONTRACTS


def _check_that_faults_came(injected: Counter[str]) -> None:
    kinds: list[Fault] = [fault for fault, _ in STORE_FAULTS.rates]
    assert min(injected[kind.name] for kind in kinds) > 0, injected
