"""Request bodies, read with a limit: a body that is too large is never held whole."""

import json
from collections.abc import AsyncGenerator
from io import BytesIO
from typing import Any

from azurefunctions.extensions.http.fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from api.problems import BodyTooLargeError, UnsupportedMediaTypeError
from shared.errors import Fault, InvalidRequestError

MAX_REQUEST_BYTES = 2_000_000
"""Of the request of a job, or of a call in real time."""


def media_type(request: Request) -> str:
    """The kind of the body by its header, without parameters, in lower case; empty when there is none."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()


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


async def whole_body(request: Request, limit: int) -> bytes:
    """The body in one piece, which is in memory once.

    Raises:
        BodyTooLargeError: it is over `limit` bytes.
    """
    held = BytesIO()
    async for chunk in limited(request, limit):
        held.write(chunk)
    return held.getvalue()  # which shares its memory: joining a list of chunks would hold all of it twice


async def json_body(request: Request, limit: int) -> object:
    """The body as JSON.

    Raises:
        BodyTooLargeError: it is over `limit` bytes.
        InvalidRequestError: it is not JSON.
    """
    raw = await whole_body(request, limit)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise InvalidRequestError([Fault("", "The body is not valid JSON.")]) from None


async def json_object(request: Request, limit: int) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        BodyTooLargeError: it is over `limit` bytes.
        InvalidRequestError: it is not JSON, or no object.
    """
    body = await json_body(request, limit)
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    return body


async def json_request(request: Request, limit: int) -> object:
    """The body of a request that must be JSON by its header too.

    Raises:
        UnsupportedMediaTypeError: its header names another kind.
        BodyTooLargeError, InvalidRequestError: see json_body.
    """
    if media_type(request) != "application/json":
        raise UnsupportedMediaTypeError("Send the request as application/json.")
    return await json_body(request, limit)


async def multipart_body(request: Request, limit: int, max_files: int) -> FormData:
    """The fields and files of the body, names and fields in UTF-8. Close the form after use.

    Raises:
        BodyTooLargeError: it is over `limit` bytes.
        InvalidRequestError: it is not multipart, lacks its boundary, or has over `max_files` files.
    """
    parser = MultiPartParser(_with_boundary_only(request), limited(request, limit), max_files=max_files)
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise InvalidRequestError([Fault("", f"The multipart body cannot be read: {error.message}")]) from None


def _with_boundary_only(request: Request) -> Headers:
    # The parser would decode with any codec that a `charset` beside the boundary names, and some codecs only raise.
    _, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if boundary is None:
        return Headers({"content-type": "multipart/form-data"})
    quoted = boundary.decode("latin-1").replace("\\", "\\\\").replace('"', '\\"')
    return Headers({"content-type": f'multipart/form-data; boundary="{quoted}"'})


def _too_large(limit: int) -> BodyTooLargeError:
    return BodyTooLargeError(f"The request's body may have at most {limit / 1_000_000:g} MB.")
