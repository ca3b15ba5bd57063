"""The door every request comes through: who is there, and how answers and errors leave."""

import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec

from azurefunctions.extensions.http.fastapi import Request, Response

from api.origins import Origins
from api.problems import defect, problem
from api.starts import StartLimit
from shared.domain.caller import Caller
from shared.errors import ContractBatchError, ForbiddenError
from shared.ports.callers import Callers

_P = ParamSpec("_P")
_Handler = Callable[_P, Awaitable[Response]]
_EVERY_ANSWER = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Door:
    """Wraps the handlers of HTTP triggers: nobody gets past it unknown, and no exception leaves.

    The request's parameter of a handler is called `req`.
    """

    def __init__(self, callers: Callers, starts: StartLimit, origins: Origins) -> None:
        self.origins = origins
        self._callers = callers
        self._starts = starts

    def answers(self, handler: _Handler[_P]) -> _Handler[_P]:
        """A handler for callers who are known: `caller_of` tells it who."""

        async def identified(*args: _P.args, **kwargs: _P.kwargs) -> Response:
            request = _request_of(kwargs)
            request.state.caller = await self._callers.identify(request.headers)
            return await handler(*args, **kwargs)

        return functools.wraps(handler)(self._guarded(identified))

    def starts(self, handler: _Handler[_P]) -> _Handler[_P]:
        """The same for what starts something, which each caller may do so many times in a minute."""

        async def limited(*args: _P.args, **kwargs: _P.kwargs) -> Response:
            self._starts.take(caller_of(_request_of(kwargs)).user_id)
            return await handler(*args, **kwargs)

        return self.answers(functools.wraps(handler)(limited))

    def public(self, handler: _Handler[_P]) -> _Handler[_P]:
        """A handler for everybody, known or not."""
        return functools.wraps(handler)(self._guarded(handler))

    def _guarded(self, handler: _Handler[_P]) -> _Handler[_P]:
        """Turn every error of a handler into a problem document: the worker would close the connection."""

        async def guarded(*args: _P.args, **kwargs: _P.kwargs) -> Response:
            try:
                try:
                    answer = await handler(*args, **kwargs)
                except ContractBatchError as error:
                    answer = problem(error)
            except Exception as error:  # noqa: BLE001 - the last door: nothing may leave it as an exception
                answer = defect(error)
            return self._marked(answer, _request_of(kwargs))

        return guarded

    def _marked(self, answer: Response, request: Request) -> Response:
        """The answer with the headers that all of them have, unless it has its own."""
        for name, value in (_EVERY_ANSWER | self.origins.headers(request)).items():
            answer.headers.setdefault(name, value)
        return answer


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
