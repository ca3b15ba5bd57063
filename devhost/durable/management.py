"""The durable management API over HTTP, as the durable extension 3.x serves it below `/runtime/webhooks`."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from dateutil.parser import ParserError, parse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from devhost.durable.entities import EntityStore, Operation
from devhost.durable.instances import Filter, Instance
from devhost.durable.links import PREFIX, management_links
from devhost.durable.operations import (
    InstanceExistsError,
    InstanceFinishedError,
    InstanceNotFoundError,
    Operations,
    UnknownOrchestratorError,
    WrongStateError,
)
from devhost.durable.payloads import entity_payload, history_payload, instance_payload
from devhost.durable.status import RuntimeStatus

_CONTINUATION = "x-ms-continuation-token"
_FORBIDDEN_IN_IDS = frozenset("/\\#?")

Endpoint = Callable[[Request], Awaitable[Response]]


class BadRequestError(Exception):
    """The caller's request makes no sense; the message says why."""


class ManagementApi:
    """The endpoints; `router` is the ASGI app that serves them."""

    def __init__(self, operations: Operations, entities: EntityStore, hub: str) -> None:
        self._operations = operations
        self._entities = entities
        self._hub = hub
        table: list[tuple[str, str, Endpoint]] = [
            ("POST", "/orchestrators/{name}", self._start),
            ("POST", "/orchestrators/{name}/{id}", self._start),
            ("GET", "/instances", self._list),
            ("GET", "/instances/", self._list),
            ("DELETE", "/instances", self._purge_matching),
            ("DELETE", "/instances/", self._purge_matching),
            ("GET", "/instances/{id}", self._status),
            ("DELETE", "/instances/{id}", self._purge),
            ("POST", "/instances/{id}/raiseEvent/{event:path}", self._raise_event),
            ("POST", "/instances/{id}/terminate", self._terminate),
            ("POST", "/instances/{id}/suspend", self._suspend),
            ("POST", "/instances/{id}/resume", self._resume),
            ("POST", "/instances/{id}/rewind", self._rewind),
            ("POST", "/instances/{id}/restart", self._restart),
            ("GET", "/entities", self._list_entities),
            ("GET", "/entities/{name}", self._list_entities),
            ("GET", "/entities/{name}/{key}", self._entity_state),
            ("POST", "/entities/{name}/{key}", self._signal_entity),
            ("DELETE", "/entities/{name}/{key}", self._delete_entity),
        ]
        routes = [Route(PREFIX + path, _answering(end), methods=[method]) for method, path, end in table]
        self.router = Router(routes, redirect_slashes=False)

    async def _start(self, request: Request) -> Response:
        instance_id = request.path_params.get("id")
        if instance_id and (instance_id.startswith("@") or _FORBIDDEN_IN_IDS & set(instance_id)):
            raise BadRequestError(r"Instance IDs must not start with '@' nor contain '/', '\', '#' or '?'.")
        value = await _json_body(request)
        # The 1.x client sends the input's JSON text as a JSON string; the orchestrator reads that text.
        is_text = isinstance(value, str)
        text = value if is_text else None if value is None else json.dumps(value)
        name = request.path_params["name"]
        instance = self._operations.start(name, instance_id, text, input_is_text=is_text)
        return self._accepted(request, instance)

    def _accepted(self, request: Request, instance: Instance) -> Response:
        base_url = f"{request.url.scheme}://{request.url.netloc}"
        links = management_links(base_url, self._hub, instance.id)
        headers = {"Location": links["statusQueryGetUri"], "Retry-After": "10"}
        return JSONResponse(links, 202, headers)

    async def _status(self, request: Request) -> Response:
        instance = self._operations.find(request.path_params["id"])
        show_input = _flag(request, "showInput", default=True)
        body = instance_payload(instance, show_input=show_input)
        if _flag(request, "showHistory"):
            body["historyEvents"] = history_payload(
                instance.history, show_output=_flag(request, "showHistoryOutput"), show_input=show_input
            )
        if not instance.status.is_final:
            return JSONResponse(body, 202, {"Location": str(request.url), "Retry-After": "5"})
        failed = instance.status is RuntimeStatus.FAILED
        code = 500 if failed and _flag(request, "returnInternalServerErrorOnFailure") else 200
        return JSONResponse(body, code)

    async def _list(self, request: Request) -> Response:
        instances = self._operations.select(_filter(request))
        first = _number(request.headers.get(_CONTINUATION), _CONTINUATION) or 0
        top = _number(request.query_params.get("top"), "top")
        after = len(instances) if top is None else first + top
        show_input = _flag(request, "showInput", default=True)
        body = [instance_payload(i, show_input=show_input) for i in instances[first:after]]
        headers = {_CONTINUATION: str(after)} if after < len(instances) else {}
        return JSONResponse(body, headers=headers)

    async def _raise_event(self, request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise BadRequestError("Only application/json request content is supported")
        text = json.dumps(await _json_body(request))
        self._operations.raise_event(request.path_params["id"], request.path_params["event"], text)
        return Response(status_code=202)

    async def _terminate(self, request: Request) -> Response:
        self._operations.terminate(request.path_params["id"], _reason(request))
        return Response(status_code=202)

    async def _suspend(self, request: Request) -> Response:
        self._operations.suspend(request.path_params["id"], _reason(request))
        return Response(status_code=202)

    async def _resume(self, request: Request) -> Response:
        self._operations.resume(request.path_params["id"], _reason(request))
        return Response(status_code=202)

    async def _rewind(self, request: Request) -> Response:
        self._operations.rewind(request.path_params["id"])
        return Response(status_code=202)

    async def _restart(self, request: Request) -> Response:
        new_id = _flag(request, "restartWithNewInstanceId", default=True)
        return self._accepted(request, self._operations.restart(request.path_params["id"], new_id=new_id))

    async def _purge(self, request: Request) -> Response:
        return JSONResponse({"instancesDeleted": self._operations.purge(request.path_params["id"])})

    async def _purge_matching(self, request: Request) -> Response:
        wanted = _filter(request)
        if wanted.created_from is None:
            raise BadRequestError("Please provide value for 'createdTimeFrom' parameter.")
        count = self._operations.purge_matching(wanted)
        return JSONResponse({"instancesDeleted": count}) if count else Response(status_code=404)

    async def _list_entities(self, request: Request) -> Response:
        fetch = _flag(request, "fetchState")
        entities = self._entities.select(request.path_params.get("name"))
        return JSONResponse([entity_payload(entity, fetch_state=fetch) for entity in entities])

    async def _entity_state(self, request: Request) -> Response:
        entity = self._entities.get(request.path_params["name"], request.path_params["key"])
        if entity is None:
            return Response(status_code=404)
        return Response(entity.state, media_type="application/json")

    async def _signal_entity(self, request: Request) -> Response:
        value = await _json_body(request)
        text = None if value is None else json.dumps(value)
        return self._post(request, Operation(request.query_params.get("op", ""), text))

    async def _delete_entity(self, request: Request) -> Response:
        return self._post(request, Operation("delete", None))

    def _post(self, request: Request, operation: Operation) -> Response:
        self._entities.post(request.path_params["name"], request.path_params["key"], operation)
        return Response(status_code=202)


def _answering(endpoint: Endpoint) -> Endpoint:
    """The endpoint with the operations' errors told in the extension's way."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except InstanceNotFoundError:
            return Response(status_code=404)
        except InstanceFinishedError:
            return Response(status_code=410)
        except BadRequestError as error:
            return JSONResponse({"Message": str(error), "ExceptionMessage": str(error)}, 400)
        except UnknownOrchestratorError as error:
            return _problem(400, "System.ArgumentException", error)
        except (InstanceExistsError, WrongStateError) as error:
            return _problem(500, "System.InvalidOperationException", error)

    return answer


def _problem(status: int, kind: str, error: Exception) -> Response:
    message = "One or more of the arguments submitted is incorrect" if status < 500 else "Something went wrong"  # noqa: PLR2004 - the boundary between the caller's faults and the server's
    return JSONResponse({"Message": message, "ExceptionMessage": str(error), "ExceptionType": kind}, status)


async def _json_body(request: Request) -> Any:
    """The body as a JSON value; None when there is no body."""
    raw = await request.body()
    try:
        return json.loads(raw) if raw else None
    except ValueError as error:
        raise BadRequestError("Invalid JSON content") from error


def _filter(request: Request) -> Filter:
    given = ",".join(request.query_params.getlist("runtimeStatus"))
    return Filter(
        _moment(request, "createdTimeFrom"),
        _moment(request, "createdTimeTo"),
        frozenset(name.strip() for name in given.split(",") if name.strip()),
        request.query_params.get("instanceIdPrefix"),
    )


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        moment: datetime = parse(text)
    except (ParserError, OverflowError) as error:
        raise BadRequestError(f"'{name}' is not a date and time: {text!r}.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(text: str | None, name: str) -> int | None:
    if not text:
        return None
    if not text.isdigit():
        raise BadRequestError(f"'{name}' is not a number: {text!r}.")
    return int(text)


def _flag(request: Request, name: str, *, default: bool = False) -> bool:
    text = request.query_params.get(name)
    return default if text is None else text.strip().lower() == "true"


def _reason(request: Request) -> str:
    return request.query_params.get("reason", "")
