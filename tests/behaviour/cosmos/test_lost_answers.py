"""A connection that breaks before the work is done, or after it: the caller cannot tell which, and need not."""

import asyncio
from typing import Any

import pytest

from adapters.cosmos.documents import CosmosDatabase
from shared.errors import AlreadyExistsError, ConflictError
from shared.ports.documents import Container, Versioned
from tests.behaviour.documents.stores import job
from tests.fakes.cosmos_faults import DROP_AFTER, DROP_BEFORE, CosmosFaults, Fault, refused

LOST = pytest.mark.parametrize("lost", [DROP_BEFORE, DROP_AFTER])


@LOST
async def test_a_created_document_is_there_once_and_is_the_callers(
    jobs: Container, faults: CosmosFaults, lost: Fault
) -> None:
    body = job("1", n=1.0, huge=10**30, text="é😀", deep=[{"a": None}, True])
    faults.script("create", lost)
    etag = await jobs.create("ann", body)
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.etag == etag


async def test_a_lost_answer_is_remembered_over_later_failures(jobs: Container, faults: CosmosFaults) -> None:
    faults.script("create", DROP_AFTER, refused(429, retry_after_ms=1))
    etag = await jobs.create("ann", job("1"))
    faults.script("delete", DROP_AFTER, refused(449))
    assert await jobs.read("ann", "1") == Versioned(job("1"), etag)
    assert await jobs.delete("ann", "1") is True


async def test_a_document_that_another_created_meanwhile_is_not_taken_for_ones_own(
    jobs: Container, faults: CosmosFaults
) -> None:
    await jobs.create("ann", job("1", n=True))
    faults.script("create", DROP_BEFORE)
    with pytest.raises(AlreadyExistsError):
        await jobs.create("ann", job("1", n=1))


async def test_a_document_that_was_there_before_is_not_taken_for_ones_own_although_it_is_equal(
    jobs: Container, faults: CosmosFaults
) -> None:
    await jobs.create("ann", job("1"))
    faults.script("create", refused(429, retry_after_ms=1))
    with pytest.raises(AlreadyExistsError):
        await jobs.create("ann", job("1"))


@LOST
async def test_a_document_is_replaced_once_and_the_new_etag_is_returned(
    jobs: Container, faults: CosmosFaults, lost: Fault
) -> None:
    first = await jobs.create("ann", job("1", n=1))
    faults.script("replace", lost)
    second = await jobs.replace("ann", job("1", n=2), first)
    assert await jobs.read("ann", "1") == Versioned(job("1", n=2), second)
    assert faults.count("replace") == 2


async def test_a_replacement_that_another_prevented_is_still_a_conflict(jobs: Container, faults: CosmosFaults) -> None:
    first = await jobs.create("ann", job("1", n=1))
    await jobs.replace("ann", job("1", n=3), first)
    faults.script("replace", DROP_BEFORE)
    with pytest.raises(ConflictError):
        await jobs.replace("ann", job("1", n=2), first)


@LOST
async def test_an_upsert_is_done(jobs: Container, faults: CosmosFaults, lost: Fault) -> None:
    faults.script("upsert", lost)
    etag = await jobs.upsert("ann", job("1"))
    assert await jobs.read("ann", "1") == Versioned(job("1"), etag)


@LOST
async def test_a_deletion_says_that_there_was_a_document(jobs: Container, faults: CosmosFaults, lost: Fault) -> None:
    await jobs.create("ann", job("1"))
    faults.script("delete", lost)
    assert await jobs.delete("ann", "1") is True
    assert await jobs.delete("ann", "1") is False


TEN = {f"n{number}": 1 for number in range(10)}


@LOST
@pytest.mark.parametrize("amounts", [{"n0": 1}, {"n0": 1, "new": 2}, TEN])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_patch_adds_once(
    jobs: Container, faults: CosmosFaults, lost: Fault, amounts: dict[str, float], times: int
) -> None:
    await jobs.create("ann", job("1", n0=5))
    faults.script("patch", *[lost] * times)
    faults.script("replace", *[lost] * times)
    document = await jobs.patch("ann", "1", increment=amounts)
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == document == job("1") | amounts | {"n0": 6}


async def test_a_patch_whose_answer_was_lost_adds_once_although_others_patched_meanwhile(
    jobs: Container, database: CosmosDatabase, make_database: Any, faults: CosmosFaults
) -> None:
    await jobs.create("ann", job("1", n=0))
    others = [database, *(make_database(None) for _ in range(2))]
    for _ in range(10):
        faults.script("patch", DROP_AFTER, None, DROP_BEFORE)
    await asyncio.gather(
        *(other.container("job_queue").patch("ann", "1", increment={"n": 1}) for other in others for _ in range(20))
    )
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == job("1", n=60)


async def test_a_patch_that_only_sets_is_done(jobs: Container, faults: CosmosFaults) -> None:
    await jobs.create("ann", job("1"))
    faults.script("patch", DROP_AFTER, DROP_BEFORE)
    assert await jobs.patch("ann", "1", assign={"ended": True}) == job("1", ended=True)


async def test_the_http_client_sends_nothing_again_by_itself_on_a_kept_connection(
    jobs: Container, faults: CosmosFaults
) -> None:
    etag = await jobs.create("ann", job("1"))
    await jobs.read("ann", "1")
    faults.script("replace", DROP_AFTER)
    faults.script("delete", DROP_AFTER)
    await jobs.replace("ann", job("1", n=1), etag)
    assert await jobs.delete("ann", "1") is True
    assert faults.injected == {"drop_after": 2}
    assert (faults.count("replace"), faults.count("delete")) == (2, 2)
