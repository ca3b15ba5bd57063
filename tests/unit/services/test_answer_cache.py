"""What the model answered before is not paid for again."""

import asyncio
from typing import Any

import pytest

from shared.domain.job import Item, ItemOutcome, ItemResult, Options, item_result_id
from shared.domain.usage import Usage
from shared.errors import TemporaryError
from shared.ports.documents import Query
from shared.ports.model import ModelLimits
from shared.services.answer_cache import AnswerCache, CachedAnswer, cached_answer_id
from shared.services.item_attempt import Attempt
from tests.fakes.builders import (
    JOB_TYPE,
    USER,
    answer_text,
    contract,
    finding,
    item,
    job,
    other,
    reference,
    request_body,
    text_of,
)
from tests.fakes.clock import START, settled
from tests.fakes.metrics import Scrape
from tests.fakes.model import Held
from tests.fakes.services import Services, services

FIRST = Attempt(1, 3)
COST = 0.0002
TOKENS = 110


async def with_jobs(**second: Any) -> Services:
    """Two jobs of a user that ask the same; fields of the second one may differ."""
    here = await services().with_job()
    await here.jobs.create(job("job-2", **second))
    for job_id in ("job-1", "job-2"):
        await here.lifecycle.plan(reference(job_id))
    return here


async def stored(here: Services, job_id: str) -> ItemResult:
    result = await here.results.get_item(reference(job_id), item().item_id)
    assert result is not None
    return result


async def spent(here: Services, job_id: str) -> Usage:
    await here.clock.advance(2)
    return await here.jobs.read_usage(reference(job_id))


async def test_an_equal_question_of_another_job_is_answered_without_the_model() -> None:
    here = await with_jobs()
    await here.runner.run(reference(), item(), FIRST)
    receipt = await here.runner.run(reference("job-2"), item(), FIRST)
    first, second = await stored(here, "job-1"), await stored(here, "job-2")
    assert (receipt.outcome, receipt.cached, receipt.tokens) == (ItemOutcome.DONE, True, 0)
    assert here.model.calls.total() == 1
    assert (second.content, second.overview, second.model) == (first.content, first.overview, "scripted")
    assert (first.cached, second.cached, second.reused_from) == (False, True, first.id)
    assert (second.estimated_cost, second.saved_tokens, second.saved_cost) == (0.0, TOKENS, COST)


async def test_a_job_counts_what_earlier_answers_saved() -> None:
    here = await with_jobs()
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    first, second = await spent(here, "job-1"), await spent(here, "job-2")
    assert (first.cached_items, first.saved_tokens, first.saved_cost) == (0, 0, 0.0)
    assert (second.cached_items, second.saved_tokens, second.saved_cost) == (1, TOKENS, COST)
    assert (second.model_calls, second.estimated_cost) == (0, 0.0)


async def test_an_answer_that_was_used_again_is_on_record_and_in_the_metrics() -> None:
    here = await with_jobs()
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    records = (await here.model_usage.query(Query({"api_type": "cache"}), USER)).documents
    assert [(record["job_id"], record["model"], record["total_tokens"]) for record in records] == [
        ("job-2", "scripted", 0)
    ]
    assert (records[0]["saved_tokens"], records[0]["saved_cost"], records[0]["estimated_cost"]) == (TOKENS, COST, 0.0)
    seen = Scrape(here.telemetry.exposition())
    assert seen.value("items_ended_total", job_type=JOB_TYPE, outcome="cached") == 1
    assert seen.value("cache_hits_total", operation=JOB_TYPE) == 1
    assert seen.value("cache_saved_tokens_total", operation=JOB_TYPE) == TOKENS
    assert seen.value("cache_saved_cost_dollars_total", operation=JOB_TYPE) == COST


async def test_a_copy_of_a_copy_has_saved_what_the_first_answer_took() -> None:
    here = await with_jobs()
    await here.jobs.create(job("job-3"))
    for job_id in ("job-1", "job-2", "job-3"):
        await here.runner.run(reference(job_id), item(), FIRST)
        await here.clock.advance(1)
    third = await stored(here, "job-3")
    assert (third.reused_from, third.saved_tokens, third.saved_cost) == (
        item_result_id("job-2", "00000"),
        TOKENS,
        COST,
    )


async def test_an_item_that_runs_again_counts_as_saved_once() -> None:
    here = await with_jobs()
    for job_id in ("job-1", "job-2", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    assert (await spent(here, "job-2")).cached_items == 1
    assert await here.model_usage.count({"api_type": "cache"}, USER) == 1


async def test_the_model_is_asked_anew_when_the_job_says_so_and_then_that_answer_counts() -> None:
    here = await with_jobs(options=Options(refresh=True))
    here.model.will(other(0), answer_text(finding(summary="old")), answer_text(finding(summary="new")))
    for job_id in ("job-1", "job-2", "job-3"):
        if job_id == "job-3":
            await here.jobs.create(job("job-3"))
        await here.runner.run(reference(job_id), item(), FIRST)
        await here.clock.advance(1)
    assert here.model.calls.total() == 2
    assert [(await stored(here, job_id)).cached for job_id in ("job-2", "job-3")] == [False, True]
    third = (await stored(here, "job-3")).content
    assert third is not None
    assert third["findings"][0]["summary"] == "new"


@pytest.mark.parametrize(
    "fields",
    [{"request": request_body(1, comparisonMode="clauses")}, {"request": request_body(1, modelSelection="secondary")}],
)
async def test_another_question_is_asked(fields: dict[str, Any]) -> None:
    here = await with_jobs(**fields)
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    assert here.model.calls.total() == 2


async def test_another_model_behind_the_same_selection_is_asked() -> None:
    here = await with_jobs()
    await here.runner.run(reference(), item(), FIRST)
    here.model.name = "another"
    await here.runner.run(reference("job-2"), item(), FIRST)
    assert here.model.calls.total() == 2


async def test_a_model_that_may_be_shown_more_is_asked() -> None:
    here = await with_jobs()
    for job_id, tokens in (("job-1", 50_000), ("job-2", 100_000)):
        here.model.limits = ModelLimits(tokens, 6_000)
        await here.runner.run(reference(job_id), item(), FIRST)
    assert here.model.calls.total() == 2


async def test_another_users_answer_is_never_used() -> None:
    here = await services().with_job()
    theirs = job("job-2", user_id="bob", partition_key="bob")
    await here.jobs.create(theirs)
    await here.runner.run(reference(), item(), FIRST)
    await here.runner.run(theirs.reference, item(), FIRST)
    assert here.model.calls.total() == 2


async def test_a_failed_items_error_is_no_answer() -> None:
    here = await with_jobs()
    here.model.will(other(0), TemporaryError("Overloaded."))
    await here.runner.run(reference(), item(), Attempt(3, 3))
    receipt = await here.runner.run(reference("job-2"), item(), FIRST)
    assert (receipt.outcome, receipt.cached) == (ItemOutcome.DONE, False)


async def test_the_same_text_under_another_id_is_answered_under_its_own_name() -> None:
    here = await with_jobs(request=request_body(["contract_again"]))
    await here.contracts.create(contract("contract_again", text_of(0)))
    await here.runner.run(reference(), item(), FIRST)
    again = Item.at(0, "Title of contract_again", {"contract_id": "contract_again"})
    receipt = await here.runner.run(reference("job-2"), again, FIRST)
    result = await stored(here, "job-2")
    assert receipt.cached
    assert result.content is not None
    assert result.overview is not None
    for shown in (result.content, result.overview):
        assert (shown["contract_id"], shown["contract_title"]) == ("contract_again", "Title of contract_again")
    assert other(0) not in result.model_dump_json(exclude={"reused_from"})


async def test_when_the_result_is_deleted_the_model_is_asked_again() -> None:
    here = await with_jobs()
    await here.runner.run(reference(), item(), FIRST)
    await here.analysis_results.delete(USER, (await stored(here, "job-1")).id)
    receipt = await here.runner.run(reference("job-2"), item(), FIRST)
    assert (receipt.cached, here.model.calls.total()) == (False, 2)


async def test_a_result_that_is_being_deleted_in_parts_is_no_answer() -> None:
    here = await with_jobs()
    here.model.will(other(0), answer_text(finding(reason="x" * 2_000_000)))
    await here.runner.run(reference(), item(), FIRST)
    parts = (await here.analysis_results.query(Query({"type": "content_part"}), USER)).documents
    await here.analysis_results.delete(USER, parts[0]["id"])
    receipt = await here.runner.run(reference("job-2"), item(), FIRST)
    assert (receipt.outcome, receipt.cached, here.model.calls.total()) == (ItemOutcome.DONE, False, 2)


async def test_a_retry_takes_over_results_without_counting_them_as_cached() -> None:
    here = await with_jobs(reuses=["job-1"])
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    copy = await stored(here, "job-2")
    assert (copy.reused_from, copy.cached) == (item_result_id("job-1", "00000"), False)
    assert (await spent(here, "job-2")).cached_items == 0


async def test_a_retry_of_an_older_job_does_not_bring_the_old_answer_back_after_a_refresh() -> None:
    here = await with_jobs(options=Options(refresh=True))
    here.model.will(other(0), answer_text(finding(summary="old")), answer_text(finding(summary="new")))
    await here.jobs.create(job("job-3", reuses=["job-1"]))
    await here.jobs.create(job("job-4"))
    summaries = []
    for job_id in ("job-1", "job-2", "job-3", "job-4"):
        await here.runner.run(reference(job_id), item(), FIRST)
        await here.clock.advance(1)
        content = (await stored(here, job_id)).content
        summaries.append(content["findings"][0]["summary"] if content else None)
    assert summaries == ["old", "new", "old", "new"]


async def test_a_result_that_does_not_say_when_it_was_answered_was_when_it_was_stored() -> None:
    here = await with_jobs(reuses=["job-1"])
    await here.runner.run(reference(), item(), FIRST)
    first = await stored(here, "job-1")
    body = first.model_dump(mode="json", exclude={"answered_date"})
    await here.analysis_results.upsert(USER, body)
    await here.clock.advance(1)
    await here.runner.run(reference("job-2"), item(), FIRST)
    assert (await stored(here, "job-2")).answered_date == first.created_date


async def test_an_answer_of_a_real_time_call_is_used_by_a_job() -> None:
    here = await with_jobs()
    await here.runner.run(reference(), item(), FIRST)
    first = await stored(here, "job-1")
    await here.analysis_results.delete(USER, first.id)
    assert first.content is not None
    answer = CachedAnswer(
        id=cached_answer_id(first.input_hash),
        user_id=USER,
        job_type=JOB_TYPE,
        input_hash=first.input_hash,
        content=first.content,
        model="scripted",
        prompt_tokens=40,
        completion_tokens=2,
        estimated_cost=None,
        answered_date=START,
    )
    cache = AnswerCache(here.analysis_results)
    await cache.keep(answer)
    await cache.keep(answer)
    receipt = await here.runner.run(reference("job-2"), item(), FIRST)
    copy = await stored(here, "job-2")
    assert (receipt.cached, here.model.calls.total()) == (True, 1)
    assert (copy.content, copy.saved_tokens, copy.saved_cost) == (first.content, 42, None)
    assert (await spent(here, "job-2")).saved_cost == 0.0


async def test_all_parts_of_a_large_answer_are_kept_as_long_as_it_is() -> None:
    here = services()
    answer = CachedAnswer(
        id=cached_answer_id("h"),
        user_id=USER,
        job_type=JOB_TYPE,
        input_hash="h",
        content={"text": "x" * 2_000_000},
        model="scripted",
        answered_date=START,
    )
    await AnswerCache(here.analysis_results).keep(answer)
    documents = (await here.analysis_results.query(Query(), USER)).documents
    assert len(documents) > 1
    assert {document["ttl"] for document in documents} == {answer.ttl}


async def test_of_two_jobs_that_ask_the_same_at_once_one_asks_and_both_are_answered() -> None:
    here = await with_jobs()
    hold = asyncio.Event()
    here.model.will(other(0), Held(hold, answer_text()))
    runs = [asyncio.create_task(here.runner.run(reference(job_id), item(), FIRST)) for job_id in ("job-1", "job-2")]
    await settled()
    hold.set()
    receipts = await asyncio.gather(*runs)
    assert sorted(receipt.cached for receipt in receipts) == [False, True]
    assert here.model.calls.total() == 1


async def test_who_waited_for_an_answer_that_did_not_come_asks_for_itself() -> None:
    here = await with_jobs()
    here.model.will(other(0), Held(asyncio.Event(), answer_text()), answer_text())
    first, second = (
        asyncio.create_task(here.runner.run(reference(job_id), item(), FIRST)) for job_id in ("job-1", "job-2")
    )
    await settled()
    first.cancel()
    receipt = await second
    assert (receipt.outcome, receipt.cached, here.model.calls.total()) == (ItemOutcome.DONE, False, 2)


async def test_who_waits_does_not_wait_longer_than_a_quarter_of_its_time() -> None:
    here = await with_jobs(options=Options(item_timeout=1_000))
    here.model.will(other(0), Held(asyncio.Event(), answer_text()), answer_text())
    first = asyncio.create_task(here.runner.run(reference(), item(), FIRST))
    await settled()
    receipt = await asyncio.wait_for(here.runner.run(reference("job-2"), item(), FIRST), 5)
    assert (receipt.outcome, receipt.cached, here.model.calls.total()) == (ItemOutcome.DONE, False, 2)
    first.cancel()
    await asyncio.wait([first])


async def test_a_job_that_was_stopped_while_it_waited_asks_nothing() -> None:
    here = await with_jobs()
    here.model.will(other(0), Held(asyncio.Event(), answer_text()))
    first, second = (
        asyncio.create_task(here.runner.run(reference(job_id), item(), FIRST)) for job_id in ("job-1", "job-2")
    )
    await settled()
    await here.lifecycle.fail(reference("job-2"), "It was stopped.")
    first.cancel()
    assert (await second).outcome is ItemOutcome.STOPPED
    assert here.model.calls.total() == 1


async def test_the_contract_of_the_standard_is_part_of_the_question() -> None:
    here = await with_jobs(request=request_body(1, standardContractId="contract_other-standard"))
    await here.contracts.create(contract("contract_other-standard", "Another text."))
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    assert here.model.calls.total() == 2


async def test_items_show_that_their_answer_was_there_before() -> None:
    here = await with_jobs()
    for job_id in ("job-1", "job-2"):
        await here.runner.run(reference(job_id), item(), FIRST)
    views = [
        (await here.items.page(await here.jobs.get(reference(job_id)), 50, None)).items[0]
        for job_id in ("job-1", "job-2")
    ]
    assert [(view.cached, view.reused) for view in views] == [(False, False), (True, False)]
