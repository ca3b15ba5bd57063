import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from adapters.sqlite.documents import SqliteDatabase
from shared.domain.job import Item, ItemOutcome, ItemResult, Options, Receipt
from shared.errors import DocumentTooLargeError, PermanentError, QuestionTooLargeError, TemporaryError
from shared.ports.documents import Query
from shared.ports.model import ModelLimits
from shared.services.item_attempt import Attempt
from shared.settings import Settings
from tests.fakes.builders import (
    JOB_TYPE,
    USER,
    answer_text,
    contract,
    finding,
    item,
    item_result,
    job,
    other,
    reference,
)
from tests.fakes.charging import ChargingDatabase
from tests.fakes.clock import settled
from tests.fakes.metrics import Scrape
from tests.fakes.model import Held, Unanswered
from tests.fakes.services import Services, services

FIRST = Attempt(1, 3)
LAST = Attempt(3, 3)
ANEW = Options(refresh=True)
NOTHING: dict[str, Any] = {"status": "missing", "standard_clause_ids": [], "contract_clause_ids": []}
"""Fields of a finding that names no clause, so that it fits every question."""

OUTCOMES = ("done", "failed", "reused")

SECRET = "the secret price is 4711"


async def stored(here: Services, number: int = 0) -> ItemResult | None:
    return await here.results.get_item(reference(), item(number).item_id)


async def usage(here: Services) -> list[dict[str, Any]]:
    return (await here.model_usage.query(Query(), USER)).documents


async def test_an_item_is_answered_stored_and_reported_with_a_receipt() -> None:
    here = await services().with_job()
    receipt = await here.runner.run(reference(), item(), FIRST)
    result = await stored(here)
    assert receipt == Receipt(item_id="00000", outcome=ItemOutcome.DONE, tokens=110)
    assert result is not None
    assert (result.outcome, result.model, result.attempts) == (ItemOutcome.DONE, "scripted", 1)
    assert result.content is not None
    assert result.content["findings"][0]["standard_clauses"][0]["text"].startswith("1. Payment")
    assert result.overview is not None
    assert result.overview["contract_id"] == other(0)
    assert len(result.input_hash) == 64


async def test_an_item_that_has_an_outcome_is_not_paid_for_again() -> None:
    here = await services().with_job()
    await here.results.add_item(item_result(prompt_tokens=7, completion_tokens=1))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.reused, receipt.tokens) == (ItemOutcome.DONE, True, 8)
    assert not here.model.calls


async def test_nothing_is_paid_for_in_a_job_that_has_ended() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    await here.lifecycle.fail(reference(), "It was stopped.")
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert receipt.outcome is ItemOutcome.STOPPED
    assert not here.model.calls
    assert await stored(here) is None


async def test_an_item_that_failed_for_good_is_not_tried_again() -> None:
    here = await services().with_job()
    await here.results.add_item(item_result(error="Too long."))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.error, receipt.reused) == (ItemOutcome.FAILED, "Too long.", True)
    assert not here.model.calls


async def test_a_temporary_error_asks_for_another_attempt_and_stores_nothing() -> None:
    here = await services().with_job()
    here.model.will(other(0), TemporaryError("The model is overloaded."))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.error) == (ItemOutcome.RETRY, "The model is overloaded.")
    assert await stored(here) is None


async def test_a_temporary_error_at_the_last_attempt_is_stored_as_the_items_failure() -> None:
    here = await services().with_job()
    here.model.will(other(0), TemporaryError("The model is overloaded."))
    receipt = await here.runner.run(reference(), item(), LAST)
    result = await stored(here)
    assert receipt.outcome is ItemOutcome.FAILED
    assert result is not None
    assert (result.outcome, result.error_message, result.attempts) == (
        ItemOutcome.FAILED,
        "The model is overloaded.",
        3,
    )


async def test_a_permanent_error_is_stored_at_the_first_attempt() -> None:
    here = await services().with_job()
    here.model.will(other(0), PermanentError("The contract is too long for the model."))
    receipt = await here.runner.run(reference(), item(), FIRST)
    result = await stored(here)
    assert receipt.outcome is ItemOutcome.FAILED
    assert result is not None
    assert result.error_message == "The contract is too long for the model."


async def test_a_contract_that_was_deleted_meanwhile_is_the_items_failure() -> None:
    here = await services().with_job()
    await here.contracts.delete(other(0))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.error) == (ItemOutcome.FAILED, f"There is no contract {other(0)}.")


async def test_an_unexpected_error_quotes_the_contract_neither_to_people_nor_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = await services().with_job()
    here.model.will(other(0), ValueError(SECRET))
    with caplog.at_level(logging.DEBUG):
        receipt = await here.runner.run(reference(), item(), FIRST)
    result = await stored(here)
    assert receipt.outcome is ItemOutcome.FAILED
    assert result is not None
    assert "ValueError" in (result.error_message or "")
    assert "ValueError" in caplog.text
    assert SECRET not in result.model_dump_json() + caplog.text


async def test_an_answer_that_is_no_json_is_repaired_once() -> None:
    here = await services().with_job()
    here.model.will(other(0), "Sure! Here is the comparison.")
    receipt = await here.runner.run(reference(), item(), FIRST)
    question, repair = here.model.requests
    assert receipt.outcome is ItemOutcome.DONE
    assert receipt.tokens == 220
    assert list(repair.messages[: len(question.messages)]) == list(question.messages)
    assert [message.role for message in repair.messages[-2:]] == ["assistant", "user"]
    assert repair.messages[-2].content == "Sure! Here is the comparison."
    assert "cannot be used" in repair.messages[-1].content


async def test_an_answer_that_stays_broken_is_the_items_failure_and_quotes_nothing() -> None:
    here = await services().with_job()
    here.model.will(other(0), json.dumps({"findings": SECRET}), json.dumps({"findings": SECRET}))
    receipt = await here.runner.run(reference(), item(), FIRST)
    result = await stored(here)
    assert receipt.outcome is ItemOutcome.FAILED
    assert here.model.calls[other(0)] == 2
    assert result is not None
    assert "does not fit its schema" in (result.error_message or "")
    assert SECRET not in result.model_dump_json()


async def test_a_model_that_does_not_answer_in_time_is_asked_again_later() -> None:
    here = await services(settings=Settings(item_timeout_seconds=0.01)).with_job()
    here.model.will(other(0), Held(asyncio.Event(), answer_text()))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert receipt.outcome is ItemOutcome.RETRY
    assert receipt.error is not None
    assert "was not analysed within 0.01 s" in receipt.error


async def test_every_answer_of_the_model_is_accounted_for_also_of_attempts_that_came_to_nothing() -> None:
    here = await services().with_job(3)
    here.model.will(other(0), "broken", TemporaryError("Overloaded."))
    here.model.will(other(1), "broken", "broken")
    here.model.will(other(2), "broken")
    outcomes = [(await here.runner.run(reference(), item(n), FIRST)).outcome for n in range(3)]
    assert outcomes == [ItemOutcome.RETRY, ItemOutcome.FAILED, ItemOutcome.DONE]
    documents = await usage(here)
    assert sorted(document["item_id"] for document in documents) == ["00000", "00001", "00001", "00002", "00002"]
    assert {document["total_tokens"] for document in documents} == {110}


async def test_a_jobs_usage_sums_up_every_call_also_of_attempts_that_came_to_nothing() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    here.model.will(other(0), "broken", TemporaryError("Overloaded."))
    for number in range(2):
        await here.runner.run(reference(), item(number), FIRST)
    await here.clock.advance(2)
    spent = await here.jobs.read_usage(reference())
    assert (spent.model_calls, spent.prompt_tokens, spent.completion_tokens, spent.total_tokens) == (2, 200, 20, 220)
    assert spent.estimated_cost == pytest.approx(0.0004)


async def test_a_call_that_brought_nothing_is_accounted_for_with_the_reason() -> None:
    here = await services().with_job()
    here.model.will(other(0), Unanswered("rate_limited", TemporaryError("Overloaded.")))
    assert (await here.runner.run(reference(), item(), FIRST)).outcome is ItemOutcome.RETRY
    assert (await here.runner.run(reference(), item(), LAST)).outcome is ItemOutcome.DONE
    first, second = sorted(await usage(here), key=lambda document: document["success"])
    assert (first["success"], first["error"], first["total_tokens"]) == (False, "rate_limited", 0)
    assert (second["success"], second["error"], second["estimated_cost"]) == (True, None, 0.0002)
    await here.clock.advance(2)
    assert (await here.jobs.read_usage(reference())).failed_calls == 1


async def test_what_the_store_charges_for_an_item_is_its_jobs() -> None:
    here = await services(ChargingDatabase(5.0)).with_job()
    await here.lifecycle.plan(reference())
    await here.clock.advance(2)
    planned = (await here.jobs.read_usage(reference())).request_units
    with here.tally.charged_to(reference()):
        await here.runner.run(reference(), item(), FIRST)
    await here.clock.advance(2)
    spent = await here.jobs.read_usage(reference())
    # Two reads to see what there is, one of the request, two of contracts, the result and the call.
    assert spent.request_units - planned >= 7 * 5.0
    assert spent.store_retries == 0


async def test_a_question_that_is_too_large_is_asked_in_smaller_ones() -> None:
    here = await services().with_job()
    refusal = Unanswered("context_length", QuestionTooLargeError("Too long."))
    here.model.will(other(0), refusal, *(answer_text(finding(**NOTHING)) for _ in range(2)))
    receipt = await here.runner.run(reference(), item(), FIRST)
    result = await stored(here)
    whole, *halves = here.model.requests
    assert receipt.outcome is ItemOutcome.DONE
    assert [len(question.variables["standard"]["clauses"]) for question in (whole, *halves)] == [2, 1, 1]
    assert result is not None
    assert (result.model_calls, result.failed_calls) == (3, 1)


async def test_a_question_that_cannot_be_made_smaller_is_the_items_failure() -> None:
    here = await services().with_job()
    here.model.will(other(0), *(QuestionTooLargeError("The contract is too long.") for _ in range(9)))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.error) == (ItemOutcome.FAILED, "The contract is too long.")
    assert here.model.calls[other(0)] < 9


async def test_a_contract_over_the_models_limits_is_asked_about_in_parts() -> None:
    here = await services().with_job()
    here.model.limits = ModelLimits(prompt_tokens=4_000, answer_tokens=150)
    here.model.will(other(0), *(answer_text(finding(**NOTHING)) for _ in range(2)))
    assert (await here.runner.run(reference(), item(), FIRST)).outcome is ItemOutcome.DONE
    shown = [question.variables["standard"]["clauses"] for question in here.model.requests]
    assert [[clause["clause_id"] for clause in clauses] for clauses in shown] == [["c001"], ["c002"]]
    assert {question.max_tokens for question in here.model.requests} == {150}


async def test_an_item_is_done_even_if_its_usage_cannot_be_recorded() -> None:
    here = await services().with_job()
    here.model_usage.fail("create", TemporaryError("The store is busy."))
    assert (await here.runner.run(reference(), item(), FIRST)).outcome is ItemOutcome.DONE
    assert await stored(here) is not None


async def test_when_the_outcome_cannot_be_stored_the_caller_is_told_and_the_next_run_does_it() -> None:
    here = await services().with_job()
    here.analysis_results.fail("create", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await here.runner.run(reference(), item(), FIRST)
    assert await stored(here) is None
    assert (await here.runner.run(reference(), item(), FIRST)).outcome is ItemOutcome.DONE
    assert len(await usage(here)) == 2


async def test_an_outcome_that_the_store_will_never_take_is_the_items_failure_and_not_paid_for_again() -> None:
    here = await services().with_job()
    here.analysis_results.fail("create", DocumentTooLargeError("The document is too large."))
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.error) == (ItemOutcome.FAILED, "The document is too large.")
    assert (await here.runner.run(reference(), item(), FIRST)).reused
    assert here.model.calls[other(0)] == 1
    assert len(await usage(here)) == 1


async def test_a_contract_that_would_take_too_many_questions_is_not_asked_about() -> None:
    here = await services().with_job()
    lengthy = "Payment. " + "The price is due in thirty days. " * 12_000
    await here.contracts.delete(other(0))
    long_item = Item.at(0, "A long one", {"contract_id": "contract_long"})
    await here.contracts.create(contract("contract_long", lengthy, tokens=100_000))
    here.model.limits = ModelLimits(prompt_tokens=4_000, answer_tokens=6_000)
    receipt = await here.runner.run(reference(), long_item, FIRST)
    assert receipt.outcome is ItemOutcome.FAILED
    assert "more than 24 questions" in (receipt.error or "")
    assert here.model.calls.total() == 0


async def test_an_outcome_whose_acknowledgement_got_lost_is_found_by_the_next_run() -> None:
    here = await services().with_job()
    here.analysis_results.fail("create", TemporaryError("The connection was lost."), after=True)
    with pytest.raises(TemporaryError):
        await here.runner.run(reference(), item(), FIRST)
    receipt = await here.runner.run(reference(), item(), FIRST)
    assert (receipt.outcome, receipt.reused, here.model.calls[other(0)]) == (ItemOutcome.DONE, True, 1)


async def _two_runs_at_once(here: Services) -> None:
    """Each asks for itself, as they would in two processes."""
    hold = asyncio.Event()
    answers = [answer_text(finding(summary=text)) for text in ("first", "second")]
    here.model.will(other(0), *(Held(hold, text) for text in answers))
    runs = [asyncio.create_task(here.runner.run(reference(), item(), FIRST)) for _ in range(2)]
    async with asyncio.timeout(5):
        while here.model.calls[other(0)] < 2:
            await asyncio.sleep(0.001)
    hold.set()
    receipts = await asyncio.gather(*runs)
    assert sorted(receipt.reused for receipt in receipts) == [False, True]
    assert {receipt.outcome for receipt in receipts} == {ItemOutcome.DONE}
    assert await here.analysis_results.count({"type": "item_result"}, USER) == 1
    assert len(await usage(here)) == 2


async def test_two_runs_of_an_item_at_once_store_one_outcome() -> None:
    await _two_runs_at_once(await services().with_job(options=ANEW))


async def test_two_runs_of_an_item_at_once_count_once() -> None:
    here = await services().with_job(2, options=ANEW)
    await here.lifecycle.plan(reference())
    await _two_runs_at_once(here)
    await here.clock.advance(2)
    counters = await here.jobs.read_counters(reference())
    assert counters is not None
    assert (counters.points, counters.completed, counters.failed) == (100, 1, 0)


async def test_two_runs_of_an_item_at_once_store_one_outcome_in_a_file_too(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "documents.db")
    try:
        await _two_runs_at_once(await services(database).with_job(options=ANEW))
    finally:
        await database.close()


@pytest.mark.parametrize("character", ["x", "ü", "\N{GRINNING FACE}", '"'])
async def test_a_receipt_stays_under_1_kb_whatever_the_error_says(character: str) -> None:
    here = await services().with_job()
    here.model.will(other(0), PermanentError(character * 5_000))
    receipt = await here.runner.run(reference(), item(), LAST)
    result = await stored(here)
    assert len(json.dumps(receipt.model_dump(mode="json", exclude_none=True))) < 1_000
    assert result is not None
    assert result.error_message == character * 1_000


async def test_progress_reports_every_outcome() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    here.model.will(other(1), PermanentError("Refused."))
    for number in range(2):
        await here.runner.run(reference(), item(number), FIRST)
    await here.clock.advance(2)
    counters = await here.jobs.read_counters(reference())
    assert counters is not None
    assert (counters.points, counters.completed, counters.failed) == (200, 1, 1)


async def test_an_attempt_that_came_to_nothing_leaves_no_points() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    hold = asyncio.Event()
    here.model.will(other(0), Held(hold, "broken"), TemporaryError("Overloaded."))
    run = asyncio.create_task(here.runner.run(reference(), item(), FIRST))
    await here.clock.advance(1)
    during = await here.jobs.read_counters(reference())
    hold.set()
    assert (await run).outcome is ItemOutcome.RETRY
    await here.clock.advance(2)
    after = await here.jobs.read_counters(reference())
    assert during is not None
    assert after is not None
    assert (during.points, after.points) == (60, 0)


async def test_a_run_that_is_cancelled_lets_go_of_the_job() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    here.model.will(other(0), Held(asyncio.Event(), answer_text()))
    run = asyncio.create_task(here.runner.run(reference(), item(), FIRST))
    await settled()
    run.cancel()
    await here.clock.advance(10)
    assert run.cancelled()
    assert here.clock.sleepers == 0


async def test_an_outcome_counts_once_however_often_the_item_runs() -> None:
    here = await services().with_job(2)
    await here.lifecycle.plan(reference())
    here.model.will(other(1), PermanentError("Refused."))
    for number in (0, 0, 1, 1):
        await here.runner.run(reference(), item(number), FIRST)
    seen = Scrape(here.telemetry.exposition())
    counted = {outcome: seen.value("items_ended_total", job_type=JOB_TYPE, outcome=outcome) for outcome in OUTCOMES}
    assert counted == {"done": 1, "failed": 1, "reused": None}


async def test_a_result_of_an_earlier_job_counts_as_reused() -> None:
    here = await services().with_job()
    await here.jobs.create(job("job-2", reuses=["job-1"]))
    for job_id in ("job-1", "job-2"):
        await here.lifecycle.plan(reference(job_id))
        await here.runner.run(reference(job_id), item(), FIRST)
    seen = Scrape(here.telemetry.exposition())
    counted = {outcome: seen.value("items_ended_total", job_type=JOB_TYPE, outcome=outcome) for outcome in OUTCOMES}
    assert counted == {"done": 1, "failed": None, "reused": 1}


async def test_the_calls_of_an_attempt_that_is_broken_off_are_counted() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    here.model.will(other(0), "broken", Held(asyncio.Event(), answer_text()))
    run = asyncio.create_task(here.runner.run(reference(), item(), FIRST))
    await settled()
    run.cancel()
    await asyncio.wait([run])
    assert Scrape(here.telemetry.exposition()).value("model_calls_total", model="scripted", error="") == 1
