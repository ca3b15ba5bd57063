"""What a document may hold, and what is refused, alike in every adapter."""

import json
from typing import Any

import pytest

from shared.errors import ConflictError, DocumentTooLargeError, NotFoundError, PermanentError
from shared.ports.documents import MAX_DOCUMENT_BYTES, Container, Query
from tests.behaviour.documents.stores import Database, as_doubles, job, keeps_doubles

HALF_A_PAIR = "\ud83d"
TRAPS = [".", "..", "a ", "a\n", "a\tb", "a\rb"]
"""Ids that name something else in an address, such as the whole container, or that the service's SDK refuses."""


@pytest.mark.parametrize(
    "value",
    ["", "a\0b", '\n\t"\\/', "é😀\uffff", 0, -0.0, 1, 1.0, 2**53 + 1, 10**40, 1e308, True, None, [], {}, [[{}]]],
)
async def test_every_value_of_json_comes_back_as_it_was(database: Database, value: Any) -> None:
    jobs = database.container("job_queue")
    kept = as_doubles if keeps_doubles(database) else lambda answer: answer
    await jobs.create("ann", job("1", value=value))
    read = await jobs.read("ann", "1")
    page = await jobs.query(Query(fields=["value"]), "ann")
    assert read is not None
    assert json.dumps(kept(read.body)) == json.dumps(kept(job("1", value=value)))
    assert json.dumps(kept(page.documents)) == json.dumps(kept([{"id": "1", "value": value}]))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), HALF_A_PAIR, {1, 2}, object(), b"x"])
async def test_what_json_in_utf8_cannot_hold_is_refused(jobs: Container, value: Any) -> None:
    for write in (jobs.create, jobs.upsert):
        with pytest.raises(PermanentError):
            await write("ann", job("1", value=[value]))
    assert await jobs.read("ann", "1") is None


async def test_a_document_that_holds_itself_is_refused(jobs: Container) -> None:
    body = job("1")
    body["self"] = [body]
    with pytest.raises(PermanentError):
        await jobs.create("ann", body)


@pytest.mark.parametrize("levels", [128, 129, 100_000])
async def test_nesting_is_limited_to_128_levels(jobs: Container, levels: int) -> None:
    inner: list[Any] = []
    for _ in range(levels - 2):
        inner = [inner]
    if levels <= 128:
        await jobs.create("ann", job("1", inner=inner))
        assert (await jobs.query(Query(where={"x": 1}), "ann")).documents == []
    else:
        with pytest.raises(PermanentError, match="nested"):
            await jobs.create("ann", job("1", inner=inner))


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
async def test_exactly_the_largest_document_fits(jobs: Container, letter: str) -> None:
    overhead = len(json.dumps(job("1", text=""), separators=(",", ":")))
    size = len(letter.encode())
    room = MAX_DOCUMENT_BYTES - overhead
    largest = letter * (room // size) + "." * (room % size)
    etag = await jobs.create("ann", job("1", text=largest))
    for write in (jobs.create, jobs.upsert):
        with pytest.raises(DocumentTooLargeError):
            await write("ann", job("1", text=largest + "."))
    with pytest.raises(DocumentTooLargeError):
        await jobs.replace("ann", job("1", text=largest + "."), etag)
    with pytest.raises(DocumentTooLargeError):
        # Cosmos DB patches up to its own limit, which is 97,152 bytes further.
        await jobs.patch("ann", "1", assign={"note": "x" * 100_000})
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body["text"] == largest
    assert read.etag == etag


@pytest.mark.parametrize("document_id", ["", "a/b", "a\\b", "a?b", "a#b", "a\0b", HALF_A_PAIR, "é" * 512, *TRAPS])
async def test_an_id_that_cosmos_db_cannot_keep_is_refused_and_never_found(jobs: Container, document_id: str) -> None:
    with pytest.raises(PermanentError):
        await jobs.create("ann", job(document_id))
    assert await jobs.read("ann", document_id) is None
    assert await jobs.delete("ann", document_id) is False
    with pytest.raises(NotFoundError):
        await jobs.patch("ann", document_id, assign={"n": 1})


@pytest.mark.parametrize(
    "document_id", ["a%2Fb", "%2e%2e", "...", " a", "a+b;c:d@~", "a'b\"", "a%", "%zz", "ä\u0301", "\x7f"]
)
async def test_any_other_id_is_kept_as_it_is(jobs: Container, document_id: str) -> None:
    etag = await jobs.create("ann", job(document_id, n=1))
    assert (await jobs.patch("ann", document_id, increment={"n": 1}))["id"] == document_id
    with pytest.raises(ConflictError):
        await jobs.replace("ann", job(document_id), etag)
    assert (await jobs.query(Query(), "ann")).documents == [job(document_id, n=2)]
    assert await jobs.delete("ann", document_id)
    assert await jobs.read("ann", document_id) is None


@pytest.mark.parametrize("partition", [HALF_A_PAIR, "a\0b", "x" * 2049])
async def test_a_partition_that_cannot_be_kept_is_refused(jobs: Container, partition: str) -> None:
    with pytest.raises(PermanentError):
        await jobs.create(partition, job("1", partition))
    assert await jobs.read(partition, "1") is None


async def test_half_a_pair_is_refused_wherever_it_is_asked_for(jobs: Container) -> None:
    for where, partition in (({"a": HALF_A_PAIR}, "ann"), ({}, HALF_A_PAIR)):
        with pytest.raises(PermanentError):
            await jobs.query(Query(where=where), partition)
        with pytest.raises(PermanentError):
            await jobs.count(where, partition)


@pytest.mark.parametrize(
    "body", [{"user_id": "ann"}, {"id": 1, "user_id": "ann"}, {"id": "1"}, job("1", "bob"), job("1", _etag="x")]
)
async def test_a_body_without_its_key_or_with_a_field_of_the_stores_is_a_mistake_of_the_code(
    jobs: Container, body: dict[str, Any]
) -> None:
    for write in (jobs.create, jobs.upsert):
        with pytest.raises(ValueError, match=r"`id`|`user_id`|_etag"):
            await write("ann", body)
    with pytest.raises(ValueError, match=r"`id`|`user_id`|_etag"):
        await jobs.replace("ann", body, "any")
