"""What a function's durable client posts to its own host."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from azure.durable_functions import DurableOrchestrationClient
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from devhost.durable import own_requests
from devhost.durable.links import client_binding

ADDRESS = "http://127.0.0.1:9"
"""Where nobody listens: what reaches the network fails."""


@pytest.fixture
async def seen() -> AsyncIterator[list[tuple[str, object]]]:
    requests: list[tuple[str, object]] = []

    async def api(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        requests.append((request.url.path, json.loads(await request.body())))
        refused = request.url.path.endswith("/taken")
        answer: Response = JSONResponse("refused", 500) if refused else JSONResponse({"id": "one"}, 202)
        await answer(scope, receive, send)

    own_requests.answer(ADDRESS, api)
    yield requests
    own_requests.answer_no_more(ADDRESS)


async def test_a_start_reaches_the_api_without_a_connection(seen: list[tuple[str, object]]) -> None:
    client = DurableOrchestrationClient(client_binding(ADDRESS, "Hub"))
    assert await client.start_new("job", "one two", {"n": 1}) == "one"
    assert seen == [("/runtime/webhooks/durabletask/orchestrators/job/one two", '{"n": 1}')]


async def test_a_refusal_is_the_clients_error(seen: list[tuple[str, object]]) -> None:
    client = DurableOrchestrationClient(client_binding(ADDRESS, "Hub"))
    with pytest.raises(Exception, match="refused"):
        await client.start_new("job", "taken", None)
    assert len(seen) == 1


async def test_everything_else_goes_through_the_network(seen: list[tuple[str, object]]) -> None:
    client = DurableOrchestrationClient(client_binding(ADDRESS, "Hub"))
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.raise_event("one", "arrived", 1)
    assert seen == []


async def test_a_start_for_a_host_that_stopped_goes_through_the_network(seen: list[tuple[str, object]]) -> None:
    own_requests.answer_no_more(ADDRESS)
    client = DurableOrchestrationClient(client_binding(ADDRESS, "Hub"))
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.start_new("job", "one", None)
    assert seen == []
