"""Request bodies, read with a limit: a body that is too large is never held whole."""

import json
from collections.abc import AsyncGenerator

from azurefunctions.extensions.http.fastapi import Request

from api.problems import BodyTooLargeError
from shared.errors import Fault, InvalidRequestError


async def limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The chunks of the body.

    Raises:
        BodyTooLargeError: it is over `limit` bytes, by its header or by what arrived.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _too_large(limit)
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > limit:
            raise _too_large(limit)
        yield chunk


async def json_body(request: Request, limit: int) -> object:
    """The body as JSON.

    Raises:
        BodyTooLargeError: it is over `limit` bytes.
        InvalidRequestError: it is not JSON.
    """
    raw = b"".join([chunk async for chunk in limited(request, limit)])
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise InvalidRequestError([Fault("", "The body is not valid JSON.")]) from None


def _too_large(limit: int) -> BodyTooLargeError:
    return BodyTooLargeError(f"The request's body may have at most {limit / 1_000_000:g} MB.")
