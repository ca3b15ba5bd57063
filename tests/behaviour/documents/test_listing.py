import asyncio
from typing import Any

import pytest

from shared.ports.documents import Container, Query
from tests.behaviour.documents.stores import Database, ids, job, orders_whole_texts

VALUES: dict[str, Any] = {
    "absent": ...,
    "null": None,
    "false": False,
    "true": True,
    "zero": 0,
    "minus-zero": -0.0,
    "one": 1,
    "one-point": 1.0,
    "text-one": "1",
    "text-true": "true",
    "text-null": "null",
    "empty": "",
    "quote": 'it\'s "quoted" \\ é😀',
    "nul": "a\0b",
    "list": [1],
    "object": {"a": 1},
    "huge": 10**30,
}


@pytest.fixture
async def samples(jobs: Container) -> Container:
    bodies = [job(name) if value is ... else job(name, v=value) for name, value in VALUES.items()]
    await asyncio.gather(*(jobs.create("ann", body) for body in bodies))
    return jobs


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, {"null"}),
        (False, {"false"}),
        (True, {"true"}),
        (0, {"zero", "minus-zero"}),
        (0.0, {"zero", "minus-zero"}),
        (1, {"one", "one-point"}),
        (1.0, {"one", "one-point"}),
        (1.5, set()),
        (10**30, {"huge"}),
        ("1", {"text-one"}),
        ("true", {"text-true"}),
        ("null", {"text-null"}),
        ("", {"empty"}),
        ('it\'s "quoted" \\ é😀', {"quote"}),
        ("a\0b", {"nul"}),
        ("a", set()),
        ("[1]", set()),
        ([], set()),
        ([None], {"null"}),
        ([None, True, "1", 1], {"null", "true", "text-one", "one", "one-point"}),
        (["1", "1"], {"text-one"}),
        (("x", "y"), set()),
        ([*map(str, range(40_000))], {"text-one"}),
    ],
)
async def test_a_condition_tells_every_json_value_from_every_other(
    samples: Container, wanted: Any, found: set[str]
) -> None:
    query = Query(where={"v": wanted})
    assert set(await ids(samples, query)) == found
    assert await samples.count({"v": wanted}, "ann") == len(found)


async def test_all_conditions_must_be_met(jobs: Container) -> None:
    for number in range(12):
        await jobs.create("ann", job(f"{number:02}", odd=number % 2 == 1, third=number % 3))
    where: dict[str, Any] = {"odd": True, "third": [0, 1]}
    assert await ids(jobs, Query(where=where)) == ["01", "03", "07", "09"]
    assert await jobs.count(where, "ann") == 4
    assert await jobs.count({}, "ann") == 12


async def test_a_condition_on_the_id_or_the_partitions_field_is_one_like_others(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    await jobs.create("bob", job("1", "bob"))
    await jobs.create("bob", job("2", "bob"))
    assert await ids(jobs, Query(where={"id": "1"}), None) == ["1", "1"]
    assert await ids(jobs, Query(where={"id": ["2", 2, None]}), "bob") == ["2"]
    assert await ids(jobs, Query(where={"id": 1}), None) == []
    assert await ids(jobs, Query(where={"id": ["1\0", "2\0b"]}), None) == []
    assert await ids(jobs, Query(where={"user_id": "bob"}), None) == ["1", "2"]


async def test_a_partition_shows_only_its_own_documents_and_none_shows_all(jobs: Container) -> None:
    await jobs.create("ann", job("1"))
    await jobs.create("bob", job("2", "bob"))
    assert await ids(jobs, Query(), "ann") == ["1"]
    assert await ids(jobs, Query(), "eve") == []
    assert await ids(jobs, Query(), None) == ["1", "2"]
    assert await jobs.count({}, "bob") == 1


async def test_documents_are_counted_in_one_partition_or_in_all(jobs: Container) -> None:
    for number, user in enumerate(("ann", "ann", "bob", "eve")):
        await jobs.create(user, job(str(number), user, odd=number % 2 == 1))
    assert await jobs.count({}, None) == 4
    assert await jobs.count({"odd": True}, None) == 2
    assert await jobs.count({"odd": True}, "ann") == 1
    assert await jobs.count({"odd": True, "user_id": ["ann", "eve"]}, None) == 2
    assert await jobs.count({"nothing": 1}, None) == 0


async def test_texts_are_ordered_by_code_point(jobs: Container) -> None:
    names = ["", " ", '"', "A", "B", "a", "a ", "a!", "ab", "é", "\ud7ff", "\ue000", "\uffff", "\U00010000", "😀"]
    for number, name in enumerate(reversed(names)):
        await jobs.create("ann", job(f"{number:02}", name=name))
    for direction in ("asc", "desc"):
        page = await jobs.query(Query(order_by="name", direction=direction), "ann")
        listed = [document["name"] for document in page.documents]
        assert listed == (names if direction == "asc" else names[::-1])


async def test_texts_with_a_nul_have_one_order_in_a_store(database: Database) -> None:
    jobs = database.container("job_queue")
    for document_id, name in (("1", "a\0c"), ("2", "a"), ("3", "a\0b"), ("4", "\0z"), ("5", "a ")):
        await jobs.create("ann", job(document_id, name=name))
    by_what_precedes_it = ["4", "1", "2", "3", "5"]
    expected = ["4", "2", "3", "1", "5"] if orders_whole_texts(database) else by_what_precedes_it
    assert await ids(jobs, Query(order_by="name", limit=1)) == expected
    assert await ids(jobs, Query(order_by="name", limit=1, direction="desc")) == expected[::-1]


async def test_equal_texts_are_ordered_by_id_in_the_same_direction(jobs: Container) -> None:
    for document_id in ("b", "c", "a"):
        await jobs.create("ann", job(document_id, day="monday"))
    assert await ids(jobs, Query(order_by="day")) == ["a", "b", "c"]
    assert await ids(jobs, Query(order_by="day", direction="desc")) == ["c", "b", "a"]


@pytest.mark.parametrize("value", [None, 1, True, ["x"], {"x": "y"}])
async def test_a_document_whose_value_to_order_by_is_no_text_is_not_listed(jobs: Container, value: Any) -> None:
    await jobs.create("ann", job("1", day=value))
    await jobs.create("ann", job("2"))
    await jobs.create("ann", job("3", day="monday"))
    assert await ids(jobs, Query(order_by="day")) == ["3"]


async def test_a_projection_has_the_id_and_the_fields_that_are_there(jobs: Container) -> None:
    await jobs.create("ann", job("1", a={"deep": [1]}, b=None, text="long"))
    page = await jobs.query(Query(fields=["a", "b", "nothing", "a"]), "ann")
    assert page.documents == [{"id": "1", "a": {"deep": [1]}, "b": None}]
    assert (await jobs.query(Query(fields=[]), "ann")).documents == [{"id": "1"}]


@pytest.mark.parametrize("name", ["a.b", "a b", "", "a'", 'a"', "a\n", "1=1; --", "é"])
async def test_a_name_that_is_no_fields_is_a_mistake_of_the_code(jobs: Container, name: str) -> None:
    for query in (Query(where={name: 1}), Query(order_by=name), Query(fields=[name])):
        with pytest.raises(ValueError, match="not the name of a top-level field"):
            await jobs.query(query, "ann")
    with pytest.raises(ValueError, match="not the name of a top-level field"):
        await jobs.count({name: 1}, "ann")


async def test_other_impossible_queries_are_mistakes_of_the_code(jobs: Container) -> None:
    wrong: list[Any] = [
        Query(limit=0),
        Query(direction="up"),  # type: ignore[arg-type]
        Query(where={"a": {"b": 1}}),  # type: ignore[dict-item]
    ]
    for query in wrong:
        with pytest.raises(ValueError, match=r"limit|direction|scalar"):
            await jobs.query(query, "ann")


async def test_every_container_lists_its_documents(database: Database) -> None:
    contracts = database.container("contracts")
    for document_id in ("c-2", "c-1"):
        await contracts.create(document_id, {"id": document_id, "created_date": "2025-01-01"})
    assert await ids(contracts, Query(order_by="created_date"), None) == ["c-1", "c-2"]
