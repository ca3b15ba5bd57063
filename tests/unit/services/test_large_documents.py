import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory.documents import MemoryDatabase
from adapters.sqlite.documents import SqliteDatabase
from shared.errors import AlreadyExistsError, ConflictError, NotFoundError, TemporaryError
from shared.ports.documents import Container, JsonDocument, Query, Versioned
from shared.services.large_documents import (
    PART_BYTES,
    PARTS,
    SPLIT_ABOVE_BYTES,
    LargeDocuments,
    fits,
    split,
    split_text,
)
from tests.fakes.faults import FaultyContainer

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


def body(text: str, **fields: Any) -> JsonDocument:
    return {"id": "big", "user_id": "ann", "content": {"text": text}} | fields


def over(container: Container) -> LargeDocuments:
    return LargeDocuments(container)


def results() -> Container:
    return MemoryDatabase().container("analysis_results")


async def ids(container: Container) -> list[str]:
    return [document["id"] for document in (await container.query(Query(), "ann")).documents]


@given(texts, st.integers(4, 50))
def test_pieces_put_together_are_the_text_again_and_each_is_within_the_limit(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece.encode()) <= limit for piece in pieces)


@given(texts, st.integers(4, 50))
def test_no_piece_is_smaller_than_it_must_be(text: str, limit: int) -> None:
    assert all(len(piece.encode()) > limit - 4 for piece in split_text(text, limit)[:-1])


def _filled(character: str, size: int) -> JsonDocument:
    empty = len(_json(body("")))
    width = len(_json(body(character))) - empty
    return body(character * ((size - empty) // width))


def _json(document: JsonDocument) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


@pytest.mark.parametrize("character", ["x", "ü", "\N{GRINNING FACE}", '"', "\n", "\x00", "\\"])
@pytest.mark.parametrize("extra", [-10, 10, 400_000])
async def test_a_document_of_any_size_and_script_is_read_as_it_was_stored(character: str, extra: int) -> None:
    document = _filled(character, SPLIT_ABOVE_BYTES + extra)
    documents = over(results())
    await documents.create("ann", dict(document))
    assert await documents.read("ann", "big") == document


def test_a_document_is_split_just_above_the_limit() -> None:
    small, big = _filled("x", SPLIT_ABOVE_BYTES), _filled("x", SPLIT_ABOVE_BYTES + 1)
    assert (fits(small), fits(big)) == (True, False)
    assert split(small) == (small, {})
    head, parts = split(big)
    assert len(parts) == 2
    assert all(len(piece.encode()) <= PART_BYTES for piece in parts.values())
    assert head[PARTS] == list(parts)


async def test_the_first_of_two_writers_wins_and_the_seconds_parts_go() -> None:
    container = results()
    documents = over(container)
    await documents.create("ann", body("x" * 2_000_000))
    with pytest.raises(AlreadyExistsError):
        await documents.create("ann", body("y" * 3_000_000))
    assert await documents.read("ann", "big") == body("x" * 2_000_000)
    assert len(await ids(container)) == 1 + 3


async def test_a_writer_of_the_same_document_does_not_take_the_firsts_parts_away() -> None:
    documents = over(results())
    await documents.create("ann", body("x" * 2_000_000))
    with pytest.raises(AlreadyExistsError):
        await documents.create("ann", body("x" * 2_000_000))
    assert await documents.read("ann", "big") == body("x" * 2_000_000)


async def _race(container: Container) -> None:
    documents = over(container)
    bodies = [body(letter * 2_000_000) for letter in "abc"]
    ended = await asyncio.gather(*(documents.create("ann", dict(b)) for b in bodies), return_exceptions=True)
    assert sorted(isinstance(end, AlreadyExistsError) for end in ended) == [False, True, True]
    assert await documents.read("ann", "big") == bodies[ended.index(None)]
    assert len(await ids(container)) == 1 + 3


async def test_of_writers_at_once_one_wins_and_nothing_of_the_others_stays() -> None:
    await _race(results())


async def test_of_writers_at_once_one_wins_in_a_file_too(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "documents.db")
    try:
        await _race(database.container("analysis_results"))
    finally:
        await database.close()


async def test_a_document_is_not_there_before_all_of_its_parts_are() -> None:
    container = FaultyContainer(results())
    container.fail("create", TemporaryError("The store is busy."))
    documents = over(container)
    with pytest.raises(TemporaryError):
        await documents.create("ann", body("x" * 2_000_000))
    assert await documents.read("ann", "big") is None
    await documents.create("ann", body("x" * 2_000_000))
    assert await documents.read("ann", "big") == body("x" * 2_000_000)


async def test_a_document_that_is_being_deleted_is_told() -> None:
    container = results()
    documents = over(container)
    await documents.create("ann", body("x" * 2_000_000))
    await container.delete("ann", (await ids(container))[-1])
    with pytest.raises(NotFoundError, match="being deleted"):
        await documents.read("ann", "big")


@pytest.mark.parametrize("sizes", [(3_000_000, 2_000_000), (2_000_000, 10), (10, 2_000_000), (10, 20)])
async def test_a_document_that_is_replaced_leaves_no_parts_of_the_one_before(sizes: tuple[int, int]) -> None:
    container = results()
    documents = over(container)
    for size in sizes:
        await documents.upsert("ann", body("x" * size))
    assert await documents.read("ann", "big") == body("x" * sizes[1])
    fresh = results()
    await over(fresh).create("ann", body("x" * sizes[1]))
    assert await ids(container) == await ids(fresh)
    await documents.replace("ann", body("x" * sizes[0]), await stored(container))
    assert await documents.read("ann", "big") == body("x" * sizes[0])
    await documents.replace("ann", body("x" * sizes[1]), await stored(container))
    assert await ids(container) == await ids(fresh)


async def stored(container: Container) -> Versioned:
    found = await container.read("ann", "big")
    assert found is not None
    return found


async def test_of_two_who_replace_a_document_the_second_changes_nothing_and_leaves_no_parts() -> None:
    container = results()
    documents = over(container)
    await documents.create("ann", body("x" * 2_000_000))
    before = await stored(container)
    await documents.replace("ann", body("y" * 2_000_000), before)
    after = await ids(container)
    with pytest.raises(ConflictError):
        await documents.replace("ann", body("z" * 2_000_000), before)
    assert await documents.read("ann", "big") == body("y" * 2_000_000)
    assert await ids(container) == after


async def test_a_document_is_deleted_with_its_parts_at_the_second_go_if_the_first_breaks_off() -> None:
    inner = results()
    container = FaultyContainer(inner)
    documents = over(container)
    await documents.create("ann", body("x" * 2_000_000))
    head = (await stored(container)).body
    for reached in range(3):
        container.fail("delete", TemporaryError("The store is busy."), after=reached == 1)
        with pytest.raises(TemporaryError):
            await documents.delete("ann", head)
        assert "big" in await ids(inner)
    await documents.delete("ann", head)
    assert await ids(inner) == []
