"""Answers that are a file, or the range of it that the request asks for (RFC 9110)."""

import re
from collections.abc import AsyncIterator, Callable

from azurefunctions.extensions.http.fastapi import Request, Response, StreamingResponse

from api.downloads import attachment
from api.problems import RangeNotSatisfiableError

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)

OpenRange = Callable[[int, int], AsyncIterator[bytes]]
"""The bytes from a place up to but not including another."""


async def ranged(
    request: Request, *, size: int, etag: str, media_type: str, filename: str, open_range: OpenRange
) -> Response:
    """The file as an attachment, streamed: whole with 200, or the one range that `Range` names with 206.

    A header with several ranges, or in another unit, is passed over, as the standard allows; so is one that comes with
    an `If-Range` for another version of the file. The first chunk is read before the answer begins, so that a file that
    cannot be read is an error and no broken answer.

    Raises:
        NotFoundError, TemporaryError: what `open_range` raises at its beginning.
        RangeNotSatisfiableError: the range begins behind the end of the file.
    """
    quoted = f'"{etag}"'
    headers = attachment(filename) | {"Accept-Ranges": "bytes", "ETag": quoted}
    found = None
    if request.headers.get("if-range", quoted) == quoted:
        found = _range_of(request.headers.get("range", ""), size)
    start, end = found or (0, size)
    headers["Content-Length"] = str(end - start)
    if found:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if found else 200
    chunks = open_range(start, end)
    first = await anext(chunks, b"")
    return StreamingResponse(_all(first, chunks), status, headers=headers, media_type=media_type)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _range_of(header: str, size: int) -> tuple[int, int] | None:
    """The first byte of the range and the one behind its last; None when there is no range to heed."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        # The last so many bytes.
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= end:
        raise RangeNotSatisfiableError(f"The file has {size:,} bytes: the range is behind its end.", size)
    return start, end
