import asyncio
import contextlib
import itertools
from collections.abc import Awaitable
from typing import Any, TypeVar

import pytest

from adapters.memory.documents import MemoryDatabase
from shared.domain.caller import EVERYBODY, Caller
from shared.domain.endings import result_id
from shared.domain.job import JobStatus
from shared.errors import (
    AlreadyExistsError,
    ConflictError,
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    TemporaryError,
)
from shared.ports.documents import Container, Query
from tests.fakes.builders import USER, item_result, other, reference
from tests.fakes.clock import settled
from tests.fakes.faults import FaultyContainer
from tests.fakes.responses import comparison_response, query_response
from tests.fakes.services import BY_NAME, Services, real_time_of, services

_Answer = TypeVar("_Answer")
COMPARISON, QUERY = BY_NAME["contract_comparison"], BY_NAME["contract_query"]
AT_ONCE = {job_type.name: real_time_of(job_type.name) for job_type in (COMPARISON, QUERY)}
OWNER, STRANGER = Caller(USER), Caller("eve")
RESULT = result_id("job-1")


class BreaksOff(FaultyContainer):
    """Fails at a certain write, before it or after it; new documents wait at its gate while there is one."""

    def __init__(self, inner: Container) -> None:
        super().__init__(inner)
        self.at = 0
        self.after = False
        self.gate: asyncio.Event | None = None

    async def _run(self, method: str, call: Awaitable[_Answer]) -> _Answer:
        if method == "create" and self.gate is not None:
            await self.gate.wait()
        if method in ("create", "upsert", "replace", "delete"):
            self.at -= 1
            if self.at == 0:
                self.fail(method, TemporaryError("The store is busy."), after=self.after)
        return await super()._run(method, call)


class Breaking:
    """A database in memory whose results can break off."""

    def __init__(self) -> None:
        self._inner = MemoryDatabase()
        self.results = BreaksOff(self._inner.container("analysis_results"))

    def container(self, name: str) -> Container:
        return self.results if name == "analysis_results" else self._inner.container(name)


def about_three() -> dict[str, Any]:
    """What is sent to save a result about three of four contracts; one of them and the header need parts."""
    refused = {"item_id": "00003", "contract_id": other(3), "message": "ü" * 900_000}
    named = [other(n) for n in range(4)]
    response = comparison_response(*named[:3], compareContractIds=named, errors=[refused])
    response["results"]["comparisons"][1]["summary"] = "ü" * 900_000
    return {"results": response, "metadata": {"title": "Lease"}}


async def with_result(items: int = 2) -> Services:
    """Services with a completed job and its result."""
    here = await services().with_job(items)
    await here.lifecycle.plan(reference())
    for number in range(items):
        await here.results.add_item(item_result(number))
    await here.lifecycle.finish(reference())
    return here


async def documents(container: Container) -> list[dict[str, Any]]:
    return (await container.query(Query(limit=1_000), USER)).documents


async def listed(here: Services, text: str = "") -> list[str]:
    page = await here.saved_results.list_of_user(USER, OWNER, [], text, 50, None)
    return [row.title for row in page["results"]]


async def test_another_user_finds_changes_and_deletes_nothing() -> None:
    here = await with_result()
    for act in (
        here.saved_results.find(RESULT, STRANGER),
        here.saved_results.rename(RESULT, "Mine", STRANGER),
        here.saved_results.delete(RESULT, STRANGER),
    ):
        with pytest.raises(NotFoundError, match=f"There is no result {RESULT}"):
            await act
    with pytest.raises(NotFoundError):
        await here.saved_results.list_of_user(USER, STRANGER, [], "", 50, None)
    assert await listed(here) == ["A comparison"]
    await here.saved_results.rename(RESULT, "Looked at", EVERYBODY)
    assert await listed(here) == ["Looked at"]


async def test_nobody_but_its_owner_learns_that_a_result_was_deleted() -> None:
    here = await with_result()
    await here.saved_results.delete(RESULT, OWNER)
    with pytest.raises(NotFoundError, match="was deleted"):
        await here.saved_results.find(RESULT, OWNER)
    with pytest.raises(NotFoundError, match="There is no result"):
        await here.saved_results.find(RESULT, STRANGER)


async def test_a_result_of_an_earlier_version_is_listed_and_found_once_it_has_another_title() -> None:
    here = await with_result()
    stored = await here.analysis_results.read(USER, RESULT)
    assert stored is not None
    earlier = {name: value for name, value in stored.body.items() if name not in ("row", "search_title")}
    await here.database.container("analysis_results").upsert(USER, earlier)
    page = await here.saved_results.list_of_user(USER, OWNER, [], "", 50, None)
    assert [(row.items, row.counts) for row in page["results"]] == [(2, {})]
    assert await listed(here, "comparison") == []
    await here.saved_results.rename(RESULT, "My comparison", OWNER)
    assert await listed(here, "comparison") == ["My comparison"]


async def test_a_result_is_listed_by_its_type() -> None:
    here = await with_result()
    assert (await here.saved_results.list_of_user(USER, OWNER, ["comparison"], "", 50, None))["total"] == 1
    assert (await here.saved_results.list_of_user(USER, OWNER, ["query"], "", 50, None))["total"] == 0


async def test_a_title_that_was_changed_survives_the_second_finish_of_the_job() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result())
    here.job_queue.fail("replace", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(reference())
    before = await here.saved_results.rename(RESULT, "Mine", OWNER)
    await here.clock.advance(60)
    assert (await here.lifecycle.finish(reference())).status is JobStatus.COMPLETED
    header = await here.saved_results.find(RESULT, OWNER)
    assert (header["metadata"]["title"], header["metadata"]["contracts_compared"]) == ("Mine", 1)
    assert header["created_date"] == before.model_dump(mode="json")["created_date"]
    assert await listed(here, "MIN") == ["Mine"]


async def test_a_result_is_not_deleted_under_the_job_that_is_just_ending() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result())
    here.job_queue.fail("replace", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await here.lifecycle.finish(reference())
    with pytest.raises(IllegalTransitionError, match="just ending"):
        await here.saved_results.delete(RESULT, OWNER)
    await here.lifecycle.finish(reference())
    await here.saved_results.delete(RESULT, OWNER)


async def test_a_result_is_not_deleted_before_it_was_told_what_failed() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result(0))
    await here.results.add_item(item_result(1, error="Refused."))
    here.dead_letters.fail(TemporaryError("The queue is busy."))
    await here.lifecycle.finish(reference())
    with pytest.raises(IllegalTransitionError, match="just ending"):
        await here.saved_results.delete(RESULT, OWNER)
    assert await here.announcer.announce(await here.jobs.get(reference()))
    await here.saved_results.delete(RESULT, OWNER)
    assert len(here.dead_letters.messages) == 1


async def test_a_deleted_result_is_not_brought_back_by_whoever_writes_it_again() -> None:
    here = await with_result()
    header = await here.analysis_results.read(USER, RESULT)
    assert header is not None
    await here.saved_results.delete(RESULT, OWNER)
    assert await here.results.write_header(header.body) is False
    assert await listed(here) == []
    assert [document["id"] for document in await documents(here.analysis_results)] == [RESULT]


async def test_a_job_without_its_result_is_not_retried_at_the_price_of_all_of_it() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result(0))
    await here.results.add_item(item_result(1, error="Refused."))
    await here.lifecycle.finish(reference())
    await here.saved_results.delete(RESULT, OWNER)
    with pytest.raises(IllegalTransitionError, match="was deleted"):
        await here.control.retry(await here.jobs.get(reference()))
    page = await here.items.page(await here.jobs.get(reference()), 50, None)
    assert [item.status for item in page.items] == ["deleted", "deleted"]


async def test_a_retry_keeps_what_it_took_over_when_the_first_result_is_deleted() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    await here.results.add_item(item_result(0))
    await here.results.add_item(item_result(1, error="Refused."))
    await here.lifecycle.finish(reference())
    again = await here.control.retry(await here.jobs.get(reference()))
    await here.results.add_item(item_result(0, job_id=again.id))
    await here.saved_results.delete(RESULT, OWNER)
    assert await here.control.retry(await here.jobs.get(reference())) == again
    assert await here.results.get_item(again.reference, "00000") is not None


@pytest.mark.parametrize("title", ["Mine", "Mine and yours" * 10])
async def test_a_title_is_changed_when_somebody_else_changed_the_result_meanwhile(title: str) -> None:
    here = await with_result()
    here.analysis_results.fail("replace", ConflictError("Somebody was faster."), times=4)
    assert (await here.saved_results.rename(RESULT, title, OWNER)).title == title
    here.analysis_results.fail("replace", ConflictError("Somebody was faster."), times=5)
    with pytest.raises(ConflictError, match="Try again"):
        await here.saved_results.rename(RESULT, "Other", OWNER)
    assert await listed(here) == [title]


async def test_a_result_that_is_changed_while_it_is_deleted_stays_whole() -> None:
    here = await with_result()
    here.analysis_results.fail("replace", ConflictError("Somebody was faster."))
    with pytest.raises(ConflictError):
        await here.saved_results.delete(RESULT, OWNER)
    assert len([item async for item in here.results.items(USER, "job-1")]) == 2
    assert await listed(here) == ["A comparison"]


@pytest.mark.parametrize("after", [False, True])
async def test_a_removal_that_breaks_off_anywhere_shows_nothing_and_is_finished_by_the_next(after: bool) -> None:
    for at in itertools.count(1):
        breaking = Breaking()
        here = services(breaking)
        result = (await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], about_three(), OWNER)).id
        store = breaking.results
        store.at, store.after = at, after
        try:
            await here.saved_results.delete(result, OWNER)
        except TemporaryError:
            assert await listed(here) == ([] if at > 1 or after else ["Lease"])
            # When only the last answer got lost, there is nothing left to do.
            with contextlib.suppress(NotFoundError):
                await here.saved_results.delete(result, OWNER)
        else:
            assert at > 7
            return
        [remains] = await documents(here.analysis_results)
        assert (remains["id"], remains["record"]) == (result, "deleted")
        with pytest.raises(NotFoundError, match="was deleted"):
            await here.saved_results.delete(result, OWNER)


@pytest.mark.parametrize("after", [False, True])
async def test_a_save_that_breaks_off_anywhere_shows_nothing_and_the_next_one_is_whole(after: bool) -> None:
    body = about_three()
    for at in itertools.count(1):
        breaking = Breaking()
        here = services(breaking)
        store = breaking.results
        store.at, store.after = at, after
        try:
            row = await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], body, OWNER, "key")
        except TemporaryError:
            assert await listed(here) in ([], ["Lease"] if after else [])
            row = await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], body, OWNER, "key")
        else:
            assert at > 6
            return
        page = await here.saved_results.list_of_user(USER, OWNER, [], "", 50, None)
        assert [entry.id for entry in page["results"]] == [row.id]
        kept = [item.content async for item in here.results.items(USER, row.job_id) if item.content]
        assert kept == body["results"]["results"]["comparisons"]


async def test_a_saved_result_is_nobodys_answer_to_a_question() -> None:
    here = services()
    result = (await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], about_three(), OWNER)).id
    [item, *_] = [item async for item in here.results.items(USER, result)]
    assert (item.input_hash, item.job_id, item.estimated_cost) == ("", result, None)


async def test_a_result_about_some_of_the_contracts_says_how_many_are_missing() -> None:
    here = services()
    refused = {"item_id": "00002", "contract_id": other(2), "message": "Refused."}
    response = comparison_response(other(1), compareContractIds=[other(0), other(1), other(2)], errors=[refused])
    row = await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], {"results": response}, OWNER)
    header = await here.saved_results.find(row.id, OWNER)
    errors = [error async for error in here.results.errors(USER, row.id)]
    assert (header["not_analysed"], errors, row.items) == (1, [refused], 1)
    done = [item.item_id async for item in here.results.items(USER, row.id) if item.content]
    assert done == ["00001"]


@pytest.mark.parametrize("key", [None, "key"])
async def test_a_text_with_half_a_character_is_refused_before_anything_is_stored(key: str | None) -> None:
    here = services()
    response = query_response(other(0), other(1))
    response["answers"][1]["answer"] = "\ud800"
    with pytest.raises(InvalidRequestError) as refused:
        await here.result_intake.save(QUERY, AT_ONCE[QUERY.name], {"results": response}, OWNER, key)
    assert [fault.pointer for fault in refused.value.faults] == ["/results"]
    assert "half a character" in refused.value.faults[0].message
    assert await documents(here.analysis_results) == []


async def test_half_a_character_in_the_question_or_an_error_is_refused_too() -> None:
    error = {"item_id": "00001", "contract_id": other(1), "message": "\ud800"}
    for fields in ({"question": "\ud800"}, {"contract_ids": [other(0), other(1)], "errors": [error]}):
        with pytest.raises(InvalidRequestError, match="half a character"):
            await services().result_intake.save(
                QUERY, AT_ONCE[QUERY.name], {"results": query_response(other(0), **fields)}, OWNER
            )


async def test_a_summary_of_any_length_is_kept_whole_and_shortened_in_the_overview() -> None:
    here = services()
    response = comparison_response(other(0), other(1))
    response["results"]["comparisons"][1]["summary"] = "x" * 2_200_000
    row = await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], {"results": response}, OWNER)
    assert [len(shown["summary"]) async for shown in here.results.rows(USER, row.id)] == [11, 1_000]
    [_, kept] = [item.content async for item in here.results.items(USER, row.id)]
    assert kept == response["results"]["comparisons"][1]


async def test_a_name_that_no_document_can_hold_is_refused_before_anything_is_stored() -> None:
    here = services()
    response = comparison_response(other(0), other(1))
    response["results"]["comparisons"][1]["model"] = "x" * 2_200_000
    with pytest.raises(InvalidRequestError, match="too long to be kept"):
        await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], {"results": response}, OWNER)
    assert await documents(here.analysis_results) == []


async def test_a_save_that_finds_its_result_deleted_leaves_nothing_and_says_so() -> None:
    breaking = Breaking()
    here = services(breaking)
    body = about_three()
    gate = breaking.results.gate = asyncio.Event()
    first = asyncio.create_task(here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], body, OWNER, "key"))
    await settled()
    breaking.results.gate = None
    row = await here.result_intake.save(COMPARISON, AT_ONCE[COMPARISON.name], body, OWNER, "key")
    await here.saved_results.delete(row.id, OWNER)
    gate.set()
    with pytest.raises(AlreadyExistsError, match=f"{row.id}, which was deleted"):
        await first
    assert [document["record"] for document in await documents(here.analysis_results)] == ["deleted"]


async def test_what_was_answered_in_another_order_is_read_in_that_of_the_contracts() -> None:
    here = services()
    named = [other(n) for n in range(4)]
    errors = [{"item_id": "99999", "contract_id": named[n], "message": "Refused."} for n in (3, 1)]
    response = query_response(named[2], named[0], contract_ids=named, errors=errors)
    row = await here.result_intake.save(QUERY, AT_ONCE[QUERY.name], {"results": response}, OWNER)
    header = await here.saved_results.find(row.id, OWNER)
    parts = {
        "overview": [shown async for shown in here.results.rows(USER, row.id)],
        "errors": [error async for error in here.results.errors(USER, row.id)],
    }
    items = [item.content async for item in here.results.items(USER, row.id) if item.content]
    results = QUERY.assemble(header | parts, items)["results"]
    for part in ("table", "answers"):
        assert [told["contract_id"] for told in results[part]] == [named[0], named[2]]
    assert [(error["item_id"], error["contract_id"]) for error in results["errors"]] == [
        ("00001", named[1]),
        ("00003", named[3]),
    ]
