"""Starts the orchestrations of this very host without a way through the network.

The 1.x client of a function posts to the management API of the host that runs it. Both are in one process here, where a
connection, two parsers and two trips through the event loop cost more than the work: a start for our own address is
handed to the API as it is. Every other request goes where it went: events, for example, keep their distance to what
was sent before them. This belongs to the local host alone, as `library_costs`.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import azure.durable_functions
from starlette.types import ASGIApp, Message, Scope

from devhost.durable.links import PREFIX

_STARTS = f"{PREFIX}/orchestrators/"
_Post = Callable[..., Awaitable[list[Any]]]

# The package exports the class under its module's own name, so the module is reached by sys.modules.
_module: Any = sys.modules[f"{azure.durable_functions.__name__}.models.DurableOrchestrationClient"]
_post_over_network: _Post = _module.post_async_request
_apis: dict[str, ASGIApp] = {}


def answer(base_url: str, api: ASGIApp) -> None:
    """Hand what clients post to this address to `api` from now on."""
    _apis[base_url] = api
    _module.post_async_request = _post


def answer_no_more(base_url: str) -> None:
    """Let requests to this address go through the network again."""
    _apis.pop(base_url, None)


async def _post(url: str, data: Any = None, *tracing: Any, **named: Any) -> list[Any]:
    """As the library's `post_async_request`: the status and the JSON body."""
    place = urlsplit(url)
    api = _apis.get(f"{place.scheme}://{place.netloc}")
    if api is None or not place.path.startswith(_STARTS):
        return await _post_over_network(url, data, *tracing, **named)
    exchange = _Exchange(json.dumps(data).encode())
    await api(_scope(place.netloc, place.path, place.query), exchange.receive, exchange.send)
    return [exchange.status, json.loads(exchange.body) if exchange.body else None]


def _scope(netloc: str, path: str, query: str) -> Scope:
    host, _, port = netloc.rpartition(":")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": quote(path, safe="/%").encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", netloc.encode()), (b"content-type", b"application/json")],
        "client": None,
        "server": (host, int(port)),
    }


class _Exchange:
    """The two ends of one request that the API sees."""

    def __init__(self, body: bytes) -> None:
        self._request = body
        self.status = 0
        self.body = b""

    async def receive(self) -> Message:
        return {"type": "http.request", "body": self._request, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.body += message.get("body", b"")
