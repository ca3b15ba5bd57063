"""Streams over HTTP: what a client sees, and what is left when it goes away."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from azure.durable_functions import DFApp
from azure.functions import AuthLevel

from adapters.callers.nobody_asked import NobodyAsked
from api.door import Door
from api.origins import Origins
from api.starts import StartLimit
from api.streams import streams
from devhost import Host, HostOptions
from shared.domain.caller import Caller
from shared.domain.job import JobStatus
from shared.domain.transitions import transition
from shared.ports.callers import Callers
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.conftest import EVERYWHERE
from tests.e2e.hosting import host_of
from tests.fakes.builders import reference
from tests.fakes.listening import Reading
from tests.fakes.services import Services, services

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


async def test_the_stream_of_a_user_tells_of_jobs_that_come_and_end_while_it_is_open(app: AppClient) -> None:
    standard, other = await app.add_text(), await app.add_text()
    reading = Reading()
    async with asyncio.timeout(PATIENCE_SECONDS), app.http.stream("GET", "/api/jobs/user/system/stream") as answer:
        lines = answer.aiter_lines()
        reading.line(await anext(lines))
        job_ids = {(await app.submit(comparison(standard, other)))["job_id"] for _ in range(3)}
        while {event.data["id"] for event in reading.events if event.name == "job_completed"} != job_ids:
            reading.line(await anext(lines))
    again = Reading()
    headers = {"Last-Event-ID": reading.last_id}
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        app.http.stream("GET", "/api/jobs/user/system/stream", headers=headers) as answer,
    ):
        async for line in answer.aiter_lines():
            again.line(line)
            if {event.data["id"] for event in again.events if event.name == "job_completed"} == job_ids:
                break


def a_door(callers: Callers, here: Services) -> Door:
    return Door(callers, StartLimit(0, here.clock), Origins(""))


@pytest.fixture
async def slow_host() -> AsyncIterator[tuple[Host, Services]]:
    """A host whose services can be looked into, with a job that nobody works on."""
    here = await services().with_job()
    await here.jobs.change(reference(), lambda it: transition(it, JobStatus.PROCESSING, here.clock.now()))
    blueprint = streams(a_door(NobodyAsked(), here), here.reader, here.streams)
    app = DFApp(http_auth_level=AuthLevel.ANONYMOUS)
    app.register_functions(blueprint)
    async with host_of(app, options=HostOptions(shutdown_grace=30)) as host:
        yield host, here


async def test_clients_that_go_away_free_everything(slow_host: tuple[Host, Services]) -> None:
    host, here = slow_host
    readers: list[AsyncIterator[str]] = []
    async with many_connections(host.base_url) as http, AsyncExitStack() as connections:
        for path in ("/api/jobs/job-1/stream", "/api/jobs/user/ann/stream") * 10:
            answer = await connections.enter_async_context(http.stream("GET", path))
            # A reader that nobody holds would close its connection.
            readers.append(answer.aiter_lines())
            assert await anext(readers[-1]) == "retry: 1000"
        assert (here.feed.open_streams, here.feed.watches) == (20, 2)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while here.feed.open_streams:
            await asyncio.sleep(0.01)
    assert (here.feed.watches, here.clock.sleepers) == (0, 0)


async def test_open_streams_do_not_hold_up_the_end_of_the_host(slow_host: tuple[Host, Services]) -> None:
    host, here = slow_host
    async with many_connections(host.base_url) as http, http.stream("GET", "/api/jobs/job-1/stream") as answer:
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        began = time.monotonic()
        await host.stop()
        assert time.monotonic() - began < 5
        assert "event: error" not in [line async for line in lines]
    assert here.feed.open_streams == 0


async def test_the_stream_of_somebody_else_is_not_found() -> None:
    here = await services().with_job()
    app = DFApp(http_auth_level=AuthLevel.ANONYMOUS)
    app.register_functions(streams(a_door(Bob(), here), here.reader, here.streams))
    async with host_of(app) as host, httpx.AsyncClient(base_url=host.base_url) as http:
        for path in ("/api/jobs/job-1/stream", "/api/jobs/user/ann/stream"):
            answer = await http.get(path)
            assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


class Bob:
    """Takes everybody for bob."""

    async def identify(self, headers: Mapping[str, str]) -> Caller:
        assert headers
        return Caller("bob")
