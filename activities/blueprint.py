"""Registers the activities. Each may run more than once and does its work once."""

from dataclasses import asdict

from azure.durable_functions import Blueprint, DurableOrchestrationClient

from activities.orchestrations import DurableOrchestrations
from shared.domain.job import JobReference, JobStatus
from shared.function_names import (
    FAIL_JOB,
    FINISH_JOB,
    PLAN_JOB,
    READ_PROGRESS,
    TIME_OUT_JOB,
    WORK_LANE,
)
from shared.services.admission import Admission
from shared.services.job_closer import ending_of
from shared.services.job_lifecycle import JobLifecycle
from shared.services.lane_worker import LanePage, LaneWorker
from shared.services.snapshots import Snapshots
from shared.services.usage_tally import UsageTally


def activities(
    lifecycle: JobLifecycle, lanes: LaneWorker, admission: Admission, snapshots: Snapshots, tally: UsageTally
) -> Blueprint:
    """The activities over these services. What one takes of the store is its job's: the meter is opened here."""
    blueprint = Blueprint()

    @blueprint.function_name(name=PLAN_JOB)
    @blueprint.activity_trigger(input_name="job")
    @blueprint.durable_client_input(client_name="client")
    async def plan_job(job: dict, client: DurableOrchestrationClient) -> dict:
        reference = JobReference.model_validate(job)
        with tally.charged_to(reference):
            plan = await lifecycle.plan(reference)
        if plan is None:
            # It was cancelled between getting its place and now.
            await admission.left(reference, DurableOrchestrations(client))
        return asdict(plan) if plan else {}

    @blueprint.function_name(name=WORK_LANE)
    @blueprint.activity_trigger(input_name="work")
    @blueprint.durable_client_input(client_name="client")
    async def work_lane(work: dict, client: DurableOrchestrationClient) -> dict:
        page = LanePage(JobReference.model_validate(work["job"]), work["lane"], work["page"])
        with tally.charged_to(page.job):
            receipt = await lanes.work(page, work["todo"], work["attempts"], work["all_items"])
        if receipt.ended:
            await admission.left(page.job, DurableOrchestrations(client))
        return asdict(receipt)

    @blueprint.function_name(name=READ_PROGRESS)
    @blueprint.activity_trigger(input_name="job")
    async def read_progress(job: dict) -> dict:
        return (await snapshots.progress(JobReference.model_validate(job))).model_dump(mode="json")

    @blueprint.function_name(name=TIME_OUT_JOB)
    @blueprint.activity_trigger(input_name="job")
    async def time_out_job(job: dict) -> str:
        reference = JobReference.model_validate(job)
        with tally.charged_to(reference):
            return str((await lifecycle.stop(reference, JobStatus.TIMED_OUT)).status)

    @blueprint.function_name(name=FINISH_JOB)
    @blueprint.activity_trigger(input_name="job")
    @blueprint.durable_client_input(client_name="client")
    async def finish_job(job: dict, client: DurableOrchestrationClient) -> dict:
        reference = JobReference.model_validate(job)
        with tally.charged_to(reference):
            ended = await lifecycle.finish(reference)
        await admission.left(reference, DurableOrchestrations(client))
        return ending_of(ended)

    @blueprint.function_name(name=FAIL_JOB)
    @blueprint.activity_trigger(input_name="failure")
    @blueprint.durable_client_input(client_name="client")
    async def fail_job(failure: dict, client: DurableOrchestrationClient) -> str:
        reference = JobReference.model_validate(failure["job"])
        with tally.charged_to(reference):
            status = await lifecycle.fail(reference, failure["reason"])
        await admission.left(reference, DurableOrchestrations(client))
        return str(status)

    return blueprint
