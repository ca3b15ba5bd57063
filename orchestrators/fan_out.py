"""Items side by side: a rolling window over a page of them, retries by rounds, pages in children.

An activity answers with a receipt. What failed for now goes round again after 2, 4, 8 s; what failed for good
has been stored by the activity. An activity that ends in an exception is a fault of the infrastructure (a lost
worker, a time-out, an unreachable store) and goes round again as well.
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext, RetryOptions

from shared.domain.job import ItemOutcome
from shared.function_names import ANALYSE_ITEM, ANALYSE_PAGE, PENDING_ITEMS

Steps = Generator[Any, Any, Any]
Reference = dict[str, Any]

STEP_RETRIES = RetryOptions(first_retry_interval_in_milliseconds=2_000, max_number_of_attempts=5)
"""For the steps that every job needs: they fail only when the store cannot be reached."""


@dataclass(slots=True)
class Tally:
    """How many items have ended, and how."""

    completed: int = 0
    failed: int = 0

    def add(self, other: dict[str, int]) -> None:
        """Count what a child has counted."""
        self.completed += other["completed"]
        self.failed += other["failed"]

    def as_json(self) -> dict[str, int]:
        """The tally as a child hands it to its parent."""
        return {"completed": self.completed, "failed": self.failed}


def analyse_all(
    context: DurableOrchestrationContext,
    reference: Reference,
    plan: dict[str, Any],
    report: Callable[[Tally], None],
) -> Steps:
    """All pages of a job: the only page here, or each of many in a child orchestration."""
    tally = Tally()
    if plan["pages"] == 1:
        yield from analyse_page(context, page_input(reference, plan, 0, plan["widths"][0]), tally, report)
        return tally
    waiting = deque(range(plan["pages"]))
    free = deque(plan["widths"])
    running: dict[Any, int] = {}
    while waiting or running:
        while waiting and free:
            width = free.popleft()
            child = page_input(reference, plan, waiting.popleft(), width)
            instance = f"{context.instance_id}:page:{child['page']:03d}"
            running[context.call_sub_orchestrator(ANALYSE_PAGE, child, instance)] = width
        task = yield context.task_any(list(running))
        free.append(running.pop(task))
        if isinstance(task.result, Exception):
            raise task.result
        tally.add(task.result)
        report(tally)
    return tally


def page_input(reference: Reference, plan: dict[str, Any], page: int, width: int) -> dict[str, Any]:
    """What a page's orchestration is given: a few hundred bytes, never the items themselves."""
    return {"job": reference, "page": page, "width": width, "attempts": plan["attempts"]}


def analyse_page(
    context: DurableOrchestrationContext,
    page: dict[str, Any],
    tally: Tally,
    report: Callable[[Tally], None],
) -> Steps:
    """The items of a page that are not done yet, at most `width` of them at a time."""
    where = {"job": page["job"], "page": page["page"]}
    before = yield context.call_activity_with_retry(PENDING_ITEMS, STEP_RETRIES, where)
    tally.add(before)
    report(tally)
    todo, attempt = before["items"], 1
    while todo:
        if attempt > 1:
            yield context.create_timer(context.current_utc_datetime + pause_before(attempt))
        todo = yield from _one_round(context, page, todo, attempt, tally, report)
        attempt += 1


def pause_before(attempt: int) -> timedelta:
    """The wait before the second, third, fourth ... attempt: 2, 4, 8 ... s."""
    return timedelta(seconds=2 ** (attempt - 1))


def _one_round(
    context: DurableOrchestrationContext,
    page: dict[str, Any],
    items: list[dict[str, Any]],
    attempt: int,
    tally: Tally,
    report: Callable[[Tally], None],
) -> Steps:
    """One attempt at each item; the items that have to go round again."""
    again: list[dict[str, Any]] = []
    waiting = deque(items)
    running: dict[Any, dict[str, Any]] = {}
    while waiting or running:
        while waiting and len(running) < page["width"]:
            item = waiting.popleft()
            work = {"job": page["job"], "item": item, "attempt": attempt, "attempts": page["attempts"]}
            running[context.call_activity(ANALYSE_ITEM, work)] = item
        task = yield context.task_any(list(running))
        item = running.pop(task)
        outcome = _outcome(task.result)
        if outcome == ItemOutcome.RETRY and attempt < page["attempts"]:
            again.append(item)
            continue
        tally.add({"completed": int(outcome == ItemOutcome.DONE), "failed": int(outcome != ItemOutcome.DONE)})
        report(tally)
    return again


def _outcome(result: Any) -> str:
    return ItemOutcome.RETRY if isinstance(result, Exception) else str(result["outcome"])
