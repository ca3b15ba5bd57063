"""One range of a file, or all of it."""

from collections.abc import AsyncIterator

import pytest
from azurefunctions.extensions.http.fastapi import Request, Response, StreamingResponse

from api.problems import RangeNotSatisfiableError
from api.ranges import ranged
from shared.errors import NotFoundError

CONTENT = b"0123456789"


async def open_range(start: int, end: int) -> AsyncIterator[bytes]:
    for place in range(start, end, 4):
        yield CONTENT[place : min(place + 4, end)]


async def answer(size: int = len(CONTENT), **headers: str) -> Response:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "method": "GET", "headers": raw})
    return await ranged(request, size=size, etag="abc", media_type="text/csv", filename="a.csv", open_range=open_range)


async def body(response: Response) -> bytes:
    assert isinstance(response, StreamingResponse)
    return b"".join([bytes(chunk) async for chunk in response.body_iterator])


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=3-7", 3, 8),
        (" bytes=3- ", 3, 10),
        ("bytes=8-99", 8, 10),
        ("bytes=-4", 6, 10),
        ("bytes=-99", 0, 10),
        ("bytes=0-999999999999999", 0, 10),
    ],
)
async def test_a_range_is_answered_with_its_bytes_and_place(header: str, start: int, end: int) -> None:
    response = await answer(range=header)
    assert (response.status_code, await body(response)) == (206, CONTENT[start:end])
    assert response.headers["content-range"] == f"bytes {start}-{end - 1}/10"
    assert response.headers["content-length"] == str(end - start)


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=5-3", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=" + "9" * 5000],
)
async def test_what_is_no_single_range_is_passed_over(header: str) -> None:
    response = await answer(range=header)
    assert (response.status_code, await body(response)) == (200, CONTENT)
    assert "content-range" not in response.headers
    assert response.headers["content-length"] == "10"


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
async def test_a_range_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(RangeNotSatisfiableError) as caught:
        await answer(range=header)
    assert caught.value.size == 10


@pytest.mark.parametrize(("tag", "status"), [('"abc"', 206), ('"other"', 200), ('W/"abc"', 200), ("abc", 200)])
async def test_a_range_of_another_version_is_answered_with_the_whole(tag: str, status: int) -> None:
    assert (await answer(range="bytes=1-2", if_range=tag)).status_code == status


async def test_an_empty_file_has_no_ranges() -> None:
    assert await body(await answer(0)) == b""
    with pytest.raises(RangeNotSatisfiableError):
        await answer(0, range="bytes=0-")


async def test_what_cannot_be_opened_is_an_error_and_no_broken_answer() -> None:
    async def gone(start: int, end: int) -> AsyncIterator[bytes]:
        raise NotFoundError(f"There is nothing from {start} to {end}.")
        yield b""

    request = Request({"type": "http", "method": "GET", "headers": []})
    with pytest.raises(NotFoundError):
        await ranged(request, size=1, etag="a", media_type="text/csv", filename="a", open_range=gone)
