import asyncio

import pytest

from shared.ports.blobs import Blobs

TEXT = "text/plain; charset=utf-8"
LONGEST = "n" * 512
PATHS = ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.../b", "%2e%2e/a"]
CHARACTERS = ["a b", "a\\b", "ä", "a\n", "a@blob", "C:a", "a?b", "a\0"]


async def test_a_blob_is_read_as_it_was_written(blobs: Blobs) -> None:
    content = bytes(range(256)) * 3
    await blobs.write("originals/contract_a/7f3c", content, "application/pdf")
    assert await blobs.read("originals/contract_a/7f3c") == content


# aiohttp would rather have a file; blocks, the client's other way, would let two writers mix.
@pytest.mark.parametrize("size", [0, 1, 5_000_001, 26_000_000])
async def test_a_blob_may_be_empty_or_as_large_as_the_largest_file(blobs: Blobs, size: int) -> None:
    content = b"x" * size
    await blobs.write("file", content, TEXT)
    assert await blobs.read("file") == content


async def test_a_blob_replaces_the_one_of_its_name(blobs: Blobs) -> None:
    await blobs.write("a", b"a long first version", TEXT)
    await blobs.write("a", b"second", TEXT)
    assert await blobs.read("a") == b"second"


async def test_what_is_not_there_reads_as_none(blobs: Blobs) -> None:
    assert await blobs.read("a/b") is None
    await blobs.write("other", b"", TEXT)
    assert await blobs.read("a/b") is None


async def test_a_deleted_blob_is_gone_and_can_be_written_again(blobs: Blobs) -> None:
    await blobs.write("a/b", b"1", TEXT)
    assert await blobs.delete("a/b")
    assert await blobs.read("a/b") is None
    await blobs.write("a/b", b"2", TEXT)
    assert await blobs.read("a/b") == b"2"


async def test_deleting_what_is_not_there_says_so(blobs: Blobs) -> None:
    assert not await blobs.delete("a")
    await blobs.write("a", b"", TEXT)
    assert [await blobs.delete("a"), await blobs.delete("a")] == [True, False]


async def test_deleting_a_blob_leaves_its_neighbours(blobs: Blobs) -> None:
    for name in ("a", "a/b", "a/c", "a/b/d"):
        await blobs.write(name, name.encode(), TEXT)
    assert await blobs.delete("a/b")
    assert [await blobs.read(name) for name in ("a", "a/b", "a/c", "a/b/d")] == [b"a", None, b"a/c", b"a/b/d"]


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a.b", "a.b/.c")])
async def test_a_name_may_begin_with_another_whichever_comes_first(blobs: Blobs, names: tuple[str, str]) -> None:
    for name in names:
        assert await blobs.read(name) is None
        await blobs.write(name, name.encode(), TEXT)
    assert [await blobs.read(name) for name in names] == [name.encode() for name in names]


@pytest.mark.parametrize("name", ["a", "7", ".a", "a.b.c", "-", "_", "a.b/c", "A/b-c_d.E", LONGEST, "a/" * 255 + "b"])
async def test_every_name_of_the_port_is_taken(blobs: Blobs, name: str) -> None:
    await blobs.write(name, b"1", TEXT)
    assert await blobs.read(name) == b"1"
    assert await blobs.delete(name)


async def test_long_names_that_begin_alike_are_told_apart(blobs: Blobs) -> None:
    names = [LONGEST, LONGEST[:-1] + "o", LONGEST[:200], LONGEST[:200] + "/" + LONGEST[:311], LONGEST[:400]]
    for name in names:
        await blobs.write(name, name.encode(), TEXT)
    assert [await blobs.read(name) for name in names] == [name.encode() for name in names]


@pytest.mark.parametrize("name", [*PATHS, *CHARACTERS, "a.", "a./b", LONGEST + "n"])
async def test_no_other_name_is(blobs: Blobs, name: str) -> None:
    for call in (blobs.read(name), blobs.delete(name), blobs.write(name, b"", TEXT)):
        with pytest.raises(ValueError, match="is not the name of a blob"):
            await call


async def test_blobs_written_at_once_before_there_is_a_place_for_them_are_all_there(blobs: Blobs) -> None:
    names = [f"folder/{number}" for number in range(10)]
    await asyncio.gather(*(blobs.write(name, name.encode(), TEXT) for name in names))
    assert [await blobs.read(name) for name in names] == [name.encode() for name in names]


async def test_a_reader_sees_one_version_or_another_and_no_mixture(blobs: Blobs) -> None:
    versions = [bytes([number]) * 200_000 for number in range(8)]
    await blobs.write("a", versions[0], TEXT)
    writing = asyncio.gather(*(blobs.write("a", version, TEXT) for version in versions))
    seen = [await blobs.read("a") for _ in range(20)]
    await writing
    assert [version for version in seen if version not in versions] == []
    assert await blobs.read("a") in versions


async def test_writing_beside_a_deletion_that_empties_the_place_succeeds(blobs: Blobs) -> None:
    for _ in range(20):
        await blobs.write("folder/a", b"a", TEXT)
        await asyncio.gather(blobs.delete("folder/a"), blobs.write("folder/b", b"b", TEXT))
        assert await blobs.read("folder/b") == b"b"
        assert await blobs.delete("folder/b")
