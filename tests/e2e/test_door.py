"""What every answer carries, who may call from a browser, and how often one caller may start something."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from api.openapi.catalogue import catalogue
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.hosting import host_of

PAGE = "https://app.example"
TEXT = {"text": "1. Term. One year."}
ASKED = {"Origin": PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}

EXPOSED = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Location, Retry-After"


@asynccontextmanager
async def serving(**settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    chosen = Settings.model_validate({"store": "memory"} | settings)
    ports = connect(chosen)
    async with (
        host_of(create_app(chosen, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url) as client,
    ):
        yield client
    await ports.close()


def cors_of(answer: httpx.Response) -> dict[str, str]:
    kept = ("access-control-", "vary")
    return {name: value for name, value in answer.headers.items() if name.startswith(kept)}


@pytest.mark.parametrize("path", ["/api/contracts", "/api/jobs/none", "/api/jobs/user/x?limit=0"])
async def test_no_answer_is_kept_by_a_cache_or_taken_for_something_else(path: str) -> None:
    async with serving() as http:
        answer = await http.get(path)
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")


async def test_a_page_of_a_listed_origin_is_told_before_it_calls_what_it_may_send() -> None:
    async with serving(cors_origins=f"http://localhost:4200, {PAGE}/") as http:
        answer = await http.options("/api/jobs/comparison", headers=ASKED)
    assert (answer.status_code, answer.content) == (204, b"")
    assert cors_of(answer) == {
        "access-control-allow-origin": PAGE,
        "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, If-Range, Last-Event-ID, Range",
        "access-control-max-age": "600",
        "access-control-expose-headers": EXPOSED,
        "vary": "Origin",
    }


async def test_a_page_may_use_every_method_that_there_is() -> None:
    methods = {operation.method for operation in catalogue(JOB_TYPES)}
    async with serving(cors_origins=PAGE) as http:
        answer = await http.options("/api/jobs/comparison", headers=ASKED)
    assert methods == set(answer.headers["access-control-allow-methods"].split(", "))


@pytest.mark.parametrize("origin", ["https://app.example.evil.example", "http://app.example", "null", "https://app"])
async def test_a_page_of_another_origin_is_told_nothing(origin: str) -> None:
    async with serving(cors_origins=PAGE) as http:
        asked = await http.options("/api/contracts", headers=ASKED | {"Origin": origin})
        called = await http.get("/api/contracts", headers={"Origin": origin})
    assert cors_of(asked) == cors_of(called) == {"vary": "Origin"}


async def test_without_listed_origins_no_page_of_another_may_call() -> None:
    async with serving() as http:
        assert cors_of(await http.options("/api/contracts", headers=ASKED)) == {}


async def test_a_star_lets_every_page_call_without_cookies() -> None:
    async with serving(cors_origins="*") as http:
        answer = await http.get("/api/contracts", headers={"Origin": PAGE})
    assert cors_of(answer) == {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": EXPOSED,
    }


@pytest.mark.parametrize(
    ("path", "status"), [("contracts", 200), ("jobs/none", 404), ("jobs/user/x?limit=0", 400), ("contracts/a%20b", 404)]
)
async def test_answers_and_errors_can_be_read_by_the_page(path: str, status: int) -> None:
    async with serving(cors_origins=PAGE) as http:
        answer = await http.get(f"/api/{path}", headers={"Origin": PAGE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, PAGE)


async def test_a_page_can_read_that_its_user_is_not_signed_in() -> None:
    async with serving(cors_origins=PAGE, auth_mode="easyauth") as http:
        answer = await http.get("/api/contracts", headers={"Origin": PAGE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, PAGE)


async def test_a_caller_who_starts_too_much_is_told_how_long_to_wait_and_may_still_read() -> None:
    async with serving(cors_origins=PAGE, starts_per_minute=2) as http:
        started = [await http.post("/api/contracts", json=TEXT, headers={"Origin": PAGE}) for _ in range(3)]
        job = await http.post("/api/jobs/comparison", json={})
        reading = await http.get("/api/contracts")
    assert [answer.status_code for answer in started] == [201, 201, 429]
    assert (job.status_code, reading.status_code) == (429, 200)
    refused = started[-1]
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert refused.headers["access-control-allow-origin"] == PAGE
    assert refused.json()["title"] == "Too much for now"
