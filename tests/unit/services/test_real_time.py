import asyncio
from typing import Any

import pytest

from jobs.registry import JOB_TYPES
from shared.domain.caller import EVERYBODY
from shared.errors import (
    InvalidRequestError,
    LimitReachedError,
    NoAnswerError,
    OutOfTimeError,
    OverBudgetError,
    PermanentError,
    TemporaryError,
)
from shared.ports.documents import JsonDocument, Query
from shared.services import answerer
from shared.services.real_time_call import RealTimeCall
from shared.settings import Settings
from tests.fakes.builders import STANDARD, USER, contract, other, request_body, text_of
from tests.fakes.clock import settled
from tests.fakes.model import Held, Unanswered
from tests.fakes.services import Services, real_time_of, services

COMPARISON = JOB_TYPES[0]


async def stocked(others: int = 1, **settings: Any) -> Services:
    here = services(settings=Settings(**settings))
    await here.contracts.create(contract(STANDARD))
    for number in range(others):
        await here.contracts.create(contract(other(number), text_of(number)))
    return here


async def admitted(here: Services, others: int = 1, seconds: float = 60, **fields: Any) -> RealTimeCall:
    return await here.real_time.admit(
        COMPARISON, real_time_of("contract_comparison"), request_body(others) | fields, EVERYBODY, seconds
    )


async def recorded(here: Services) -> list[JsonDocument]:
    return (await here.model_usage.query(Query({"type": "model_usage"}), USER)).documents


async def test_every_contract_is_answered_in_the_requests_order() -> None:
    here = await stocked(7)
    answer = await (await admitted(here, 7)).answer()
    assert [one["contract_id"] for one in answer["results"]["comparisons"]] == [other(n) for n in range(7)]
    assert (answer["success"], answer["errors"]) == (True, [])


async def test_at_most_five_contracts_are_asked_about_at_once() -> None:
    here = await stocked(7)
    held = asyncio.Event()
    for number in range(7):
        here.model.will(other(number), Held(held, "{}"))
    running = asyncio.create_task((await admitted(here, 7)).run())
    await settled()
    assert here.model.calls.total() == 5
    running.cancel()
    await asyncio.wait([running])


async def test_a_contract_that_fails_is_named_beside_those_that_were_answered() -> None:
    here = await stocked(2)
    here.model.will(other(0), PermanentError("It is refused."))
    answer = await (await admitted(here, 2)).answer()
    assert [one["contract_id"] for one in answer["results"]["comparisons"]] == [other(1)]
    about = {"item_id": "00000", "subject": f"Title of {other(0)}", "contract_id": other(0)}
    assert answer["errors"] == [about | {"message": "It is refused."}]


async def test_a_defect_in_one_contract_does_not_stop_the_others() -> None:
    here = await stocked(2)
    here.model.will(other(0), RuntimeError("the text of the contract"))
    answer = await (await admitted(here, 2)).answer()
    [error] = answer["errors"]
    assert "RuntimeError" in error["message"]
    assert "the text" not in error["message"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (PermanentError("Refused."), PermanentError("Refused."), NoAnswerError),
        (PermanentError("Refused."), TemporaryError("Busy."), TemporaryError),
    ],
)
async def test_a_call_fails_when_nothing_could_be_answered(
    first: Exception, second: Exception, kind: type[Exception]
) -> None:
    here = await stocked(2)
    here.model.will(other(0), first)
    here.model.will(other(1), second)
    with pytest.raises(kind, match="None of the 2 contracts") as failed:
        await (await admitted(here, 2)).answer()
    assert type(failed.value) is kind


async def test_a_call_ends_in_time_and_keeps_what_was_answered_by_then() -> None:
    here = await stocked(2)
    here.model.will(other(0), Held(asyncio.Event(), "{}"))
    answer = await (await admitted(here, 2, seconds=0.5)).answer()
    assert [one["contract_id"] for one in answer["results"]["comparisons"]] == [other(1)]
    assert "Submit it as a job" in answer["errors"][0]["message"]


async def test_a_call_of_which_nothing_came_in_time_says_so() -> None:
    here = await stocked()
    here.model.will(other(0), Held(asyncio.Event(), "{}"))
    with pytest.raises(OutOfTimeError):
        await (await admitted(here, seconds=0.05)).answer()


async def test_every_call_of_the_model_is_on_record_with_its_cost() -> None:
    here = await stocked()
    here.model.will(other(0), Unanswered("server_error", TemporaryError("A fault.")))
    with pytest.raises(TemporaryError):
        await (await admitted(here)).answer()
    call = await admitted(here)
    await call.answer()
    failed, good = sorted(await recorded(here), key=lambda body: bool(body["success"]))
    assert (failed["error"], good["error"]) == ("server_error", None)
    assert (good["operation"], good["item_id"], good["user_id"]) == ("contract_comparison", "00000", USER)
    assert good["job_id"].startswith("realtime_")
    assert good["estimated_cost"] == call.usage.estimated_cost == 0.0002
    assert b'model_calls_total{error="server_error"' in here.telemetry.exposition()


async def test_a_call_that_is_given_up_gives_up_the_model_and_records_what_it_took() -> None:
    here = await stocked(2)
    here.model.will(other(1), Held(asyncio.Event(), "{}"))
    running = asyncio.create_task((await admitted(here, 2)).run())
    await settled()
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()
    assert [body["item_id"] for body in await recorded(here)] == ["00000"]


async def test_who_leaves_while_it_is_written_what_a_call_took_does_not_stop_that() -> None:
    here = await stocked()
    written = asyncio.Event()
    here.model_usage.hold("create", written)
    running = asyncio.create_task((await admitted(here)).run())
    await settled()
    assert here.model_usage.calls["create"] == 1
    running.cancel()
    await settled()
    written.set()
    await asyncio.wait([running])
    assert running.cancelled()
    assert [body["total_tokens"] for body in await recorded(here)] == [110]


@pytest.mark.parametrize(("container", "method"), [("analysis_results", "upsert"), ("model_usage", "create")])
async def test_a_store_that_is_slow_costs_nobody_the_answer(container: str, method: str) -> None:
    here = await stocked()
    written = asyncio.Event()
    getattr(here, container).hold(method, written)
    asyncio.get_running_loop().call_later(0.2, written.set)
    answer = await (await admitted(here, seconds=0.1)).answer()
    assert (answer["success"], answer["errors"]) == (True, [])
    await (await admitted(here)).answer()
    assert here.model.calls.total() == 1


async def test_a_store_that_is_slower_than_that_writes_on_after_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answerer, "_WRITING_SECONDS", 0.01)
    here = await stocked()
    written = asyncio.Event()
    here.model_usage.hold("create", written)
    assert (await (await admitted(here)).answer())["success"] is True
    assert await recorded(here) == []
    written.set()
    await settled()
    assert len(await recorded(here)) == 1


async def test_a_defect_in_the_store_costs_nobody_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    here = await stocked()
    here.model_usage.fail("create", RuntimeError("the text of the contract"))
    assert (await (await admitted(here)).answer())["success"] is True
    assert "Usage was not recorded failed with RuntimeError" in caplog.text
    assert "the text" not in caplog.text


async def test_a_call_takes_no_longer_than_its_request_allows() -> None:
    here = await stocked()
    here.model.will(other(0), Held(asyncio.Event(), "{}"))
    with pytest.raises(OutOfTimeError, match="may take 1 s"):
        await (await admitted(here, options={"timeout": 1_000})).answer()


async def test_a_contract_takes_no_longer_than_the_request_allows_it() -> None:
    here = await stocked(2)
    here.model.will(other(0), Held(asyncio.Event(), "{}"))
    answer = await (await admitted(here, 2, options={"itemTimeout": 1_000})).answer()
    assert [one["contract_id"] for one in answer["results"]["comparisons"]] == [other(1)]
    assert "within 1 s" in answer["errors"][0]["message"]


async def test_fewer_contracts_are_asked_about_at_once_where_the_request_says_so() -> None:
    here = await stocked(7)
    held = asyncio.Event()
    for number in range(7):
        here.model.will(other(number), Held(held, "{}"))
    running = asyncio.create_task((await admitted(here, 7, options={"maxConcurrent": 2})).run())
    await settled()
    assert here.model.calls.total() == 2
    running.cancel()
    await asyncio.wait([running])


async def test_usage_that_cannot_be_recorded_costs_nobody_the_answer() -> None:
    here = await stocked()
    here.model_usage.fail("create", TemporaryError("The store is away."))
    assert (await (await admitted(here)).answer())["success"] is True


async def test_what_was_answered_once_is_not_asked_again_unless_it_is_to_be_fresh() -> None:
    here = await stocked()
    first = await (await admitted(here)).answer()
    again = await admitted(here)
    assert await again.answer() == first
    assert here.model.calls.total() == 1
    assert (again.usage.cached_items, again.usage.saved_tokens, again.usage.model_calls) == (1, 110, 0)
    assert [body["api_type"] for body in await recorded(here)] == ["completion", "cache"]
    await (await admitted(here, options={"refresh": True})).answer()
    assert here.model.calls.total() == 2


async def test_a_call_counts_as_a_job_of_the_day() -> None:
    here = await stocked(daily_jobs=1)
    await admitted(here)
    with pytest.raises(LimitReachedError):
        await admitted(here)


async def test_a_call_that_earlier_answers_serve_counts_as_a_job_too() -> None:
    here = await stocked(daily_jobs=2)
    for _ in range(2):
        await (await admitted(here)).answer()
    assert here.model.calls.total() == 1
    with pytest.raises(LimitReachedError):
        await admitted(here)


async def test_a_call_counts_with_its_estimated_cost() -> None:
    here = await stocked(daily_cost=0.000_001, model="openai", model_primary="scripted")
    with pytest.raises(LimitReachedError):
        await admitted(here)


async def test_contracts_that_are_too_long_are_refused_with_the_figures_and_nothing_is_counted() -> None:
    here = await stocked(realtime_token_budget=100, realtime_reserved_tokens=90, daily_jobs=1)
    with pytest.raises(OverBudgetError, match="Submit it as a job") as refused:
        await admitted(here)
    tokens = 2 * len(text_of(0).split())
    figures = {"used_tokens": tokens, "token_budget": 100, "reserved_tokens": 90, "available_tokens": 10}
    assert refused.value.figures == figures
    assert here.job_queue.calls["patch"] == 0


async def test_the_budget_may_be_used_up_to_its_last_token() -> None:
    tokens = 2 * len(text_of(0).split())
    just = await stocked(realtime_token_budget=tokens + 5, realtime_reserved_tokens=5)
    await admitted(just)
    over = await stocked(realtime_token_budget=tokens + 4, realtime_reserved_tokens=5)
    with pytest.raises(OverBudgetError):
        await admitted(over)


async def test_a_request_with_faults_is_refused_as_a_jobs_is() -> None:
    here = await stocked()
    body = request_body(3) | {"comparisonMode": "some"}
    with pytest.raises(InvalidRequestError) as at_once:
        await here.real_time.admit(COMPARISON, real_time_of("contract_comparison"), body, EVERYBODY)
    with pytest.raises(InvalidRequestError) as as_job:
        await here.job_intake.accept(COMPARISON, body, EVERYBODY)
    assert at_once.value.faults == as_job.value.faults
    assert len(at_once.value.faults) == 3
