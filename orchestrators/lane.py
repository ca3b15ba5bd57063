"""A lane: some of a job's items, one after another.

An activity answers with a receipt. What failed for now goes round again after 2, 4, 8 s; what failed for good
has been stored by the activity. An activity that ends in an exception is a fault of the infrastructure (a lost
worker, a time-out, an unreachable store) and goes round again as well.
"""

from datetime import timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.steps import STEP_RETRIES, Steps
from shared.domain.job import ItemOutcome
from shared.function_names import ANALYSE_ITEM, PENDING_ITEMS


def run_lane(context: DurableOrchestrationContext) -> Steps:
    """One page of a lane; the next page with a fresh history. Input: `{job, lane, page, pages, attempts}`."""
    lane = context.get_input()
    todo = yield context.call_activity_with_retry(PENDING_ITEMS, STEP_RETRIES, lane)
    attempt = 1
    while todo:
        if attempt > 1:
            yield context.create_timer(context.current_utc_datetime + pause_before(attempt))
        todo = yield from _round(context, lane, todo, attempt)
        if todo is None:
            return
        attempt += 1
    if lane["page"] + 1 < lane["pages"]:
        context.continue_as_new(lane | {"page": lane["page"] + 1})


def pause_before(attempt: int) -> timedelta:
    """The wait before the second, third, fourth ... attempt: 2, 4, 8 ... s."""
    return timedelta(seconds=2 ** (attempt - 1))


def _round(
    context: DurableOrchestrationContext, lane: dict[str, Any], items: list[dict[str, Any]], attempt: int
) -> Steps:
    """One attempt at each item; returns those that have to go round again, or None when the job has ended."""
    again = []
    for item in items:
        work = {"job": lane["job"], "item": item, "attempt": attempt, "attempts": lane["attempts"]}
        outcome = yield from _attempt(context, work)
        if outcome == ItemOutcome.STOPPED:
            return None
        if outcome == ItemOutcome.RETRY and attempt < lane["attempts"]:
            again.append(item)
    return again


def _attempt(context: DurableOrchestrationContext, work: dict[str, Any]) -> Steps:
    try:
        receipt = yield context.call_activity(ANALYSE_ITEM, work)
    except Exception:  # noqa: BLE001 - the SDK raises this class for every fault of the infrastructure
        return ItemOutcome.RETRY
    return receipt["outcome"]
