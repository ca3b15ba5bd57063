"""The part of the Storage queues' REST protocol that apps and triggers use, over queues in memory."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from devhost.queues import wire
from devhost.queues.faults import QueueServiceError, invalid_name, not_supported, out_of_range, too_large
from devhost.queues.names import is_queue_name
from devhost.queues.store import WEEK, QueueStore

_WEEK_SECONDS = int(WEEK.total_seconds())
_MAX_LIFETIME_SECONDS = 2**31 - 1
_MAX_AT_ONCE = 32
_MAX_TEXT_BYTES = 64 * 1024
_DEFAULT_HIDDEN_SECONDS = 30

Endpoint = Callable[[Request], Awaitable[Response]]


class QueueProtocol:
    """The endpoints below one account's path; `router` is the ASGI app that serves them."""

    def __init__(self, store: QueueStore, account: str) -> None:
        self._store = store
        queue, messages = f"/{account}/{{queue}}", f"/{account}/{{queue}}/messages"
        table: list[tuple[str, str, Endpoint]] = [
            ("PUT", queue, self._create),
            ("DELETE", queue, self._drop),
            ("GET", queue, self._properties),
            ("HEAD", queue, self._properties),
            ("POST", messages, self._put),
            ("GET", messages, self._get),
            ("DELETE", messages, self._clear),
            ("PUT", messages + "/{id}", self._update),
            ("DELETE", messages + "/{id}", self._remove),
        ]
        routes = [Route(path, _answering(endpoint), methods=[method]) for method, path, endpoint in table]
        self.router = Router(routes, redirect_slashes=False)

    async def _create(self, request: Request) -> Response:
        name = _queue(request)
        if "comp" in request.query_params:
            raise not_supported()
        if not is_queue_name(name):
            raise invalid_name(name)
        return Response(status_code=201 if self._store.create(name) else 204)

    async def _drop(self, request: Request) -> Response:
        self._store.drop(_queue(request))
        return Response(status_code=204)

    async def _properties(self, request: Request) -> Response:
        if request.query_params.get("comp") != "metadata":
            raise not_supported()
        return Response(headers={"x-ms-approximate-messages-count": str(self._store.count(_queue(request)))})

    async def _put(self, request: Request) -> Response:
        text = await _text(request) or ""
        seconds = _number(request, "messagettl", -1, _MAX_LIFETIME_SECONDS, _WEEK_SECONDS)
        lifetime = None if seconds == -1 else timedelta(seconds=seconds)
        return wire.sent(self._store.put(_queue(request), text, _hidden(request, 0), lifetime))

    async def _get(self, request: Request) -> Response:
        count = _number(request, "numofmessages", 1, _MAX_AT_ONCE, 1)
        if request.query_params.get("peekonly") == "true":
            return wire.peeked(self._store.peek(_queue(request), count))
        return wire.taken(self._store.take(_queue(request), count, _hidden(request, _DEFAULT_HIDDEN_SECONDS)))

    async def _clear(self, request: Request) -> Response:
        self._store.clear(_queue(request))
        return Response(status_code=204)

    async def _update(self, request: Request) -> Response:
        text = await _text(request)
        message = self._store.update(_queue(request), *_message(request), _hidden(request, 0), text)
        return wire.updated(message)

    async def _remove(self, request: Request) -> Response:
        self._store.remove(_queue(request), *_message(request))
        return Response(status_code=204)


def _answering(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except QueueServiceError as fault:
            return wire.refused(fault)

    return answer


def _queue(request: Request) -> str:
    return str(request.path_params["queue"])


def _message(request: Request) -> tuple[str, str]:
    return request.path_params["id"], request.query_params.get("popreceipt", "")


async def _text(request: Request) -> str | None:
    text = wire.text_of(await request.body())
    if text is not None and len(text.encode()) > _MAX_TEXT_BYTES:
        raise too_large(_MAX_TEXT_BYTES)
    return text


def _hidden(request: Request, default: int) -> timedelta:
    return timedelta(seconds=_number(request, "visibilitytimeout", 0, _WEEK_SECONDS, default))


def _number(request: Request, name: str, low: int, high: int, default: int) -> int:
    text = request.query_params.get(name, str(default))
    number = int(text) if text.lstrip("-").isdecimal() else low - 1
    if not low <= number <= high:
        raise out_of_range(name, low, high)
    return number
