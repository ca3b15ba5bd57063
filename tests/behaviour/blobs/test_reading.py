"""Ranges and sizes."""

import pytest

from shared.errors import NotFoundError
from shared.ports.blobs import CHUNK_BYTES, Blobs

CONTENT = bytes(range(251)) * 22_000  # over five chunks, and no chunk is like another


async def read(blobs: Blobs, name: str, start: int = 0, end: int | None = None) -> bytes:
    chunks = [chunk async for chunk in blobs.open(name, start, end)]
    assert all(0 < len(chunk) <= CHUNK_BYTES for chunk in chunks)
    return b"".join(chunks)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, None),
        (0, 0),
        (0, 1),
        (1, 1),
        (7, 3),
        (CHUNK_BYTES - 1, CHUNK_BYTES + 1),
        (CHUNK_BYTES, 2 * CHUNK_BYTES),
        (4 * CHUNK_BYTES - 5, 4 * CHUNK_BYTES + 5),
        (len(CONTENT) - 1, None),
        (len(CONTENT) - 1, len(CONTENT) + 10),
        (len(CONTENT), None),
        (len(CONTENT) + 10, None),
    ],
)
async def test_a_range_is_read_as_a_slice(blobs: Blobs, start: int, end: int | None) -> None:
    await blobs.write("a", CONTENT, "text/plain")
    assert await read(blobs, "a", start, end) == CONTENT[start:end]


async def test_an_empty_blob_has_no_chunks_and_the_size_zero(blobs: Blobs) -> None:
    await blobs.write("a", b"", "text/plain")
    assert (await read(blobs, "a"), await blobs.size("a")) == (b"", 0)


async def test_the_size_is_that_of_the_blob(blobs: Blobs) -> None:
    assert await blobs.size("a") is None
    await blobs.write("a", b"12345", "text/plain")
    assert await blobs.size("a") == 5


async def test_what_is_not_there_cannot_be_opened(blobs: Blobs) -> None:
    with pytest.raises(NotFoundError):
        await read(blobs, "a")
    await blobs.write("a", b"1", "text/plain")
    await blobs.delete("a")
    with pytest.raises(NotFoundError):
        await read(blobs, "a")


async def test_a_reader_may_stop_early(blobs: Blobs) -> None:
    await blobs.write("a", CONTENT, "text/plain")
    async for chunk in blobs.open("a"):
        assert chunk == CONTENT[: len(chunk)]
        break
    assert await blobs.delete("a")


async def test_a_path_leads_to_the_content_where_there_is_one(blobs: Blobs) -> None:
    assert await blobs.local_path("a") is None
    await blobs.write("a", b"on the disk", "text/plain")
    path = await blobs.local_path("a")
    assert path is None or path.read_bytes() == b"on the disk"
