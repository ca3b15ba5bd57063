"""A job from plan to end."""

from datetime import datetime, timedelta
from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.steps import STEP_RETRIES, Steps
from shared.function_names import FAIL_JOB, FINISH_JOB, PLAN_JOB, READ_PROGRESS, RUN_LANE, TIME_OUT_JOB

_REASON_CHARACTERS = 400
_FIRST_LOOK = timedelta(seconds=1)
_LOOK_AGAIN_SHARE = 0.05


def run_job(context: DurableOrchestrationContext) -> Steps:
    """Plan, work in lanes, finish. Input: a job's reference. Output: the status the job ended in.

    What no step could mend ends the job as failed, with the reason, and this orchestration too.
    """
    reference = context.get_input()
    try:
        plan = yield context.call_activity_with_retry(PLAN_JOB, STEP_RETRIES, reference)
        if not plan:
            return "already ended"
        yield from _work(context, reference, plan)
        status = yield context.call_activity_with_retry(FINISH_JOB, STEP_RETRIES, reference)
    except Exception as error:
        failure = {"job": reference, "reason": reason_of(error)}
        yield context.call_activity_with_retry(FAIL_JOB, STEP_RETRIES, failure)
        raise
    yield from _show_progress(context, reference)
    return status


def _work(context: DurableOrchestrationContext, reference: dict[str, Any], plan: dict[str, Any]) -> Steps:
    """All lanes at once; meanwhile the job's progress becomes this orchestration's custom status.

    Every lane is started in the first wait. A later wait names them again but starts nothing beside a timer:
    the Functions host starts what a wait adds only after all earlier waits are over. A lane that ends in an
    error leaves items undone, and finishing the job tells which. When the job's time is over, the lanes begin
    nothing any more and end with what they have at work.
    """
    started = context.current_utc_datetime
    # A job that is started anew must not meet the lanes of a run before it, which may still be at work.
    run = context.new_uuid()[:8]
    lanes = [_start_lane(context, reference, plan, run, number) for number in range(len(plan["pages"]))]
    if not lanes:
        return
    look = context.create_timer(next_look(started, started))
    deadline = context.create_timer(datetime.fromisoformat(plan["deadline"]))
    timers = [deadline]
    while lanes:
        ended = yield context.task_any([*lanes, *timers, look])
        if ended in lanes:
            lanes.remove(ended)
            continue
        if ended is deadline:
            timers = []
            # The Functions host starts nothing new while the wait for the next look is not over.
            _cancel(look)
            yield context.call_activity_with_retry(TIME_OUT_JOB, STEP_RETRIES, reference)
        else:
            yield from _show_progress(context, reference)
        look = context.create_timer(next_look(started, context.current_utc_datetime))
    _cancel(look)
    _cancel(deadline)


def _cancel(timer: Any) -> None:
    if not timer.is_completed:
        timer.cancel()


def _show_progress(context: DurableOrchestrationContext, reference: dict[str, Any]) -> Steps:
    """The job's progress as custom status. It is for people: when it cannot be read the work goes on."""
    try:
        progress = yield context.call_activity(READ_PROGRESS, reference)
    except Exception:  # noqa: BLE001 - the SDK raises this class for every fault of an activity
        return
    context.set_custom_status(progress)


def _start_lane(
    context: DurableOrchestrationContext, reference: dict[str, Any], plan: dict[str, Any], run: str, number: int
) -> Any:
    lane = {
        "job": reference,
        "lane": number,
        "page": 0,
        "pages": plan["pages"][number],
        "attempts": plan["attempts"],
        "delay": plan["delay"],
    }
    return context.call_sub_orchestrator(RUN_LANE, lane, f"{context.instance_id}:{run}:lane:{number:02d}")


def next_look(started: datetime, now: datetime) -> datetime:
    """When to look at the progress next: after a second at first, later after a twentieth of the time so far.

    So a job of an hour is looked at about 160 times and not 3,600: every look lengthens the history.
    """
    return now + max(_FIRST_LOOK, _LOOK_AGAIN_SHARE * (now - started))


def reason_of(error: Exception) -> str:
    """The first line of what went wrong, without the stack that the SDK appends."""
    first = str(error).strip().partition("\n")[0]
    return f"The job could not be carried to its end: {first[:_REASON_CHARACTERS]}"
