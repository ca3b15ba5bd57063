"""A lane: some of a job's items, one after another.

An activity answers with a receipt. What failed for now goes round again after 2, 4, 8 s, unless the job says
otherwise; what failed for good has been stored by the activity. An activity that ends in an exception is a
fault of the infrastructure (a lost worker, a time-out, an unreachable store): it goes round again too, for longer,
and does not count as an attempt at the item.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.steps import STEP_RETRIES, Steps
from shared.domain.job import ItemOutcome
from shared.function_names import ANALYSE_ITEM, PENDING_ITEMS

_LONGEST_PAUSE = timedelta(minutes=1)

_MOST_LOST = 6
"""Rounds in which an item may be lost: two minutes of an unreachable store, or one that takes its worker down."""


def run_lane(context: DurableOrchestrationContext) -> Steps:
    """One page of a lane; the next page with a fresh history. Input: `{job, lane, page, pages, attempts, delay}`."""
    lane = context.get_input()
    pending = yield context.call_activity_with_retry(PENDING_ITEMS, STEP_RETRIES, lane)
    todo = [_Todo(item) for item in pending]
    turn = 1
    while todo:
        if turn > 1:
            yield context.create_timer(context.current_utc_datetime + pause_before(turn, lane["delay"]))
        todo = yield from _round(context, lane, todo)
        if todo is None:
            return
        turn += 1
    if lane["page"] + 1 < lane["pages"]:
        context.continue_as_new(lane | {"page": lane["page"] + 1})


def pause_before(turn: int, delay: int) -> timedelta:
    """The wait before the second, third, fourth ... round: once, twice, four times ... the delay (in milliseconds).

    A minute at most: a job that is to stop waits for it.
    """
    return min(_LONGEST_PAUSE, timedelta(milliseconds=delay * 2 ** (turn - 2)))


@dataclass(frozen=True)
class _Todo:
    """An item that has no outcome yet, which attempt at it comes next, and how often it was lost."""

    item: dict[str, Any]
    attempt: int = 1
    lost: int = 0


def _round(context: DurableOrchestrationContext, lane: dict[str, Any], todo: list[_Todo]) -> Steps:
    """One attempt at each item; returns those that have to go round again, or None when the job has ended."""
    again = []
    for entry in todo:
        work = {"job": lane["job"], "item": entry.item, "attempt": entry.attempt, "attempts": lane["attempts"]}
        outcome = yield from _attempt(context, work)
        if outcome == ItemOutcome.STOPPED:
            return None
        if outcome == ItemOutcome.RETRY and entry.attempt < lane["attempts"]:
            again.append(replace(entry, attempt=entry.attempt + 1))
        if outcome is None and entry.lost < _MOST_LOST:
            again.append(replace(entry, lost=entry.lost + 1))
    return again


def _attempt(context: DurableOrchestrationContext, work: dict[str, Any]) -> Steps:
    """The outcome; None when the infrastructure lost the attempt, which says nothing about the item."""
    try:
        receipt = yield context.call_activity(ANALYSE_ITEM, work)
    except Exception:  # noqa: BLE001 - the SDK raises this class for every fault of the infrastructure
        return None
    return receipt["outcome"]
