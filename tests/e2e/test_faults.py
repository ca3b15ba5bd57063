"""A job of a hundred contracts on a database and a model that keep failing: all is done, nothing twice."""

import json
import re
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.bootstrap import connect
from adapters.cosmos.documents import CosmosDatabase
from api.application import create_app
from devhost import Host, HostOptions
from emulators import CosmosServer
from jobs.registry import JOB_TYPES
from shared.ports.documents import JsonDocument, Query
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.fakes.cosmos_faults import DROP_AFTER, DROP_BEFORE, CosmosFaults, Fault, RandomFaults, refused
from tests.fakes.openai_server import FakeOpenAI, Rates, serving
from tests.fakes.openai_server.answers import compare

CONTRACTS = 100
KEY = "sk-of-the-test"
STORE_FAULTS = RandomFaults(
    seed=20,
    rates=((refused(429, retry_after_ms=20), 0.02), (refused(503), 0.01), (DROP_BEFORE, 0.005), (DROP_AFTER, 0.005)),
)
MODEL_FAULTS = Rates(seed=7, rate_limited=0.05, server_error=0.02, broken_json=0.01)
STANDARD_TEXT = "1. Payment. Customer pays within 30 days.\n\n2. Governing Law. The laws of Peru.\n"


def contract_text(number: int) -> str:
    """A contract that is known by the days in which it is paid."""
    return f"1. Payment. Customer pays within {100 + number} days.\n\n2. Governing Law. The laws of Peru.\n"


@dataclass
class Book:
    """What was paid for and what was stored, in the order in which it happened."""

    store: CosmosFaults
    paid: list[tuple[int, int]] = field(default_factory=list)
    """The contract's number, and how many requests the store had seen by then."""

    def answer(self, body: dict[str, Any]) -> str:
        """The model's answer, put on record."""
        [days] = set(re.findall(r"within (1\d\d|20\d) days", body["messages"][2]["content"]))
        self.paid.append((int(days) - 100, len(self.store.seen)))
        return compare(body)

    def stored_at(self) -> dict[int, int]:
        """Contract's number to the place of the request that stored its result, among those that the store saw."""
        places: dict[int, int] = {}
        for place, request in enumerate(self.store.seen):
            if request.operation == "create" and request.fault in (None, DROP_AFTER):
                body: JsonDocument = json.loads(request.body)
                if body.get("type") == "item_result":
                    places.setdefault(int(body["item_id"]), place)
        return places


@dataclass(frozen=True)
class Trial:
    """The app on failing servers, and the way past the failures to what is stored."""

    app: AppClient
    book: Book
    stored: CosmosDatabase


@pytest.fixture
async def trial(plain_cosmos: CosmosServer, tmp_path: Path) -> AsyncIterator[Trial]:
    name = f"faults-{uuid.uuid4().hex}"
    async with CosmosFaults(plain_cosmos.endpoint).serve() as store:
        book = Book(store)
        async with serving(FakeOpenAI(book.answer, key=KEY, rates=MODEL_FAULTS)) as model:
            settings = Settings.model_validate(
                {
                    "store": "cosmos",
                    "cosmos_endpoint": store.endpoint,
                    "cosmos_key": plain_cosmos.key,
                    "cosmos_database": name,
                    "blobs_path": tmp_path / "blobs",
                    "model": "openai",
                    "openai_base_url": model.base_url,
                    "openai_api_key": KEY,
                    "model_primary": "gpt-test",
                }
            )
            ports = connect(settings)
            stored = CosmosDatabase(plain_cosmos.endpoint, plain_cosmos.key, name)
            async with (
                Host(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=1)) as host,
                httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
            ):
                yield Trial(AppClient(http), book, stored)
            await stored.close()
            await ports.close()


async def documents(container: Any, where: dict[str, Any]) -> list[JsonDocument]:
    """All documents of the test's user that match."""
    found: list[JsonDocument] = []
    page = await container.query(Query(where, limit=100), "system")
    found += page.documents
    while page.continuation is not None:
        page = await container.query(Query(where, limit=100, continuation=page.continuation), "system")
        found += page.documents
    return found


@pytest.mark.timeout(180)
async def test_a_hundred_contracts_are_done_once_each_whatever_fails_on_the_way(trial: Trial) -> None:
    trial.book.store.at_random(STORE_FAULTS)
    standard = await trial.app.add_text(STANDARD_TEXT)
    others = [await trial.app.add_text(contract_text(number)) for number in range(CONTRACTS)]
    body = {"request": comparison(standard, *others), "options": {"maxConcurrent": 20}}
    job = await trial.app.finished((await trial.app.submit(body))["job_id"], seconds=150)
    trial.book.store.at_random(None)

    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", CONTRACTS, 0)
    results = await documents(trial.stored.container("analysis_results"), {"type": "item_result"})
    assert Counter(result["contract_id"] for result in results) == Counter(others)
    whole = await trial.app.result(job["result_id"])
    assert [one["contract_id"] for one in whole["results"]["results"]["comparisons"]] == others

    stored_at = trial.book.stored_at()
    assert len(stored_at) == CONTRACTS
    assert [number for number, seen in trial.book.paid if seen > stored_at[number]] == []

    _check_that_faults_came(trial.book.store.injected)
    calls = await documents(trial.stored.container("model_usage"), {"job_id": job["id"]})
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
