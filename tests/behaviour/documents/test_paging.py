from dataclasses import replace
from typing import Literal

import pytest

from shared.errors import InvalidRequestError
from shared.ports.documents import Container, Query
from tests.behaviour.documents.stores import Database, ids, job

DESCENDING = Query(where={"type": "comparison"}, order_by="day", direction="desc", limit=2)


async def fill(jobs: Container, count: int) -> None:
    for number in range(count):
        await jobs.create("ann", job(f"{number:03}", type="comparison", day=f"day {number // 3}"))


async def first_token(jobs: Container, query: Query, partition: str | None = "ann") -> str:
    page = await jobs.query(query, partition)
    assert page.continuation is not None
    return page.continuation


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 11])
async def test_pages_of_any_size_show_every_document_once_in_order(
    jobs: Container, limit: int, direction: Literal["asc", "desc"]
) -> None:
    await fill(jobs, 10)
    expected = [f"{number:03}" for number in range(10)]
    query = Query(order_by="day", direction=direction, limit=limit)
    assert await ids(jobs, query) == (expected if direction == "asc" else expected[::-1])


async def test_a_last_page_that_is_just_full_has_no_continuation(jobs: Container) -> None:
    await fill(jobs, 4)
    page = await jobs.query(Query(limit=4), "ann")
    assert (len(page.documents), page.continuation) == (4, None)
    assert (await jobs.query(Query(), "eve")).continuation is None


async def test_documents_written_and_deleted_meanwhile_neither_repeat_nor_skip_the_others(jobs: Container) -> None:
    await fill(jobs, 9)
    before = await jobs.query(replace(DESCENDING, limit=4), "ann")
    for document_id, day in (("new-a", "day 9"), ("new-b", "day 1"), ("new-c", "day 0"), ("0055", "day 1")):
        await jobs.create("ann", job(document_id, type="comparison", day=day))
    await jobs.delete("ann", "005")
    await jobs.delete("ann", "003")
    rest = await ids(jobs, replace(DESCENDING, continuation=before.continuation))
    assert [document["id"] for document in before.documents] == ["008", "007", "006", "005"]
    assert [document_id for document_id in rest if len(document_id) == 3] == ["004", "002", "001", "000"]
    assert "new-a" not in rest


async def test_the_same_id_in_several_partitions_is_neither_repeated_nor_skipped(jobs: Container) -> None:
    for user in ("ann", "bob", "eve"):
        for document_id in ("1", "2"):
            await jobs.create(user, job(document_id, user, day="monday"))
    query = Query(order_by="day", limit=1)
    assert await ids(jobs, query, None) == ["1", "1", "1", "2", "2", "2"]
    assert await ids(jobs, replace(query, direction="desc"), None) == ["2", "2", "2", "1", "1", "1"]


async def test_texts_with_any_character_can_be_paged_over(jobs: Container) -> None:
    days = ["", " ", '"', "a\0b", "a\0c", "it's", "é", "😀", "\uffff"]
    for number, day in enumerate(days):
        await jobs.create("ann", job(str(number), day=day))
    for direction in ("asc", "desc"):
        one_by_one = Query(order_by="day", direction=direction, limit=1)
        assert sorted(await ids(jobs, one_by_one)) == [str(number) for number in range(len(days))]
        assert await ids(jobs, one_by_one) == await ids(jobs, replace(one_by_one, limit=100))


async def test_a_page_of_another_size_or_with_other_fields_goes_on_from_the_same_place(jobs: Container) -> None:
    await fill(jobs, 6)
    token = await first_token(jobs, DESCENDING)
    page = await jobs.query(replace(DESCENDING, continuation=token, limit=3, fields=["day"]), "ann")
    assert page.documents == [{"id": f"00{n}", "day": f"day {n // 3}"} for n in (3, 2, 1)]


@pytest.mark.parametrize(
    "token", ["", "x", "!!!!", "é", "\ud83d", "AAAA" * 50, "W10", "null", "A" * 100_000, "[" * 100_000]
)
async def test_what_is_no_continuation_is_refused_naming_the_field(jobs: Container, token: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await jobs.query(replace(DESCENDING, continuation=token), "ann")
    assert [fault.pointer for fault in caught.value.faults] == ["/continuation"]


async def test_a_continuation_with_any_character_changed_is_refused(jobs: Container) -> None:
    await fill(jobs, 6)
    token = await first_token(jobs, DESCENDING)
    changed = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(len(token))]
    for tampered in [*changed, token + "=", token + "A", token[:-1], "!" + token, token + "\n"]:
        with pytest.raises(InvalidRequestError):
            await jobs.query(replace(DESCENDING, continuation=tampered), "ann")


async def test_a_continuation_of_another_query_is_refused(database: Database) -> None:
    jobs = database.container("job_queue")
    await fill(jobs, 6)
    token = await first_token(jobs, DESCENDING)
    others = [
        replace(DESCENDING, where={}),
        replace(DESCENDING, where={"type": "question"}),
        replace(DESCENDING, where={"type": "comparison", "status": "queued"}),
        replace(DESCENDING, order_by="type"),
        replace(DESCENDING, direction="asc"),
    ]
    foreign = [(jobs, query, "ann") for query in others] + [
        (jobs, DESCENDING, "bob"),
        (jobs, DESCENDING, None),
        (database.container("analysis_results"), DESCENDING, "ann"),
    ]
    for container, query, partition in foreign:
        with pytest.raises(InvalidRequestError):
            await container.query(replace(query, continuation=token), partition)
    assert await ids(jobs, replace(DESCENDING, continuation=token)) == ["003", "002", "001", "000"]
