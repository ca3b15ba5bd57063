"""What was asked before is not paid for again; who took what can be read."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.ports.bundle import Ports
from shared.settings import ModelPrice, Settings
from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison, query
from tests.e2e.conftest import EVERYWHERE
from tests.e2e.hosting import host_of
from tests.fakes.api_description import Description
from tests.fakes.metrics import Scrape
from tests.fakes.model import NAME, ScriptedModel

CHANGED = STANDARD_TEXT.replace("30 days", "60 days")
COST, TOKENS = 0.0002, 110
PRICES = {NAME: ModelPrice(prompt=1.0, completion=10.0)}


@dataclasses.dataclass(frozen=True)
class Desk:
    """The app with a model that counts, and that can be given another name."""

    app: AppClient
    model: ScriptedModel

    async def compared(self, standard: str, *others: str, user: str = "ann", **options: Any) -> dict[str, Any]:
        """The finished job of a comparison."""
        request = comparison(standard, *others, userEmail=user)
        body = {"request": request, "options": options} if options else request
        return await self.app.finished((await self.app.submit(body))["job_id"])

    async def items(self, job: dict[str, Any]) -> list[dict[str, Any]]:
        """The items of a job."""
        return list((await self._got(f"/api/jobs/{job['id']}/items")).json()["items"])

    async def usage(self, user: str = "ann", query: str = "") -> dict[str, Any]:
        """A user's usage."""
        return dict((await self._got(f"/api/usage/user/{user}{query}")).json())

    async def _got(self, path: str) -> httpx.Response:
        return (await self.app.http.get(path)).raise_for_status()


@asynccontextmanager
async def _served(settings: Settings, ports: Ports, model: ScriptedModel) -> AsyncIterator[Desk]:
    app = create_app(settings, dataclasses.replace(ports, model=model), JOB_TYPES)
    async with (
        host_of(app, options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
    ):
        yield Desk(AppClient(http), model)


@pytest.fixture
async def desk(standing: Settings) -> AsyncIterator[Desk]:
    settings = standing.model_copy(update={"model_prices": PRICES})
    ports = connect(settings)
    async with _served(settings, ports, ScriptedModel()) as served:
        yield served
    await ports.close()


@EVERYWHERE
async def test_the_same_comparison_again_asks_nothing_costs_nothing_and_says_what_it_saved(desk: Desk) -> None:
    standard, other = await desk.app.add_text(), await desk.app.add_text(CHANGED)
    first, second = [await desk.compared(standard, other) for _ in range(2)]
    assert desk.model.calls.total() == 1
    assert [row["cached"] for job in (first, second) for row in await desk.items(job)] == [False, True]
    assert (first["usage"]["estimated_cost"], first["usage"]["cached_items"]) == (COST, 0)
    took = {name: second["usage"][name] for name in ("model_calls", "total_tokens", "estimated_cost")}
    assert took == {"model_calls": 0, "total_tokens": 0, "estimated_cost": 0.0}
    saved = {name: second["usage"][name] for name in ("cached_items", "saved_tokens", "saved_cost")}
    assert saved == {"cached_items": 1, "saved_tokens": TOKENS, "saved_cost": COST}
    bodies = [(await desk.app.result(job["result_id"]))["results"] for job in (first, second)]
    assert bodies[0] == bodies[1]
    seen = Scrape((await desk.app.http.get("/api/metrics")).content)
    assert seen.value("cache_hits_total", operation="contract_comparison") == 1


@EVERYWHERE
async def test_usage_tells_calls_and_what_was_saved(desk: Desk) -> None:
    standard, other = await desk.app.add_text(), await desk.app.add_text(CHANGED)
    for _ in range(3):
        await desk.compared(standard, other)
    usage = await desk.usage()
    sums = {"calls": 1, "total_tokens": TOKENS, "estimated_cost": COST, "cached_items": 2, "saved_cost": 2 * COST}
    shown = (usage["totals"], usage["by_day"][-1], *usage["by_operation"], *usage["by_model"])
    assert [{name: part[name] for name in sums} for part in shown] == [sums] * 4
    assert (usage["by_operation"][0]["operation"], usage["by_model"][0]["model"]) == ("contract_comparison", NAME)
    assert len(usage["by_day"]) == 30
    assert (await desk.usage("bob"))["totals"]["calls"] == 0


async def test_a_refreshed_comparison_asks_again(desk: Desk) -> None:
    standard, other = await desk.app.add_text(), await desk.app.add_text(CHANGED)
    await desk.compared(standard, other)
    again = await desk.compared(standard, other, refresh=True)
    assert desk.model.calls.total() == 2
    assert (again["usage"]["model_calls"], again["usage"]["cached_items"]) == (1, 0)


async def test_another_users_answers_are_never_used(desk: Desk) -> None:
    standard, other = await desk.app.add_text(), await desk.app.add_text(CHANGED)
    for user in ("ann", "bob"):
        job = await desk.compared(standard, other, user=user)
        assert job["usage"]["cached_items"] == 0
    assert desk.model.calls.total() == 2


async def test_the_same_text_under_another_id_is_answered_and_the_result_names_it(desk: Desk) -> None:
    standard = await desk.app.add_text()
    first, again = [await desk.app.add_text(CHANGED, title=title) for title in ("First", "Again")]
    await desk.compared(standard, first)
    job = await desk.compared(standard, again)
    [compared] = (await desk.app.result(job["result_id"]))["results"]["results"]["comparisons"]
    assert desk.model.calls.total() == 1
    assert (compared["contract_id"], compared["contract_title"]) == (again, "Again")


async def test_a_host_with_another_model_asks_again_and_one_with_the_same_does_not(tmp_path: Path) -> None:
    settings = Settings(sqlite_path=tmp_path / "documents.sqlite3", blobs_path=tmp_path / "blobs")
    ports, asked = connect(settings), []
    ids: list[str] = []
    for name in ("one", "one", "another"):
        model = ScriptedModel()
        model.name = name
        async with _served(settings, ports, model) as desk:
            ids = ids or [await desk.app.add_text(), await desk.app.add_text(CHANGED)]
            await desk.compared(*ids)
            asked.append(model.calls.total())
    await ports.close()
    assert asked == [1, 0, 1]


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("?from=yesterday&to=2026-02-30", ["/from", "/to"]),
        ("?from=", ["/from"]),
        ("?from=20260101", ["/from"]),
        ("?from=2026-01-02&to=2026-01-01", ["/from"]),
        ("?from=2025-01-01&to=2026-01-02", ["/from"]),
    ],
)
async def test_a_range_of_days_that_is_none_is_refused_with_its_faults(
    app: AppClient, query: str, pointers: list[str]
) -> None:
    answer = await app.http.get(f"/api/usage/user/ann{query}")
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == pointers


async def test_usage_is_as_described(desk: Desk) -> None:
    await desk.compared(await desk.app.add_text(), await desk.app.add_text(CHANGED))
    description = Description((await desk.app.http.get("/api/openapi.json")).raise_for_status().json())
    for days in ("", "?from=2026-01-01&to=2026-12-31", "?from=x"):
        description.check("get_usage_of_user", await desk.app.http.get(f"/api/usage/user/ann{days}"))


async def test_a_question_that_was_asked_before_is_answered_about_each_contract_under_its_own_name(
    app: AppClient,
) -> None:
    first, again = [await app.add_text(title=title) for title in ("First", "Again")]
    question = "Which law governs the agreement?"
    jobs = [
        await app.finished((await app.submit(query(question, *contracts), route="query"))["job_id"])
        for contracts in ([first], [again, first])
    ]
    assert [(job["usage"]["model_calls"], job["usage"]["cached_items"]) for job in jobs] == [(1, 0), (0, 2)]
    result = (await app.result(jobs[1]["result_id"]))["results"]
    answers = result["answers"]
    assert [(answer["contract_id"], answer["contract_title"]) for answer in answers] == [
        (again, "Again"),
        (first, "First"),
    ]
    assert answers[0]["quotes"] == answers[1]["quotes"] != []
