"""A job from plan to end."""

from azure.durable_functions import DurableOrchestrationContext

from orchestrators.steps import STEP_RETRIES, Steps
from orchestrators.work import work
from shared.function_names import FAIL_JOB, FINISH_JOB, PLAN_JOB

_REASON_CHARACTERS = 400


def run_job(context: DurableOrchestrationContext) -> Steps:
    """Plan, work in lanes, finish. Input: a job's reference. Output: the status the job ended in.

    What no step could mend ends the job as failed, with the reason, and this orchestration too.
    """
    reference = context.get_input()
    try:
        plan = yield context.call_activity_with_retry(PLAN_JOB, STEP_RETRIES, reference)
        if not plan:
            return "already ended"
        ended = yield from work(context, reference, plan)
        if ended is None:
            ended = yield context.call_activity_with_retry(FINISH_JOB, STEP_RETRIES, reference)
    except Exception as error:
        failure = {"job": reference, "reason": reason_of(error)}
        yield context.call_activity_with_retry(FAIL_JOB, STEP_RETRIES, failure)
        raise
    context.set_custom_status(ended["progress"])
    return ended["status"]


def reason_of(error: Exception) -> str:
    """The first line of what went wrong, without the stack that the SDK appends."""
    first = str(error).strip().partition("\n")[0]
    return f"The job could not be carried to its end: {first[:_REASON_CHARACTERS]}"
