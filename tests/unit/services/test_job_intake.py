import asyncio
from typing import Any

import pytest

from jobs.registry import JOB_TYPES
from shared.domain.caller import EVERYBODY
from shared.domain.job import Job, JobStatus
from shared.errors import Fault, InvalidRequestError, KeyUsedError, LimitReachedError, TemporaryError
from shared.ports.inputs import InputHeader
from shared.services.quotas import quota_id
from shared.settings import Settings
from tests.fakes.builders import STANDARD, USER, contract, other, request_body
from tests.fakes.model import NAME
from tests.fakes.services import PRICES, Services, services

COMPARISON = JOB_TYPES[0]


async def stocked(others: int = 3, **settings: Any) -> Services:
    here = services(settings=Settings(**settings))
    for contract_id in (STANDARD, *(other(n) for n in range(others))):
        await here.contracts.create(contract(contract_id))
    return here


async def accepted(here: Services, body: object, key: str | None = None) -> Job:
    return await here.job_intake.accept(COMPARISON, body, EVERYBODY, key)


async def faults_of(body: object) -> dict[str, str]:
    """Pointer to message of a request that must be refused without a trace."""
    here = await stocked()
    with pytest.raises(InvalidRequestError) as refused:
        await accepted(here, body)
    assert await here.job_queue.count({}, USER) == 0
    assert (here.job_queue.calls["create"], here.job_queue.calls["patch"]) == (0, 0)
    return {fault.pointer: fault.message for fault in refused.value.faults}


async def test_a_bare_request_becomes_a_queued_job() -> None:
    here = await stocked()
    accepted_job = await accepted(here, request_body(2))
    assert accepted_job.status is JobStatus.QUEUED
    assert (accepted_job.id, accepted_job.user_id, accepted_job.partition_key) == ("id-1", USER, USER)
    assert (accepted_job.priority, accepted_job.options.max_concurrent) == (5, 5)
    assert accepted_job.title == f"Comparison: Title of {STANDARD} vs 2 contracts"
    assert accepted_job.progress.total_items == 2
    assert await here.jobs.get(accepted_job.reference) == accepted_job


async def test_a_flat_request_may_carry_its_priority_and_options_beside_its_fields() -> None:
    body = request_body() | {"priority": 9, "options": {"maxConcurrent": 50}}
    accepted_job = await accepted(await stocked(), body)
    assert (accepted_job.priority, accepted_job.options.max_concurrent) == (9, 50)
    assert "priority" not in accepted_job.request


async def test_a_flat_request_has_its_faults_where_they_are() -> None:
    faults = await faults_of(request_body() | BROKEN | {"priority": 11, "options": {"maxConcurrent": 0}})
    assert {"/priority", "/options/maxConcurrent", "/comparisonMode", "/extra"} <= set(faults)


async def test_a_wrapped_request_brings_its_priority_and_options() -> None:
    body = {"request": request_body(), "priority": 9, "options": {"maxConcurrent": 50}}
    accepted_job = await accepted(await stocked(), body)
    assert (accepted_job.priority, accepted_job.options.max_concurrent) == (9, 50)
    assert accepted_job.title.endswith(f"vs Title of {other(0)}")


BROKEN = {
    "comparisonMode": "some",
    "selectedClauses": [],
    "modelSelection": "third",
    "compareContractIds": [7],
    "extra": 1,
}


@pytest.mark.parametrize("prefix", ["", "/request"])
async def test_every_fault_is_named_at_once_and_where_it_is(prefix: str) -> None:
    inner = request_body() | BROKEN
    del inner["standardContractId"]
    outer: dict[str, Any] = {"request": inner, "priority": 11, "options": {"maxConcurrent": 0}, "more": 1}
    faults = await faults_of(outer if prefix else inner)
    expected = {
        f"{prefix}/standardContractId",
        f"{prefix}/comparisonMode",
        f"{prefix}/selectedClauses",
        f"{prefix}/modelSelection",
        f"{prefix}/compareContractIds/0",
        f"{prefix}/extra",
    }
    assert set(faults) == expected | ({"/priority", "/options/maxConcurrent", "/more"} if prefix else set())
    assert all(message.endswith(".") and not message.startswith("Value error") for message in faults.values())


async def test_faults_of_meaning_are_named_all_at_once_too() -> None:
    body = request_body([other(0), "a b", "nobody"], selectedClauses=["Payment", "Catering"], standardContractId="x/y")
    faults = await faults_of(body)
    assert set(faults) == {
        "/standardContractId",
        "/compareContractIds/1",
        "/compareContractIds/2",
        "/selectedClauses/1",
    }
    assert faults["/compareContractIds/2"] == "There is no contract contract_nobody. Upload it first."
    assert faults["/selectedClauses/1"].startswith("There is no clause called 'Catering'. Known are: Acceptance, ")


async def test_unknown_contracts_of_a_wrapped_request_are_named_where_they_are() -> None:
    assert set(await faults_of({"request": request_body(["gone", other(1)])})) == {"/request/compareContractIds/0"}


async def test_a_fault_of_shape_does_not_hide_unknown_contracts_and_clauses() -> None:
    body = request_body(["gone"], selectedClauses=["Weather"])
    del body["modelSelection"]
    assert set(await faults_of(body)) == {"/modelSelection", "/compareContractIds/0", "/selectedClauses/0"}


async def test_the_name_of_an_unknown_field_is_escaped_in_its_pointer() -> None:
    assert "/a~1b~0c" in await faults_of(request_body() | {"a/b~c": 1})


@pytest.mark.parametrize("body", [None, [], "text", 7, True])
async def test_a_body_that_is_no_object_is_told(body: object) -> None:
    assert await faults_of(body) == {"": "The body must be a JSON object."}


@pytest.mark.parametrize("inner", [None, [], "text"])
async def test_a_wrapped_request_that_is_no_object_is_told(inner: object) -> None:
    assert set(await faults_of({"request": inner, "priority": 0})) == {"/request", "/priority"}


@pytest.mark.parametrize("priority", ["5", 5.0, True, 0, 11, None])
async def test_a_priority_is_a_whole_number_from_1_to_10(priority: object) -> None:
    assert set(await faults_of({"request": request_body(), "priority": priority})) == {"/priority"}


async def test_no_job_has_more_than_ten_thousand_contracts() -> None:
    faults = await faults_of(request_body([f"c-{n}" for n in range(10_001)]))
    assert set(faults) == {"/compareContractIds"}
    assert "10000" in faults["/compareContractIds"]


async def test_the_standard_and_repetitions_are_dropped_and_ids_get_their_prefix() -> None:
    named = ["other-1", f" {other(0)} ", other(1), STANDARD, "other-0"]
    accepted_job = await accepted(await stocked(), request_body(named, standardContractId="standard"))
    assert accepted_job.request["standardContractId"] == STANDARD
    assert accepted_job.request["compareContractIds"] == [other(1), other(0)]
    assert accepted_job.progress.total_items == 2


async def test_the_standard_alone_cannot_be_compared() -> None:
    faults = await faults_of(request_body([STANDARD, "standard"]))
    assert faults == {"/compareContractIds": "Name at least one contract besides the standard itself."}


async def test_clauses_are_stored_in_the_words_of_the_vocabulary() -> None:
    body = request_body(comparisonMode="clauses", selectedClauses=["Payment Terms", "payment", "governing LAW"])
    stored = (await accepted(await stocked(), body)).request
    assert stored["selectedClauses"] == ["payment_terms", "governing_law"]


async def test_the_user_is_system_unless_named() -> None:
    body = request_body()
    del body["userEmail"]
    assert (await accepted(await stocked(), body)).user_id == "system"


async def test_the_same_key_of_the_same_user_returns_the_first_job() -> None:
    here = await stocked()
    first = await accepted(here, request_body(1), "key")
    again = await accepted(here, request_body(1), "key")
    assert again == first
    assert await here.job_queue.count({"type": "batch_job"}, USER) == 1


async def test_a_repeat_finds_its_job_although_a_contract_has_been_deleted_since() -> None:
    here = await stocked()
    first = await accepted(here, request_body(1), "key")
    await here.contracts.delete(other(0))
    assert await accepted(here, request_body(1), "key") == first


async def test_a_key_that_comes_with_another_priority_or_other_options_is_refused() -> None:
    here = await stocked()
    await accepted(here, request_body(1), "key")
    for other_way in ({"priority": 9}, {"options": {"maxConcurrent": 2}}):
        with pytest.raises(KeyUsedError, match="another request"):
            await accepted(here, {"request": request_body(1)} | other_way, "key")


async def test_nobody_is_called_by_the_sign_for_everybody() -> None:
    here = await stocked()
    with pytest.raises(InvalidRequestError, match="stands for everybody"):
        await accepted(here, request_body(1, userEmail="*"))


async def test_a_key_that_comes_with_another_request_is_refused() -> None:
    here = await stocked()
    await accepted(here, request_body(1), "key")
    with pytest.raises(KeyUsedError, match="another request"):
        await accepted(here, request_body(3), "key")


async def test_a_key_is_bounded() -> None:
    here = await stocked()
    with pytest.raises(InvalidRequestError, match="at most 255"):
        await accepted(here, request_body(1), "k" * 256)


async def test_another_key_another_user_and_no_key_are_other_jobs() -> None:
    here = await stocked()
    bodies = [(request_body(), "key"), (request_body(), "key-2"), (request_body(userEmail="bob"), "key")]
    ids = {(await accepted(here, body, key)).id for body, key in [*bodies, (request_body(), None)]}
    assert len(ids) == 4


async def test_an_empty_key_is_no_key() -> None:
    here = await stocked()
    assert (await accepted(here, request_body(), "")).id != (await accepted(here, request_body(), "")).id


async def test_a_job_that_has_begun_is_returned_as_it_is_now() -> None:
    here = await stocked()
    first = await accepted(here, request_body(1), "key")
    await here.lifecycle.plan(first.reference)
    assert (await accepted(here, request_body(1), "key")).status is JobStatus.PROCESSING


def test_an_error_of_many_faults_reads_as_one_sentence_each() -> None:
    error = InvalidRequestError([Fault("/a", "First."), Fault("", "Second.")])
    assert str(error) == "/a: First.; /: Second."


async def counted(here: Services) -> int:
    """Jobs of the day."""
    found = await here.job_queue.read(USER, quota_id("2026-01-31"))
    return int(found.body["jobs"]) if found else 0


async def test_a_job_is_estimated_at_the_price_of_the_model_that_was_chosen() -> None:
    here = await stocked(2, model="openai", model_primary="unpriced", model_secondary=f"{NAME}-2026")
    dear = await accepted(here, request_body(2, modelSelection="secondary"))
    one = await accepted(here, request_body(1, modelSelection="secondary"))
    assert dear.estimated_cost is not None
    assert one.estimated_cost is not None
    assert dear.estimated_cost == pytest.approx(2 * one.estimated_cost)
    inputs = {name: InputHeader(name, contract(name).text_tokens) for name in (STANDARD, other(0))}
    assert COMPARISON.pricing is not None
    estimate = COMPARISON.pricing.estimate(one.request, inputs)
    price = PRICES[NAME]
    spent = estimate.prompt_tokens * price.prompt + estimate.completion_tokens * price.completion
    assert one.estimated_cost == pytest.approx(spent / 1_000_000)
    assert (await here.reader.view(one.id, EVERYBODY))["estimated_cost"] == one.estimated_cost
    assert (await accepted(here, request_body(1))).estimated_cost is None


async def test_a_job_of_the_offline_model_has_no_cost() -> None:
    assert (await accepted(await stocked(model_primary=NAME), request_body(1))).estimated_cost is None


async def test_one_look_at_the_contracts_is_enough() -> None:
    here = await stocked()
    await accepted(here, request_body(3))
    assert here.contract_container.calls["query"] == 1


async def test_a_job_over_the_daily_limit_is_refused_and_not_stored() -> None:
    here = await stocked(daily_jobs=1)
    await accepted(here, request_body())
    with pytest.raises(LimitReachedError, match="1 of 1"):
        await accepted(here, request_body())
    assert await here.job_queue.count({"type": "batch_job"}, USER) == 1
    assert (await accepted(here, request_body(userEmail="bob"))).user_id == "bob"


async def test_a_job_over_the_daily_cost_is_refused_and_not_stored() -> None:
    here = await stocked(model="openai", model_primary=NAME, daily_cost=0.004)
    first = await accepted(here, request_body(1))
    assert first.estimated_cost == pytest.approx(0.0025, rel=0.1)
    with pytest.raises(LimitReachedError, match=r"estimated cost .* it would add 0\.00"):
        await accepted(here, request_body(1))
    assert await here.job_queue.count({"type": "batch_job"}, USER) == 1


async def test_a_repeat_is_not_counted_and_is_answered_when_the_day_is_used_up() -> None:
    here = await stocked(daily_jobs=1)
    first = await accepted(here, request_body(1), "key")
    assert await accepted(here, request_body(1), "key") == first
    assert await counted(here) == 1


async def test_of_repeats_that_race_one_is_counted() -> None:
    here = await stocked(daily_jobs=9)
    bodies = [accepted(here, request_body(1), "key") for _ in range(3)]
    assert len({job.id for job in await asyncio.gather(*bodies)}) == 1
    assert await counted(here) == 1


async def test_a_job_that_the_store_does_not_take_is_not_counted() -> None:
    here = await stocked(daily_jobs=1)
    reserved = await here.quotas.reserve(USER, None)
    assert reserved is not None
    await here.quotas.give_back(reserved)
    here.job_queue.fail("create", TemporaryError("The store is busy."))
    with pytest.raises(TemporaryError):
        await accepted(here, request_body(1))
    assert await counted(here) == 0
    await accepted(here, request_body(1))
