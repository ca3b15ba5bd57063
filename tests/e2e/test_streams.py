"""Streams over HTTP: what a client sees, and what is left when it goes away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.e2e.app_client import AppClient, comparison
from tests.e2e.conftest import EVERYWHERE
from tests.fakes.listening import Reading

PATIENCE_SECONDS = 60


async def read_to_end(http: httpx.AsyncClient, path: str, last_event_id: str = "") -> Reading:
    """A stream's events, up to its end."""
    reading = Reading()
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    async with asyncio.timeout(PATIENCE_SECONDS), http.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        async for line in answer.aiter_lines():
            reading.line(line)
    return reading


@asynccontextmanager
async def many_connections(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=base_url, timeout=PATIENCE_SECONDS, limits=limits) as client:
        yield client


@EVERYWHERE
async def test_a_stream_tells_of_a_job_up_to_its_end(app: AppClient) -> None:
    standard, other = await app.add_text(), await app.add_text()
    job_id = (await app.submit(comparison(standard, other)))["job_id"]
    reading = await read_to_end(app.http, f"/api/jobs/{job_id}/stream")
    assert set(reading.names[:-1]) <= {"progress"}
    job = await app.job(job_id)
    last = reading.events[-1]
    assert (last.name, last.data["result_id"]) == ("completed", job["result_id"])
    assert last.data["progress"] == job["progress"]

    known = await app.http.get(f"/api/jobs/{job_id}/stream", headers={"Last-Event-ID": reading.last_id})
    assert (known.status_code, known.content) == (204, b"")
    assert (await read_to_end(app.http, f"/api/jobs/{job_id}/stream")).names == ["completed"]


async def test_a_stream_is_not_kept_back_on_its_way(app: AppClient) -> None:
    standard, other = await app.add_text(), await app.add_text()
    job_id = (await app.submit(comparison(standard, other)))["job_id"]
    async with app.http.stream("GET", f"/api/jobs/{job_id}/stream") as answer:
        headers = answer.headers
        await answer.aread()
    assert headers["Content-Type"].startswith("text/event-stream")
    assert "no-cache" in headers["Cache-Control"]
    assert headers["X-Accel-Buffering"] == "no"


async def test_a_job_that_is_none_has_no_stream(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/jobs/nobody/stream")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


async def test_two_hundred_streams_at_once_all_see_the_end(app: AppClient, base_url: str) -> None:
    standard = await app.add_text()
    others = [await app.add_text() for _ in range(10)]
    job_ids = [(await app.submit(comparison(standard, *others)))["job_id"] for _ in range(4)]
    async with many_connections(base_url) as http:
        paths = [f"/api/jobs/{job_id}/stream" for job_id in job_ids for _ in range(50)]
        readings = await asyncio.gather(*(read_to_end(http, path) for path in paths))
    assert [reading.names[-1] for reading in readings] == ["completed"] * 200
