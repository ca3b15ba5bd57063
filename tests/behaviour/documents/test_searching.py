"""Looking for a text in a field: the very characters, in every store."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from shared.errors import InvalidRequestError, PermanentError
from shared.ports.documents import Container, Query
from tests.behaviour.documents.stores import Database, ids, job, orders_whole_texts

TITLES: Mapping[str, Any] = {
    "plain": "comparison of leases",
    "percent": "50% of_all",
    "underscore": "of all",
    "apostrophe": "the buyer's terms",
    "quote": 'called "the terms"',
    "backslash": "a\\b",
    "newline": "a\nb",
    "accent": "é",
    "accent-in-two": "e\u0301",
    "emoji": "good 😀 news",
    "upper": "LEASE",
    "pattern": "[a-z]* ?",
    "empty": "",
    "number": 50,
    "null": None,
    "list": ["lease"],
    "object": {"lease": "lease"},
    "absent": ...,
}
TEXTS = {name for name, value in TITLES.items() if isinstance(value, str)}


@pytest.fixture
async def titled(jobs: Container) -> Container:
    bodies = [job(name) if value is ... else job(name, title=value) for name, value in TITLES.items()]
    await asyncio.gather(*(jobs.create("ann", body) for body in bodies))
    return jobs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lease", {"plain"}),
        ("comparison of leases", {"plain"}),
        ("leases of", set()),
        ("50%", {"percent"}),
        ("%", {"percent"}),
        ("5%f", set()),
        ("f_a", {"percent"}),
        ("_", {"percent"}),
        ("'", {"apostrophe"}),
        ("r's t", {"apostrophe"}),
        ('"', {"quote"}),
        ('"the terms"', {"quote"}),
        ("\\", {"backslash"}),
        ("\\b", {"backslash"}),
        ("\n", {"newline"}),
        ("é", {"accent"}),
        ("\u0301", {"accent-in-two"}),
        ("😀", {"emoji"}),
        ("LEAS", {"upper"}),
        ("Lease", set()),
        ("*", {"pattern"}),
        ("[a", {"pattern"}),
        ("@p0", set()),
        ("50", {"percent"}),
        ("null", set()),
        ("x" * 5_000, set()),
        ("", TEXTS),
    ],
)
async def test_a_text_is_found_wherever_it_is_in_a_field_that_is_a_text(
    titled: Container, text: str, found: set[str]
) -> None:
    query = Query(contains={"title": text}, limit=4)
    assert set(await ids(titled, query)) == found
    assert await titled.count({}, "ann", {"title": text}) == len(found)


async def test_what_follows_a_nul_is_found_where_a_store_reads_it(database: Database) -> None:
    jobs = database.container("job_queue")
    await jobs.create("ann", job("1", title="before\0after"))
    assert await ids(jobs, Query(contains={"title": "before"})) == ["1"]
    for text in ("after", "\0", "before\0after"):
        found = await ids(jobs, Query(contains={"title": text}))
        assert found == (["1"] if orders_whole_texts(database) else [])


async def test_a_search_is_one_condition_among_others(jobs: Container) -> None:
    for number in range(9):
        title = "rent" if number % 2 else "sale"
        await jobs.create("ann", job(f"{number}", title=title, type="a" if number < 6 else "b", day="monday"))
    await jobs.create("bob", job("10", "bob", title="rent", type="a", day="monday"))
    query = Query({"type": "a"}, "day", "desc", 2, contains={"title": "ren", "day": "mon"})
    assert await ids(jobs, query) == ["5", "3", "1"]
    assert await ids(jobs, query, None) == ["5", "3", "10", "1"]
    assert await jobs.count({"type": "a"}, "ann", {"title": "ren"}) == 3
    assert await jobs.count({"type": "a"}, None, {"title": "ren"}) == 4


async def test_a_page_of_one_search_does_not_lead_to_the_next_of_another(titled: Container) -> None:
    page = await titled.query(Query(contains={"title": "e"}, limit=1), "ann")
    assert page.continuation is not None
    for other in ({"title": "a"}, {}, {"id": "e"}):
        with pytest.raises(InvalidRequestError):
            await titled.query(Query(contains=other, limit=1, continuation=page.continuation), "ann")


async def test_what_no_text_can_be_is_not_looked_for(jobs: Container) -> None:
    wrong: Any = {"title": 5}
    for contains, error in (({"title": "\ud800"}, PermanentError), (wrong, ValueError), ({"a.b": "x"}, ValueError)):
        with pytest.raises(error):
            await jobs.query(Query(contains=contains), "ann")
        with pytest.raises(error):
            await jobs.count({}, "ann", contains)
