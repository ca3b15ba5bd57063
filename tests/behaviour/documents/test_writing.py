import asyncio

import pytest

from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import Container, Versioned
from tests.behaviour.documents.stores import Database, job


async def test_a_created_document_is_read_with_its_etag(jobs: Container) -> None:
    etag = await jobs.create("ann", job("1", state={"deep": [1, None, True, "é😀"]}))
    assert await jobs.read("ann", "1") == Versioned(job("1", state={"deep": [1, None, True, "é😀"]}), etag)


async def test_a_second_document_with_the_same_id_is_refused_and_changes_nothing(jobs: Container) -> None:
    etag = await jobs.create("ann", job("1", n=1))
    with pytest.raises(AlreadyExistsError):
        await jobs.create("ann", job("1", n=2))
    assert await jobs.read("ann", "1") == Versioned(job("1", n=1), etag)


async def test_of_many_creators_of_one_id_one_succeeds(jobs: Container) -> None:
    attempts = [jobs.create("ann", job("1", n=n)) for n in range(20)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyExistsError) for outcome in outcomes) == 19


async def test_an_id_is_unique_only_within_its_partition_and_container(database: Database) -> None:
    jobs, results = database.container("job_queue"), database.container("analysis_results")
    await jobs.create("ann", job("1", n=1))
    await jobs.create("bob", job("1", "bob", n=2))
    await results.create("ann", job("1", n=3))
    found = [await jobs.read("ann", "1"), await jobs.read("bob", "1"), await results.read("ann", "1")]
    assert [versioned and versioned.body["n"] for versioned in found] == [1, 2, 3]


async def test_a_document_that_is_not_there_is_none(jobs: Container) -> None:
    assert await jobs.read("ann", "1") is None


async def test_upsert_stores_a_new_document_and_overwrites_an_old_one(jobs: Container) -> None:
    first = await jobs.upsert("ann", job("1", n=1, old=True))
    second = await jobs.upsert("ann", job("1", n=2))
    assert first != second
    assert await jobs.read("ann", "1") == Versioned(job("1", n=2), second)


async def test_replace_with_the_etag_that_was_read_stores_and_returns_a_new_etag(jobs: Container) -> None:
    first = await jobs.create("ann", job("1", n=1))
    second = await jobs.replace("ann", job("1", n=2), first)
    assert second != first
    assert await jobs.read("ann", "1") == Versioned(job("1", n=2), second)


async def test_replace_with_an_old_etag_conflicts_and_changes_nothing(jobs: Container) -> None:
    first = await jobs.create("ann", job("1", n=1))
    second = await jobs.replace("ann", job("1", n=2), first)
    with pytest.raises(ConflictError):
        await jobs.replace("ann", job("1", n=3), first)
    assert await jobs.read("ann", "1") == Versioned(job("1", n=2), second)


async def test_of_many_replacers_with_one_etag_one_succeeds(jobs: Container) -> None:
    etag = await jobs.create("ann", job("1"))
    attempts = [jobs.replace("ann", job("1", n=n), etag) for n in range(20)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 19


async def test_replacing_what_is_not_there_is_not_found(jobs: Container) -> None:
    with pytest.raises(NotFoundError):
        await jobs.replace("ann", job("1"), "any")


async def test_a_document_deleted_and_made_anew_does_not_take_its_old_etag_back(jobs: Container) -> None:
    etag = await jobs.create("ann", job("1", n=1))
    await jobs.delete("ann", "1")
    await jobs.create("ann", job("1", n=1))
    with pytest.raises(ConflictError):
        await jobs.replace("ann", job("1", n=2), etag)


async def test_delete_says_whether_there_was_a_document(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    assert await jobs.delete("ann", "1") is True
    assert await jobs.read("ann", "1") is None
    assert await jobs.delete("ann", "1") is False


async def test_a_later_change_of_the_callers_document_changes_nothing_stored(jobs: Container) -> None:
    body = job("1", items=[{"n": 1}])
    writing = asyncio.ensure_future(jobs.create("ann", body))
    await asyncio.sleep(0)
    body["items"][0]["n"] = 2
    await writing
    read = await jobs.read("ann", "1")
    assert read is not None
    read.body["items"].clear()
    again = await jobs.read("ann", "1")
    assert again is not None
    assert again.body["items"] == [{"n": 1}]


async def test_contracts_are_partitioned_by_their_id(database: Database) -> None:
    contracts = database.container("contracts")
    await contracts.create("c-1", {"id": "c-1", "name": "Supply agreement"})
    read = await contracts.read("c-1", "c-1")
    assert read is not None
    assert read.body["name"] == "Supply agreement"


async def test_an_unknown_container_is_a_mistake_of_the_code(database: Database) -> None:
    with pytest.raises(ValueError, match="no container 'jobs'"):
        database.container("jobs")


async def test_a_database_can_be_closed_and_used_again(database: Database) -> None:
    await database.open()
    await database.container("job_queue").create("ann", job("1"))
    await database.close()
    await database.close()
    assert await database.container("job_queue").read("ann", "1") is not None
