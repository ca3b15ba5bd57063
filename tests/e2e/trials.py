"""The app on a Cosmos DB and a model that fail as they are told, with a book of what was paid for and stored."""

import json
import re
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from adapters.bootstrap import connect
from adapters.cosmos.documents import CosmosDatabase
from api.application import create_app
from devhost import HostOptions
from emulators import CosmosServer
from jobs.registry import JOB_TYPES
from shared.ports.documents import JsonDocument, Query
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.cosmos_faults import DROP_AFTER, CosmosFaults
from tests.fakes.openai_server import FakeOpenAI, Rates, serving
from tests.fakes.openai_server.answers import compare

KEY = "sk-of-the-test"
STANDARD_TEXT = "1. Payment. Customer pays within 30 days.\n\n2. Governing Law. The laws of Peru.\n"


def contract_text(number: int) -> str:
    """A contract that is known by the days in which it is paid."""
    return f"1. Payment. Customer pays within {100 + number} days.\n\n2. Governing Law. The laws of Peru.\n"


@dataclass
class Book:
    """What was paid for and what was stored, in the order in which it happened."""

    store: CosmosFaults
    seconds: float = 0.0
    """That an answer takes."""
    paid: list[tuple[int, int]] = field(default_factory=list)
    """The contract's number, and how many requests the store had seen by then."""

    def answer(self, body: dict[str, Any]) -> str:
        """The model's answer, put on record; it runs in a thread."""
        [days] = set(re.findall(r"within (1\d\d|20\d) days", body["messages"][2]["content"]))
        self.paid.append((int(days) - 100, len(self.store.seen)))
        time.sleep(self.seconds)
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

    def paid_after_it_was_stored(self) -> list[int]:
        """The numbers of contracts that cost something although their result was there."""
        stored_at = self.stored_at()
        return [number for number, seen in self.paid if number in stored_at and seen > stored_at[number]]


@dataclass(frozen=True)
class Trial:
    """The app on failing servers, and the way past the failures to what is stored."""

    app: AppClient
    book: Book
    stored: CosmosDatabase

    async def submitted(self, contracts: int, width: int) -> tuple[str, list[str]]:
        """A job over so many contracts, so many of them at once; its id and theirs."""
        standard = await self.app.add_text(STANDARD_TEXT)
        others = [await self.app.add_text(contract_text(number)) for number in range(contracts)]
        body = {"request": comparison(standard, *others), "options": {"maxConcurrent": width}}
        return (await self.app.submit(body))["job_id"], others

    async def documents(self, container: str, where: dict[str, Any]) -> list[JsonDocument]:
        """All documents of the test's user that match."""
        found: list[JsonDocument] = []
        continuation: str | None = None
        while True:
            query = Query(where, limit=100, continuation=continuation)
            page = await self.stored.container(container).query(query, "system")
            found += page.documents
            continuation = page.continuation
            if continuation is None:
                return found


@asynccontextmanager
async def trying(
    cosmos: CosmosServer, folder: Path, *, rates: Rates | None = None, seconds: float = 0.0
) -> AsyncIterator[Trial]:
    """The app on these two; the model fails at these rates, and its answers take so many seconds."""
    name = f"faults-{uuid.uuid4().hex}"
    async with CosmosFaults(cosmos.endpoint).serve() as store:
        book = Book(store, seconds)
        async with serving(FakeOpenAI(book.answer, key=KEY, rates=rates or Rates())) as model:
            settings = _settings(store.endpoint, cosmos.key, name, folder, model.base_url)
            ports = connect(settings)
            stored = CosmosDatabase(cosmos.endpoint, cosmos.key, name)
            async with (
                host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=1)) as host,
                httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
            ):
                yield Trial(AppClient(http), book, stored)
            await stored.close()
            await ports.close()


def _settings(endpoint: str, key: str, database: str, folder: Path, model_url: str) -> Settings:
    return Settings.model_validate(
        {
            "store": "cosmos",
            "cosmos_endpoint": endpoint,
            "cosmos_key": key,
            "cosmos_database": database,
            "blobs_path": folder / "blobs",
            "model": "openai",
            "openai_base_url": model_url,
            "openai_api_key": KEY,
            "model_primary": "gpt-test",
        }
    )
