import asyncio
import socket
import time

import aiohttp
import pytest
from azure.durable_functions.models.utils import http_utils

from devhost import Host, HostOptions, HostSettings
from tests.devhost.driving import cases_app, observed, unique, until

Session = aiohttp.ClientSession


async def test_a_starter_answers_with_links_that_lead_to_the_result(host: Host, http: Session) -> None:
    async with http.post(f"{host.base_url}/api/start/chain?id=by-http", json=3) as response:
        assert response.status == 202
        links = await response.json()
        assert response.headers["Location"] == links["statusQueryGetUri"]

    async def completed() -> bool:
        async with http.get(links["statusQueryGetUri"]) as response:
            assert response.status in (200, 202)
            return response.status == 200 and (await response.json())["output"]["number"] == 6

    await until(completed)


async def test_a_stream_arrives_while_it_is_made(host: Host, http: Session) -> None:
    async with http.get(f"{host.base_url}/api/follow/50") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        text = await response.text()
    assert text.endswith("data: Completed\n\ndata: 1225\n\n")


async def test_a_caller_that_goes_away_cancels_the_stream_and_its_finally_runs(host: Host) -> None:
    mark = unique("stream")
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{host.base_url}/api/endless/{mark}")
        assert await response.content.readline() == b"tick\n"
        response.close()
    await until(lambda: f"{mark} finally" in observed().streams_closed)
    assert f"{mark} cancelled" in observed().streams_closed


async def test_a_stream_that_runs_at_shutdown_is_ended(host: Host, http: Session) -> None:
    mark = unique("stream")
    async with http.get(f"{host.base_url}/api/endless/{mark}") as response:
        await response.content.readline()
        await host.stop()
        await until(lambda: f"{mark} finally" in observed().streams_closed)


async def test_an_event_stream_holds_no_shutdown_up_and_comes_to_a_proper_end(http: Session) -> None:
    mark = unique("stream")
    host = Host(cases_app(), options=HostOptions(shutdown_grace=30))
    await host.start()
    async with http.get(f"{host.base_url}/api/silent/{mark}") as response:
        await response.content.readline()
        began = time.monotonic()
        await host.stop()
        assert time.monotonic() - began < 5
        assert await response.read() == b"\n"
    assert {f"{mark} cancelled", f"{mark} finally"} <= set(observed().streams_closed)


async def test_a_caller_that_leaves_a_silent_stream_cancels_it(host: Host) -> None:
    mark = unique("stream")
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{host.base_url}/api/silent/{mark}")
        await response.content.readline()
        response.close()
        await until(lambda: f"{mark} finally" in observed().streams_closed)


async def test_a_function_that_raises_is_a_500_and_the_host_lives_on(host: Host, http: Session) -> None:
    for _ in range(2):
        async with http.get(f"{host.base_url}/api/broken") as response:
            assert response.status == 500


async def test_a_function_that_returns_none_is_a_500(host: Host, http: Session) -> None:
    async with http.get(f"{host.base_url}/api/nothing") as response:
        assert response.status == 500


async def test_a_stream_that_breaks_is_cut_off(host: Host, http: Session) -> None:
    async with http.get(f"{host.base_url}/api/broken-stream") as response:
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


async def test_a_function_sees_path_query_and_body(host: Host, http: Session) -> None:
    async with http.put(f"{host.base_url}/api/echo/a%2Fb/c?x=1", data="hello") as response:
        seen = await response.json()
    assert seen == {"path": {"rest": "a/b/c"}, "query": {"x": "1"}, "method": "PUT", "body": "hello"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/api"), ("GET", "/api/start/chain"), ("GET", "/echo/x"), ("GET", "/api/follow/many")],
)
async def test_no_function_means_a_404(host: Host, http: Session, method: str, path: str) -> None:
    async with http.request(method, host.base_url + path) as response:
        assert response.status == 404


async def test_plain_functions_run_beside_the_loop(host: Host, http: Session) -> None:
    async with http.get(f"{host.base_url}/api/PLAIN") as response:
        assert await response.json() == {"on the loop": False}


async def test_many_requests_are_answered_side_by_side(host: Host, http: Session) -> None:
    async def ask(number: int) -> str:
        async with http.get(f"{host.base_url}/api/echo/{number}") as response:
            rest: str = (await response.json())["path"]["rest"]
            return rest

    assert await asyncio.gather(*map(ask, range(40))) == [str(number) for number in range(40)]


async def test_small_answers_are_sent_at_once(host: Host, http: Session) -> None:
    """With Nagle's algorithm on, every small answer would wait some 40 ms for the caller's acknowledgement."""
    async with http.get(f"{host.base_url}/api/endless/nagle"):
        (connection,) = host._server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


async def test_a_stopped_host_leaves_no_client_session_open(host: Host, http: Session) -> None:
    asking = asyncio.create_task(http.post(f"{host.base_url}/api/start-late/one_step"))
    await until(lambda: observed().running > 0)
    await host.stop()
    assert (await asking).status == 202
    assert http_utils._client_session is None


async def test_activities_that_wait_for_their_turn_do_not_begin_at_shutdown() -> None:
    observed().reset_peak()
    settings, options = HostSettings(max_activities=2), HostOptions(shutdown_grace=5)
    async with Host(cases_app(), settings=settings, options=options) as host:
        order = {"activity": "sleep_on_loop", "seconds": 0.1, "count": 200}
        await host.durable_client().start_new("fan_out_sleeping", None, order)
        await until(lambda: observed().running == 2)
    assert observed().total == 2
