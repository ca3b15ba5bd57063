"""Answers at once: the same as those of jobs, refused where they are too much, given up when nobody waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from adapters.bootstrap import connect
from adapters.callers.nobody_asked import NobodyAsked
from api.application import create_app
from api.door import Door
from api.origins import Origins
from api.real_time import answering
from api.starts import StartLimit
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.job_types.core import JobType
from shared.ports.bundle import Ports
from shared.ports.documents import JsonDocument, Query
from shared.settings import Settings
from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison, query
from tests.e2e.conftest import EVERYWHERE
from tests.e2e.hosting import host_of
from tests.fakes import services as fakes
from tests.fakes.builders import STANDARD, other
from tests.fakes.listening import Reading
from tests.fakes.model import Held as NeverThere
from tests.fakes.openai_server import FakeOpenAI, Held, Refused, Stalled, Step, serving, too_many_requests
from tests.fakes.openai_server.answers import compare
from tests.fakes.services import Services

KEY = "sk-of-the-test"
CHANGED_TEXT = STANDARD_TEXT.replace("30 days", "60 days").replace("England", "Ireland")
OTHER = other(0)
FRESH = {"refresh": True}


async def told(http: httpx.AsyncClient, body: dict[str, Any]) -> Reading:
    """The events of a query that is answered at once."""
    reading = Reading()
    async with asyncio.timeout(60), http.stream("POST", "/api/query_contracts_stream", json=body) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            reading.line(line)
    return reading


@EVERYWHERE
async def test_a_comparison_at_once_is_what_the_job_has_as_its_results(app: AppClient, http: httpx.AsyncClient) -> None:
    standard, first, second = [await app.add_text(text) for text in (STANDARD_TEXT, CHANGED_TEXT, STANDARD_TEXT)]
    body = {"request": comparison(standard, first, second), "options": FRESH}
    answer = await http.post("/api/compare-contracts", json=body)
    job = await app.finished((await app.submit(body))["job_id"])
    assert answer.status_code == 200
    assert answer.json() == (await app.result(job["result_id"]))["results"]
    assert len(answer.json()["results"]["comparisons"]) == 2


@EVERYWHERE
async def test_a_query_at_once_is_what_the_job_has_as_its_results(app: AppClient, http: httpx.AsyncClient) -> None:
    contracts = [await app.add_text(text) for text in (STANDARD_TEXT, CHANGED_TEXT)]
    body = {"request": query("Which law governs the agreement?", *contracts), "options": FRESH}
    reading = await told(http, body)
    job = await app.finished((await app.submit(body, route="query"))["job_id"])
    assert reading.names[-2:] == ["usage", "done"]
    done = reading.events[-1].data
    assert done == (await app.result(job["result_id"]))["results"]
    assert ["England" in answer["answer"] for answer in done["answers"]] == [True, False]
    ends = {event.data["contract_id"]: event.data for event in reading.events if "answer" in event.data}
    assert [ends[contract]["answer"] for contract in contracts] == done["answers"]


@pytest.mark.parametrize("job_type", [kind for kind in JOB_TYPES if kind.real_time], ids=lambda kind: kind.name)
def test_an_answer_at_once_has_the_structure_of_a_jobs_results(job_type: JobType) -> None:
    assert job_type.real_time is not None
    saved = job_type.result_model.model_json_schema(by_alias=True, mode="serialization")
    at_once = job_type.real_time.response_model.model_json_schema(by_alias=True, mode="serialization")
    name = job_type.real_time.response_model.__name__
    assert saved["properties"]["results"] == {"$ref": f"#/$defs/{name}"}
    definitions = at_once.pop("$defs")
    assert saved["$defs"][name] == at_once
    assert {name: saved["$defs"][name] for name in definitions} == definitions


async def test_an_answer_at_once_can_be_saved_as_it_came(app: AppClient, http: httpx.AsyncClient) -> None:
    standard, other = await app.add_text(), await app.add_text(CHANGED_TEXT)
    compared = (await http.post("/api/compare-contracts", json=comparison(standard, other))).json()
    asked = (await told(http, query("Which law governs?", standard))).events[-1].data
    for route, answer in (("comparison", compared), ("query", asked)):
        saved = await http.post(f"/api/analysis-results/{route}", json={"results": answer})
        assert saved.status_code == 201, saved.text
        assert (await app.result(saved.json()["result_id"]))["results"] == answer


async def test_an_answer_at_once_is_as_it_is_described(app: AppClient, http: httpx.AsyncClient) -> None:
    standard, other = await app.add_text(), await app.add_text(CHANGED_TEXT)
    compared = (await http.post("/api/compare-contracts", json=comparison(standard, other))).json()
    asked = (await told(http, query("Which law governs?", standard))).events[-1].data
    for name, answer in (("contract_comparison", compared), ("contract_query", asked)):
        fakes.real_time_of(name).response_model.model_validate(answer)


@pytest.mark.parametrize(("path", "route"), [("compare-contracts", "comparison"), ("query_contracts_stream", "query")])
async def test_a_bad_request_is_refused_as_the_starter_refuses_it(
    http: httpx.AsyncClient, path: str, route: str
) -> None:
    bodies: list[dict[str, Any]] = [{"json": {"priority": 11, "extra": 1}}, {"content": b"{"}, {"json": []}]
    for sent in bodies:
        at_once = await http.post(f"/api/{path}", **sent)
        as_job = await http.post(f"/api/jobs/{route}", **sent)
        assert (at_once.status_code, at_once.json()) == (as_job.status_code, as_job.json())
        assert at_once.status_code in (400, 415)


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app where little may be answered at once."""
    settings = Settings(
        store="memory", blobs_path=tmp_path, realtime_token_budget=150, realtime_reserved_tokens=50, starts_per_minute=9
    )
    async with _serving(settings) as (http, _):
        yield http


@pytest.mark.parametrize("path", ["/api/compare-contracts", "/api/query_contracts_stream"])
async def test_what_is_too_long_is_refused_with_the_figures_and_the_job_to_submit(
    small: httpx.AsyncClient, path: str
) -> None:
    app = AppClient(small)
    standard, other = await app.add_text(STANDARD_TEXT * 2), await app.add_text(STANDARD_TEXT)
    sent = comparison(standard, other) if "compare" in path else query("Which law governs?", standard, other)
    refused = await small.post(path, json=sent)
    problem = refused.json()
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")
    assert (problem["token_budget"], problem["reserved_tokens"], problem["available_tokens"]) == (150, 50, 100)
    assert problem["used_tokens"] > 100
    assert (await small.post(problem["batch_url"], json=sent)).status_code == 202


async def test_calls_at_once_are_limited_in_a_minute(small: httpx.AsyncClient) -> None:
    statuses = [(await small.post("/api/compare-contracts", json={})).status_code for _ in range(10)]
    assert statuses == [400] * 9 + [429]


async def test_estimates_are_limited_in_a_minute_by_themselves(small: httpx.AsyncClient) -> None:
    answers = [await small.post("/api/jobs/estimate", json={}) for _ in range(10)]
    assert [answer.status_code for answer in answers] == [400] * 9 + [429]
    assert "9 estimates in a minute" in answers[-1].json()["detail"]
    assert (await small.post("/api/compare-contracts", json={})).status_code == 400


async def test_an_estimate_says_what_a_request_takes_and_where_it_can_be_done(small: httpx.AsyncClient) -> None:
    app = AppClient(small)
    standard, other = await app.add_text("1. Term. One year."), await app.add_text("1. Term. Two years.")
    asked = {"job_type": "contract_comparison", "request": comparison(standard, other)}
    fits = (await small.post("/api/jobs/estimate", json=asked)).json()
    assert (fits["mode"], fits["items"], fits["estimated_cost"]) == ("realtime", 1, None)
    assert 0 < fits["used_tokens"] <= fits["available_tokens"] == fits["token_budget"] - fits["reserved_tokens"]
    assert fits["prompt_tokens"] > fits["used_tokens"]
    assert (await small.post(fits["realtime_url"], json=asked["request"])).status_code == 200

    long = await app.add_text(STANDARD_TEXT * 3)
    asked = {"job_type": "contract_query", "request": query("Which law governs?", long)}
    too_much = (await small.post("/API/Jobs/Estimate", json=asked)).json()
    assert (too_much["mode"], too_much["batch_url"]) == ("batch", "/API/jobs/query")
    assert "Submit it as a job" in too_much["message"]


async def test_a_bad_estimate_names_its_faults_where_they_are(small: httpx.AsyncClient) -> None:
    async def faults(body: Any) -> list[str]:
        answer = await small.post("/api/jobs/estimate", json=body)
        assert answer.status_code == 400
        return [fault["pointer"] for fault in answer.json()["errors"]]

    assert await faults({"job_type": "contract_dance", "request": {}}) == ["/job_type"]
    assert await faults({"request": 1, "more": 2}) == ["/job_type", "/request", "/more"]
    asked = {"job_type": "contract_query", "request": {"question": "?", "contract_ids": ["contract_ghost"]}}
    assert await faults(asked) == ["/request/question", "/request/contract_ids/0"]
    assert await faults([]) == [""]


async def test_what_a_call_took_is_among_the_users_usage(app: AppClient, http: httpx.AsyncClient) -> None:
    standard, other = await app.add_text(), await app.add_text(CHANGED_TEXT)
    for _ in range(2):
        (await http.post("/api/compare-contracts", json=comparison(standard, other))).raise_for_status()
    usage = (await http.get("/api/usage/user/system")).raise_for_status().json()
    assert (usage["totals"]["calls"], usage["totals"]["cached_items"]) == (1, 1)


def _answer(body: dict[str, Any]) -> str:
    """The model's, to a comparison or to a question."""
    if "QUESTION" in body["messages"][-1]["content"]:
        return '{"answer": "Not a word about it.", "status": "not_stated", "confidence": 1, "quotes": []}'
    return compare(body)


@pytest.fixture
async def provider() -> AsyncIterator[FakeOpenAI]:
    """Who answers for the model."""
    async with serving(FakeOpenAI(_answer, key=KEY)) as server:
        yield server


@pytest.fixture
async def served(provider: FakeOpenAI, tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Ports]]:
    """The app that asks the provider."""
    model = {"model": "openai", "model_primary": "gpt-test", "openai_api_key": KEY}
    places = {"store": "memory", "blobs_path": tmp_path, "openai_base_url": provider.base_url}
    async with _serving(Settings.model_validate(model | places)) as both:
        yield both


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("/api/compare-contracts", Stalled()),
        ("/api/query_contracts_stream", Stalled()),
        ("/api/query_contracts_stream", Held(asyncio.Event())),
    ],
)
async def test_who_goes_away_ends_the_call_at_the_provider_and_it_is_on_record(
    served: tuple[httpx.AsyncClient, Ports], provider: FakeOpenAI, path: str, step: Step
) -> None:
    http, ports = served
    app = AppClient(http)
    standard, other = await app.add_text(), await app.add_text(CHANGED_TEXT)
    sent = comparison(standard, other) if "compare" in path else query("Which law governs?", other)
    provider.will(step)
    waiting = asyncio.create_task(http.post(path, json=sent))
    async with asyncio.timeout(20):
        await provider.arrived.wait()
        assert not provider.left.is_set()
        waiting.cancel()
        await provider.left.wait()
        recorded = await _recorded(ports)
    assert (recorded["error"], recorded["success"]) == ("cancelled", False)
    assert (await http.get("/api/health")).status_code == 200


async def test_a_query_is_told_while_the_provider_writes_it(
    served: tuple[httpx.AsyncClient, Ports], provider: FakeOpenAI
) -> None:
    http, _ = served
    other = await AppClient(http).add_text()
    more = asyncio.Event()
    provider.will(Held(more))
    reading = Reading()
    body = query("Is there a cap?", other)
    async with asyncio.timeout(20), http.stream("POST", "/api/query_contracts_stream", json=body) as answer:
        async for line in answer.aiter_lines():
            reading.line(line)
            if reading.names == ["chunk"]:
                assert "Not a word about it.".startswith(reading.events[0].data["text"])
                more.set()
    assert reading.names[-2:] == ["usage", "done"]
    assert "".join(event.data["text"] for event in reading.events[:-2]) == "Not a word about it."
    assert reading.events[-2].data["completion_tokens"] > 0


@pytest.mark.parametrize(
    ("steps", "status", "title"),
    [
        ([Refused()], 502, "No usable answer from the model"),
        ([too_many_requests(retry_after_ms="1")] * 4, 503, "Not possible right now"),
    ],
)
async def test_a_model_that_does_not_answer_is_told_by_its_kind(
    served: tuple[httpx.AsyncClient, Ports], provider: FakeOpenAI, steps: list[Step], status: int, title: str
) -> None:
    http, _ = served
    app = AppClient(http)
    standard, other = await app.add_text(), await app.add_text(CHANGED_TEXT)
    provider.will(*steps * 2)
    failed = await http.post("/api/compare-contracts", json=comparison(standard, other))
    assert (failed.status_code, failed.json()["title"]) == (status, title)
    asked = await told(http, query("Is there a cap?", other))
    assert asked.names[-2:] == ["usage", "error"]
    assert asked.events[-1].data["status"] == status


@pytest.fixture
async def hurried() -> AsyncIterator[tuple[httpx.AsyncClient, Services]]:
    """Calls that may take no time, to a model that does as it is told."""
    here = await fakes.services().with_job()
    door = Door(NobodyAsked(), StartLimit(0, here.clock), Origins(""))
    app = DFApp(http_auth_level=AuthLevel.ANONYMOUS)
    for job_type in JOB_TYPES:
        if (at_once := job_type.real_time) is not None:
            answers = answering(door, job_type, at_once, here.real_time, here.answer_streams, seconds=0.05)
            app.register_functions(answers)
    here.model.will(OTHER, NeverThere(asyncio.Event(), ""))
    async with host_of(app) as host, httpx.AsyncClient(base_url=host.base_url) as http:
        yield http, here


async def test_what_takes_too_long_is_told_with_the_job_to_submit(
    hurried: tuple[httpx.AsyncClient, Services],
) -> None:
    http, here = hurried
    late = await http.post("/api/compare-contracts", json=comparison(STANDARD, OTHER))
    problem = late.json()
    assert (late.status_code, problem["batch_url"], late.headers.get("retry-after")) == (
        504,
        "/api/jobs/comparison",
        None,
    )
    here.model.will(OTHER, NeverThere(asyncio.Event(), ""))
    reading = await told(http, query("Which law governs?", OTHER))
    assert reading.names == ["chunk", "usage", "error"]
    problem = reading.events[-1].data
    assert (problem["status"], problem["batch_url"]) == (504, "/api/jobs/query")


async def _recorded(ports: Ports) -> JsonDocument:
    """The first call of the model on record, once it is there."""
    while True:
        page = await ports.model_usage.query(Query({"type": "model_usage"}), "system")
        if page.documents:
            return page.documents[0]
        await asyncio.sleep(0.01)


@asynccontextmanager
async def _serving(settings: Settings) -> AsyncIterator[tuple[httpx.AsyncClient, Ports]]:
    ports = connect(settings)
    app = create_app(settings, ports, JOB_TYPES)
    async with (
        host_of(app, options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
    ):
        yield http, ports
    await ports.close()
