"""The door every request comes through: who is there, and how errors leave."""

import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec

from azurefunctions.extensions.http.fastapi import Request, Response

from api.problems import defect, problem
from shared.domain.caller import Caller
from shared.errors import ContractBatchError, ForbiddenError
from shared.ports.callers import Callers

_P = ParamSpec("_P")
_Handler = Callable[_P, Awaitable[Response]]


class Door:
    """Wraps the handlers of HTTP triggers: nobody gets past it unknown, and no exception leaves."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def answers(self, handler: _Handler[_P]) -> _Handler[_P]:
        """A handler for callers who are known: `caller_of` tells it who. Its request's parameter is called `req`."""

        async def identified(*args: _P.args, **kwargs: _P.kwargs) -> Response:
            request = _request_of(kwargs)
            request.state.caller = await self._callers.identify(request.headers)
            return await handler(*args, **kwargs)

        return functools.wraps(handler)(self._guarded(identified))

    def public(self, handler: _Handler[_P]) -> _Handler[_P]:
        """A handler for everybody, known or not."""
        return functools.wraps(handler)(self._guarded(handler))

    def _guarded(self, handler: _Handler[_P]) -> _Handler[_P]:
        """Turn every error of a handler into a problem document: the worker would close the connection."""

        async def guarded(*args: _P.args, **kwargs: _P.kwargs) -> Response:
            try:
                try:
                    return await handler(*args, **kwargs)
                except ContractBatchError as error:
                    return problem(error)
            except Exception as error:  # noqa: BLE001 - the last door: nothing may leave it as an exception
                return defect(error)

        return guarded


def caller_of(request: Request) -> Caller:
    """Who sent the request, after the door let it in."""
    caller: Caller = request.state.caller
    return caller


def admin_of(request: Request) -> Caller:
    """The same, for what only administrators may do.

    Raises:
        ForbiddenError: the caller is none.
    """
    caller = caller_of(request)
    if not caller.is_admin:
        raise ForbiddenError("Only administrators may do this.")
    return caller


def _request_of(arguments: dict[str, object]) -> Request:
    request = arguments["req"]
    assert isinstance(request, Request)  # noqa: S101 - the host passes a trigger's argument under its name
    return request
