"""Serves HTTP functions: finds the function by route, gives it its kind of request, sends what it returns."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import azure.functions as func
import fastapi
from fastapi.encoders import jsonable_encoder
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from devhost.bindings import http_methods
from devhost.functions import AppFunction
from devhost.invocation import Invoker
from devhost.precedence import Precedence
from devhost.routing import RouteTemplate

_EVENT_STREAM = "text/event-stream"

_log = logging.getLogger(__name__)


class HttpFunctions:
    """An ASGI app of all HTTP functions.

    Args:
        functions: The app's HTTP functions.
        invoker: Calls them.
        prefix: `routePrefix` of host.json, without slashes at its ends.
        fastapi: Whether the app speaks FastAPI's request and response types.
        precedence: Told of every request.
    """

    def __init__(
        self,
        functions: Iterable[AppFunction],
        invoker: Invoker,
        prefix: str,
        *,
        fastapi: bool,
        precedence: Precedence,
    ) -> None:
        routes = [(RouteTemplate(f.trigger.route), frozenset(http_methods(f)), f) for f in functions]
        self._routes = sorted(routes, key=lambda route: route[0].order)
        self._invoker = invoker
        self._prefix = f"/{prefix}/" if prefix else "/"
        self._fastapi = fastapi
        self._precedence = precedence
        self._stopped = asyncio.Event()
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a path no function has is a 404."""
        found = self._find(scope)
        if found is None:
            await Response(status_code=404)(scope, receive, send)
            return
        if self._stopped.is_set():
            await PlainTextResponse("The host is stopping.", 503)(scope, receive, send)
            return
        function, parameters = found
        self._running += 1
        self._idle.clear()
        try:
            with self._precedence.request() as answered:
                await self._serve(function, {**scope, "path_params": parameters}, receive, _Sending(send, answered))
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def stop(self, grace: float) -> None:
        """Begin no more requests; return when those that run have ended, or after `grace` seconds.

        Event streams, which would go on for ever, are ended at once.
        """
        self._stopped.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace)

    def _find(self, scope: Scope) -> tuple[AppFunction, dict[str, str]] | None:
        # The raw path, since an encoded slash is a part of its segment.
        path = scope["raw_path"].decode("ascii").partition("?")[0]
        if not f"{path}/".lower().startswith(self._prefix.lower()):
            return None
        for template, methods, function in self._routes:
            if methods and scope["method"] not in methods:
                continue
            parameters = template.match(path[len(self._prefix) :])
            if parameters is not None:
                return function, parameters
        return None

    async def _serve(self, function: AppFunction, scope: Scope, receive: Receive, send: "_Sending") -> None:
        try:
            async with self._invoker.time_limit(function):
                response = await self._respond(function, scope, receive, send)
                await self._answer(response, scope, receive, send)
        except Exception:  # noqa: BLE001 - a failed function is a 500 and the host lives on
            _log.exception("HTTP function '%s' failed.", function.name)
            if not send.started:
                await PlainTextResponse("Internal Server Error", 500)(scope, receive, send)

    async def _answer(self, response: Response, scope: Scope, receive: Receive, send: "_Sending") -> None:
        if response.media_type != _EVENT_STREAM:
            await response(scope, receive, send)
            return
        await response(scope, _until(self._stopped, receive), send)
        if self._stopped.is_set() and not send.finished:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _respond(self, function: AppFunction, scope: Scope, receive: Receive, send: Send) -> Response:
        request = Request(scope, receive, send)
        if not self._fastapi:
            return _classic_response(await self._invoker.call_unlimited(function, await _classic_request(request)))
        try:
            returned = await self._invoker.call_unlimited(function, _fastapi_request(scope, receive, send))
        except HTTPException as error:
            _log.warning("HTTP function '%s' raised %r; return a response instead.", function.name, error)
            return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
        return _fastapi_response(function, returned)


class _Sending:
    """A send channel that knows how far a response is."""

    def __init__(self, send: Send, started: Callable[[], None]) -> None:
        self._send = send
        self._on_start = started
        self.started = False
        self.finished = False

    async def __call__(self, message: Message) -> None:
        if not self.started:
            self.started = True
            self._on_start()
        self.finished = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)


def _until(stopped: asyncio.Event, receive: Receive) -> Receive:
    """A receive channel on which the client seems to go away when the host stops."""

    async def received() -> Message:
        stopping = asyncio.ensure_future(stopped.wait())
        message = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({stopping, message}, return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            stopping.cancel()
            message.cancel()

    return received


def _fastapi_request(scope: Scope, receive: Receive, send: Send) -> Request:
    return fastapi.Request(scope, receive, send)


def _fastapi_response(function: AppFunction, returned: Any) -> Response:
    if isinstance(returned, Response):
        return returned
    if returned is None:
        raise TypeError(f"HTTP function '{function.name}' returned None: return a Response.")
    return JSONResponse(jsonable_encoder(returned))


async def _classic_request(request: Request) -> func.HttpRequest:
    return func.HttpRequest(
        request.method,
        str(request.url),
        headers=dict(request.headers),
        params=dict(request.query_params),
        route_params=dict(request.path_params),
        body=await request.body(),
    )


def _classic_response(returned: Any) -> Response:
    if returned is None:
        return Response(status_code=204)
    if isinstance(returned, str):
        return PlainTextResponse(returned)
    if not isinstance(returned, func.HttpResponse):
        raise TypeError(f"An HTTP function returned {type(returned).__name__}: return func.HttpResponse or str.")
    content_type = returned.headers.get("Content-Type") or f"{returned.mimetype}; charset={returned.charset}"
    response = Response(returned.get_body(), returned.status_code, media_type=content_type)
    for name, value in returned.headers.items():
        if name.lower() != "content-type":
            response.headers.append(name, value)
    return response
