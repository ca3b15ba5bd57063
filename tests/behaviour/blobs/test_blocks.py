"""Blobs made of blocks."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from shared.errors import PermanentError
from shared.ports.blobs import MAX_BLOCK_BYTES, MAX_BLOCKS, Blobs

LONGEST_ID = "i" * 48


async def stage_all(blobs: Blobs, name: str, **blocks: bytes) -> None:
    await asyncio.gather(*(blobs.stage(name, block_id, content) for block_id, content in blocks.items()))


async def test_staged_blocks_make_a_blob_in_the_order_of_the_list(blobs: Blobs) -> None:
    await stage_all(blobs, "a/b", b1=b"world", b0=b"hello ", b2=b"!")
    await blobs.commit("a/b", ["b0", "b1", "b2"], "text/plain")
    assert (await blobs.read("a/b"), await blobs.size("a/b")) == (b"hello world!", 12)


async def test_nothing_is_visible_before_the_commit(blobs: Blobs) -> None:
    await blobs.stage("a", "b0", b"1")
    assert (await blobs.read("a"), await blobs.size("a")) == (None, None)


async def test_what_is_staged_is_told_with_sizes_until_it_is_committed(blobs: Blobs) -> None:
    assert dict(await blobs.staged("a")) == {}
    await stage_all(blobs, "a", b0=b"123", b1=b"45")
    await blobs.stage("a/b", "b9", b"another blob's")
    assert dict(await blobs.staged("a")) == {"b0": 3, "b1": 2}
    await blobs.commit("a", ["b0", "b1"], "text/plain")
    assert dict(await blobs.staged("a")) == {}
    assert dict(await blobs.staged("a/b")) == {"b9": 14}


async def test_staging_again_replaces_the_block(blobs: Blobs) -> None:
    await blobs.stage("a", "b0", b"broken off")
    await blobs.stage("a", "b0", b"whole")
    assert dict(await blobs.staged("a")) == {"b0": 5}
    await blobs.commit("a", ["b0"], "text/plain")
    assert await blobs.read("a") == b"whole"


async def test_the_same_commit_again_changes_nothing(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1", b1=b"2")
    for _ in range(3):
        await blobs.commit("a", ["b0", "b1"], "text/plain")
    assert await blobs.read("a") == b"12"


async def test_a_second_attempt_may_stage_some_of_the_blocks_again(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"first ", b1=b"second ", b2=b"third")
    await blobs.commit("a", ["b0", "b1", "b2"], "text/plain")
    await blobs.stage("a", "b1", b"2nd ")
    await blobs.commit("a", ["b0", "b1", "b2"], "text/plain")
    assert await blobs.read("a") == b"first 2nd third"


async def test_blocks_of_a_blob_may_be_put_in_another_order(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1", b1=b"2", b2=b"3")
    await blobs.commit("a", ["b0", "b1", "b2"], "text/plain")
    await blobs.commit("a", ["b2", "b0"], "text/plain")
    assert await blobs.read("a") == b"31"


async def test_a_block_that_is_not_there_is_named_and_nothing_changes(blobs: Blobs) -> None:
    for named in (["b0"], ["b7"]):
        with pytest.raises(PermanentError, match=named[0]):
            await blobs.commit("a", named, "text/plain")
    await stage_all(blobs, "a", b0=b"1")
    with pytest.raises(PermanentError, match="b7"):
        await blobs.commit("a", ["b0", "b7"], "text/plain")
    assert await blobs.read("a") is None
    assert dict(await blobs.staged("a")) == {"b0": 1}
    await blobs.commit("a", ["b0"], "text/plain")
    with pytest.raises(PermanentError, match="b7"):
        await blobs.commit("a", ["b0", "b7"], "text/plain")
    assert await blobs.read("a") == b"1"


async def test_what_is_not_in_the_list_is_thrown_away(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1", b1=b"2")
    await blobs.commit("a", ["b1"], "text/plain")
    assert await blobs.read("a") == b"2"
    assert dict(await blobs.staged("a")) == {}


async def test_a_blob_that_was_written_whole_has_no_blocks(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1")
    await blobs.commit("a", ["b0"], "text/plain")
    await blobs.write("a", b"whole", "text/plain")
    with pytest.raises(PermanentError, match="b0"):
        await blobs.commit("a", ["b0"], "text/plain")
    assert await blobs.read("a") == b"whole"


async def test_a_blob_of_no_blocks_is_empty(blobs: Blobs) -> None:
    await blobs.stage("a", "b0", b"1")
    await blobs.commit("a", [], "text/plain")
    assert await blobs.read("a") == b""


async def test_what_was_discarded_is_gone_and_the_blob_stays(blobs: Blobs) -> None:
    await blobs.discard("a")
    await blobs.stage("a", "b0", b"1")
    await blobs.discard("a")
    assert dict(await blobs.staged("a")) == {}
    assert await blobs.read("a") is None
    await stage_all(blobs, "a", b0=b"1", b1=b"2")
    await blobs.commit("a", ["b0", "b1"], "text/plain")
    await blobs.stage("a", "b2", b"other")
    await blobs.discard("a")
    assert dict(await blobs.staged("a")) == {}
    assert await blobs.read("a") == b"12"


async def test_a_deleted_blob_is_not_made_again_of_its_blocks(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1")
    await blobs.commit("a", ["b0"], "text/plain")
    assert await blobs.delete("a")
    with pytest.raises(PermanentError, match="b0"):
        await blobs.commit("a", ["b0"], "text/plain")


async def test_a_block_may_be_as_large_as_the_largest(blobs: Blobs) -> None:
    content = bytes(range(256)) * (MAX_BLOCK_BYTES // 256)
    await stage_all(blobs, "a", b0=content, b1=b"end")
    await blobs.commit("a", ["b0", "b1"], "text/plain")
    assert await blobs.size("a") == MAX_BLOCK_BYTES + 3
    chunks = [chunk async for chunk in blobs.open("a", MAX_BLOCK_BYTES - 2)]
    assert b"".join(chunks) == content[-2:] + b"end"


async def test_hundreds_of_blocks_make_a_blob(blobs: Blobs) -> None:
    ids = [f"{number:05d}" for number in range(300)]
    await asyncio.gather(*(blobs.stage("a", block_id, block_id.encode()) for block_id in ids))
    await blobs.commit("a", ids, "text/plain")
    assert await blobs.read("a") == "".join(ids).encode()


async def test_commits_at_once_make_one_blob(blobs: Blobs) -> None:
    ids = [f"{number:05d}" for number in range(20)]
    for block_id in ids:
        await blobs.stage("a", block_id, block_id.encode() * 1_000)
    await asyncio.gather(*(blobs.commit("a", ids, "text/plain") for _ in range(4)))
    assert await blobs.read("a") == b"".join(block_id.encode() * 1_000 for block_id in ids)


async def test_a_blob_of_blocks_outlives_a_neighbour_below_it(blobs: Blobs) -> None:
    await stage_all(blobs, "a", b0=b"1")
    await blobs.write("a/b", b"2", "text/plain")
    await blobs.commit("a", ["b0"], "text/plain")
    assert await blobs.delete("a/b")
    assert await blobs.read("a") == b"1"


@pytest.mark.parametrize("block_id", ["a", "7", "a.b-c_D", LONGEST_ID])
async def test_every_id_of_the_port_is_taken_and_read_back_equal(blobs: Blobs, block_id: str) -> None:
    await blobs.stage("x", block_id, b"1")
    await blobs.stage("x", "other", b"2")
    assert set(await blobs.staged("x")) == {block_id, "other"}
    await blobs.commit("x", [block_id, "other"], "text/plain")
    assert await blobs.read("x") == b"12"


@pytest.mark.parametrize("block_id", ["", ".", "..", ".a", "-a", "a/b", "a b", "ä", "a\n", LONGEST_ID + "i"])
async def test_no_other_id_is(blobs: Blobs, block_id: str) -> None:
    for call in (blobs.stage("a", block_id, b"1"), blobs.commit("a", [block_id], "text/plain")):
        with pytest.raises(ValueError, match="is not the id of a block"):
            await call


async def test_what_no_blob_can_be_made_of_is_refused(blobs: Blobs) -> None:
    for content in (b"", b"x" * (MAX_BLOCK_BYTES + 1)):
        with pytest.raises(ValueError, match="A block has 1 to"):
            await blobs.stage("a", "b0", content)
    with pytest.raises(ValueError, match="twice"):
        await blobs.commit("a", ["b0", "b0"], "text/plain")
    with pytest.raises(ValueError, match="at most 50000 blocks"):
        await blobs.commit("a", [str(number) for number in range(MAX_BLOCKS + 1)], "text/plain")


@pytest.mark.parametrize("name", ["", "a//b", "../a", "a@blob", "a@blocks/x"])
async def test_no_other_name_is_taken(blobs: Blobs, name: str) -> None:
    calls: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: blobs.size(name),
        lambda: anext(aiter(blobs.open(name))),
        lambda: blobs.stage(name, "b0", b"1"),
        lambda: blobs.staged(name),
        lambda: blobs.commit(name, ["b0"], "text/plain"),
        lambda: blobs.discard(name),
        lambda: blobs.upload_url(name, 60),
        lambda: blobs.local_path(name),
    )
    for call in calls:
        with pytest.raises(ValueError, match="is not the name of a blob"):
            await call()
