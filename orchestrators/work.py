"""The lanes of a job, all at once, with its time and its progress in view."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.page import Remains, work_of
from orchestrators.steps import STEP_RETRIES, Steps
from shared.function_names import READ_PROGRESS, RUN_LANE, TIME_OUT_JOB, WORK_LANE

_FIRST_LOOK = timedelta(seconds=1)
_LOOK_AGAIN_SHARE = 0.05


def work(context: DurableOrchestrationContext, reference: dict[str, Any], plan: dict[str, Any]) -> Steps:
    """Do the job's items. Output: how the job ended, if an activity finished it with its last item; otherwise None.

    A lane of one page is an activity of this orchestration, a longer one is a child of it.

    What such an activity hands back unfinished (items that failed for now, or are slow) children take over, when all
    activities are back: the Functions host starts what a wait adds only after all earlier waits are over. So the first
    wait has all lanes, and so has the wait for the children. A lane that ends in an error leaves items undone, and
    finishing the job tells which.
    """
    lanes = [_lane(reference, plan, number) for number in range(len(plan["lanes"]))]
    if not lanes:
        return None
    # A job that is started anew must not meet the lanes of a run before it, which may still be at work.
    run = context.new_uuid()[:8]
    view = _View(context, reference, plan)
    short = [
        (context.call_activity(WORK_LANE, work_of(lane, Remains.whole(lane))), lane) for lane in lanes if _fits(lane)
    ]
    long = [_child(context, run, lane) for lane in lanes if not _fits(lane)]
    tasks = [*(task for task, _ in short), *long]
    yield from view.until_over(tasks)
    ended = _ending(tasks)
    unfinished = [lane | {"left": left.as_json()} for task, lane in short if (left := _left_of(task, lane))]
    # What was lost after it was stored is nobody's to take over once the job has ended.
    if unfinished and not ended:
        children = [_child(context, run, lane) for lane in unfinished]
        yield from view.until_over(children)
        ended = _ending(children)
    view.close()
    return ended


def _ending(tasks: Sequence[Any]) -> dict[str, Any] | None:
    """How the job ended, from the receipt of whoever finished it."""
    receipts = (task.result for task in tasks if not isinstance(task.result, Exception))
    return next((receipt["ended"] for receipt in receipts if receipt["ended"]), None)


def _lane(reference: dict[str, Any], plan: dict[str, Any], number: int) -> dict[str, Any]:
    common = {name: plan[name] for name in ("page_items", "attempts", "delay")} | {"all_items": plan["items"]}
    return {"job": reference, "lane": number, "page": 0, "items": plan["lanes"][number], "left": None} | common


def _fits(lane: dict[str, Any]) -> bool:
    return bool(lane["items"] <= lane["page_items"])


def _child(context: DurableOrchestrationContext, run: str, lane: dict[str, Any]) -> Any:
    return context.call_sub_orchestrator(RUN_LANE, lane, f"{context.instance_id}:{run}:lane:{lane['lane']:02d}")


def _left_of(task: Any, lane: dict[str, Any]) -> Remains | None:
    """What an activity has left of its lane; None when the job has ended."""
    remains = Remains.whole(lane)
    if isinstance(task.result, Exception):
        return remains.after_loss()
    return None if task.result["stopped"] else remains.after(task.result, lane["attempts"])


class _View:
    """The job's progress becomes the orchestration's custom status; when its time is over it is told.

    The lanes then begin nothing any more and end with what they have at work.
    """

    def __init__(self, context: DurableOrchestrationContext, reference: dict[str, Any], plan: dict[str, Any]) -> None:
        self._context = context
        self._reference = reference
        self._started = context.current_utc_datetime
        self._deadline = context.create_timer(datetime.fromisoformat(plan["deadline"]))
        self._in_time = True

    def until_over(self, tasks: Sequence[Any]) -> Steps:
        """Wait for all of them; a later wait names them again but starts nothing beside a timer."""
        left, look = list(tasks), self._next_look()
        while left:
            timers = [self._deadline, look] if self._in_time else [look]
            ended = yield self._context.task_any([*left, *timers])
            if ended in left:
                left.remove(ended)
                continue
            # The Functions host starts nothing new while the wait for the next look is not over.
            _cancel(look)
            yield from self._time_is_over() if ended is self._deadline else self._show_progress()
            look = self._next_look()
        _cancel(look)

    def close(self) -> None:
        """Leave no timer behind."""
        _cancel(self._deadline)

    def _time_is_over(self) -> Steps:
        self._in_time = False
        yield self._context.call_activity_with_retry(TIME_OUT_JOB, STEP_RETRIES, self._reference)

    def _show_progress(self) -> Steps:
        """It is for people: when it cannot be read the work goes on."""
        try:
            progress = yield self._context.call_activity(READ_PROGRESS, self._reference)
        except Exception:  # noqa: BLE001 - the SDK raises this class for every fault of an activity
            return
        self._context.set_custom_status(progress)

    def _next_look(self) -> Any:
        return self._context.create_timer(next_look(self._started, self._context.current_utc_datetime))


def _cancel(timer: Any) -> None:
    if not timer.is_completed:
        timer.cancel()


def next_look(started: datetime, now: datetime) -> datetime:
    """When to look at the progress next: after a second at first, later after a twentieth of the time so far.

    So a job of an hour is looked at about 160 times and not 3,600: every look lengthens the history.
    """
    return now + max(_FIRST_LOOK, _LOOK_AGAIN_SHARE * (now - started))
