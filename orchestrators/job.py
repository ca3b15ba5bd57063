"""A job from plan to end, and the child that does one page of it."""

from typing import Any

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.fan_out import STEP_RETRIES, Steps, Tally, analyse_all, analyse_page
from shared.domain.progress import message_of, percentage
from shared.function_names import FAIL_JOB, FINISH_JOB, PLAN_JOB

_REASON_CHARACTERS = 400


def run_job(context: DurableOrchestrationContext) -> Steps:
    """Plan, fan out, finish. Input: a job's reference. Output: the status the job ended in.

    What no step could mend ends the job as failed, with the reason, and this orchestration too.
    """
    reference = context.get_input()
    try:
        plan = yield context.call_activity_with_retry(PLAN_JOB, STEP_RETRIES, reference)
        if not plan:
            return "already ended"
        total = plan["items"]
        yield from analyse_all(
            context, reference, plan, lambda tally: context.set_custom_status(custom_status(tally, total))
        )
        context.set_custom_status(_status("storing_result", total, total, "Putting the result together."))
        status = yield context.call_activity_with_retry(FINISH_JOB, STEP_RETRIES, reference)
    except Exception as error:
        failure = {"job": reference, "reason": reason_of(error)}
        yield context.call_activity_with_retry(FAIL_JOB, STEP_RETRIES, failure)
        raise
    context.set_custom_status(_status(status, total, total, f"The job is {status}."))
    return status


def run_page(context: DurableOrchestrationContext) -> Steps:
    """One page of a large job. Input: the page's description. Output: its tally."""
    tally = Tally()
    yield from analyse_page(context, context.get_input(), tally, lambda so_far: _show(context, so_far))
    return tally.as_json()


def custom_status(tally: Tally, total: int) -> dict[str, Any]:
    """Progress as `statusQueryGetUri` shows it: the names of a job's `progress`, counters only."""
    done = tally.completed + tally.failed
    return _status("calling_llm", done, total, message_of(total, done, tally.failed))


def reason_of(error: Exception) -> str:
    """The first line of what went wrong, without the stack that the SDK appends."""
    first = str(error).strip().partition("\n")[0]
    return f"The job could not be carried to its end: {first[:_REASON_CHARACTERS]}"


def _show(context: DurableOrchestrationContext, tally: Tally) -> None:
    context.set_custom_status(tally.as_json())


def _status(step: str, done: int, total: int, message: str) -> dict[str, Any]:
    return {
        "current_step": step,
        "current_item": done,
        "total_items": total,
        "percentage": percentage(100 * done, total),
        "message": message,
    }
