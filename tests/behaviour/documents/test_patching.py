import asyncio
from typing import Any

import pytest

from shared.errors import ConflictError, NotFoundError, PermanentError
from shared.ports.documents import Container
from tests.behaviour.documents.stores import job


async def test_a_patch_adds_and_sets_and_returns_the_document_as_it_is_then(jobs: Container) -> None:
    await jobs.create("ann", job("1", done=1, cost=0.5, kept="yes"))
    document = await jobs.patch(
        "ann", "1", increment={"done": 2, "cost": 0.25, "failed": -1}, assign={"state": {"a": [1]}, "kept": None}
    )
    assert document == job("1", done=3, cost=0.75, kept=None, failed=-1, state={"a": [1]})
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == document


async def test_a_patch_changes_the_etag(jobs: Container) -> None:
    etag = await jobs.create("ann", job("1"))
    await jobs.patch("ann", "1", increment={"n": 1})
    with pytest.raises(ConflictError):
        await jobs.replace("ann", job("1"), etag)


async def test_a_thousand_concurrent_increments_add_up(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    seen = await asyncio.gather(*(jobs.patch("ann", "1", increment={"n": 1}) for _ in range(1000)))
    assert sorted(document["n"] for document in seen) == list(range(1, 1001))


async def test_patching_what_is_not_there_is_not_found(jobs: Container) -> None:
    with pytest.raises(NotFoundError):
        await jobs.patch("ann", "1", increment={"n": 1})


@pytest.mark.parametrize("value", ["1", None, True, [1]])
async def test_what_is_no_number_is_not_incremented_and_nothing_is_changed(jobs: Container, value: Any) -> None:
    await jobs.create("ann", job("1", n=value, m=1))
    with pytest.raises(PermanentError, match="`n` holds no number"):
        await jobs.patch("ann", "1", increment={"m": 1, "n": 1}, assign={"x": 1})
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == job("1", n=value, m=1)


async def test_a_sum_beyond_every_number_is_refused_and_nothing_is_changed(jobs: Container) -> None:
    await jobs.create("ann", job("1", n=1.7e308))
    with pytest.raises(PermanentError):
        await jobs.patch("ann", "1", increment={"n": 1.7e308})
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body == job("1", n=1.7e308)


async def test_ten_fields_are_patched_and_eleven_refused(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    five = {f"a{n}": 1 for n in range(5)}
    document = await jobs.patch("ann", "1", increment=five, assign={f"b{n}": n for n in range(5)})
    assert len(document) == 12
    with pytest.raises(ValueError, match="names 11"):
        await jobs.patch("ann", "1", increment=five, assign={f"b{n}": n for n in range(6)})
    with pytest.raises(ValueError, match="names 0"):
        await jobs.patch("ann", "1")


@pytest.mark.parametrize(
    "name", ["a.b", "/a", "/a/b", "a b", "", "a\n", "0a", "é", "a'); --", "id", "user_id", "_etag", "_ts"]
)
async def test_only_plain_top_level_fields_outside_the_key_are_patched(jobs: Container, name: str) -> None:
    await jobs.create("ann", job("1"))
    with pytest.raises(ValueError, match=r"top-level field|cannot be patched"):
        await jobs.patch("ann", "1", increment={name: 1})
    with pytest.raises(ValueError, match=r"top-level field|cannot be patched"):
        await jobs.patch("ann", "1", assign={name: 1})


@pytest.mark.parametrize("amount", [True, "1", None])
async def test_only_numbers_are_added(jobs: Container, amount: Any) -> None:
    with pytest.raises(ValueError, match="cannot be incremented by"):
        await jobs.patch("ann", "1", increment={"n": amount})


async def test_one_field_is_not_added_to_and_set_at_once(jobs: Container) -> None:
    with pytest.raises(ValueError, match="the same field"):
        await jobs.patch("ann", "1", increment={"n": 1}, assign={"n": 1})


@pytest.mark.parametrize("value", [float("nan"), "\ud83d"])
async def test_a_value_that_is_not_json_is_not_assigned(jobs: Container, value: Any) -> None:
    await jobs.create("ann", job("1"))
    with pytest.raises(PermanentError):
        await jobs.patch("ann", "1", assign={"x": value})


async def test_a_later_change_of_what_was_assigned_changes_nothing_stored(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    value = {"items": [1]}
    patching = asyncio.ensure_future(jobs.patch("ann", "1", assign={"x": value}))
    await asyncio.sleep(0)
    value["items"].append(2)
    document = await patching
    document["x"]["items"].append(3)
    read = await jobs.read("ann", "1")
    assert read is not None
    assert read.body["x"] == {"items": [1]}
