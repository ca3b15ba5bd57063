"""A lane: some of a job's items, one after another.

An activity works through what is left of a page, for some seconds, and answers with a receipt. What failed for now
goes round again after 2, 4, 8 s, unless the job says otherwise; what failed for good has been stored by the activity.
An activity that ends in an exception is a fault of the infrastructure (a lost worker, a time-out, an unreachable
store): its items go round again too, for longer, and it does not count as an attempt at them.
"""

from datetime import timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.page import Remains, is_last_page, work_of
from orchestrators.steps import Steps
from shared.function_names import WORK_LANE

_LONGEST_PAUSE = timedelta(minutes=1)


def run_lane(context: DurableOrchestrationContext) -> Steps:
    """One page of a lane; the next page with a fresh history.

    Input: `{job, lane, page, items, page_items, all_items, attempts, delay, left}`; `left` is what another has left of
    the page, or null. Output: `{ended}`, how the job ended if this lane finished it, or null.
    """
    lane = context.get_input()
    remains = Remains.of_json(lane["left"]) if lane["left"] else Remains.whole(lane)
    while remains:
        if not remains.now:
            remains = remains.next_round()
            yield context.create_timer(
                context.current_utc_datetime + pause_before(remains.turn, remains.delay(lane["delay"]))
            )
        remains, ended = yield from _one_activity(context, lane, remains)
        if ended or remains is None:
            return {"ended": ended}
    if not is_last_page(lane):
        context.continue_as_new(lane | {"page": lane["page"] + 1, "left": None})
    return {"ended": None}


def pause_before(turn: int, delay: int) -> timedelta:
    """The wait before the second, third, fourth ... round: once, twice, four times ... the delay (in milliseconds).

    A minute at most: a job that is to stop waits for it.
    """
    return min(_LONGEST_PAUSE, timedelta(milliseconds=delay * 2 ** (turn - 2)))


def _one_activity(context: DurableOrchestrationContext, lane: dict[str, Any], remains: Remains) -> Steps:
    """What remains after one activity more, or None when the job was stopped; and how the job ended, if it did."""
    try:
        receipt = yield context.call_activity(WORK_LANE, work_of(lane, remains))
    except Exception:  # noqa: BLE001 - the SDK raises this class for every fault of the infrastructure
        return remains.after_loss(), None
    left = None if receipt["stopped"] else remains.after(receipt, lane["attempts"])
    return left, receipt["ended"]
