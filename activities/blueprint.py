"""Registers the activities. Each may run more than once and does its work once."""

from dataclasses import asdict

from azure.durable_functions import Blueprint, DurableOrchestrationClient

from activities.orchestrations import DurableOrchestrations
from shared.domain.job import Item, JobReference, JobStatus
from shared.function_names import (
    ANALYSE_ITEM,
    FAIL_JOB,
    FINISH_JOB,
    PENDING_ITEMS,
    PLAN_JOB,
    READ_PROGRESS,
    TIME_OUT_JOB,
)
from shared.services.admission import Admission
from shared.services.item_runner import Attempt, ItemRunner
from shared.services.job_lifecycle import JobLifecycle


def activities(lifecycle: JobLifecycle, runner: ItemRunner, admission: Admission) -> Blueprint:
    """The activities over these services."""
    blueprint = Blueprint()

    @blueprint.function_name(name=PLAN_JOB)
    @blueprint.activity_trigger(input_name="job")
    @blueprint.durable_client_input(client_name="client")
    async def plan_job(job: dict, client: DurableOrchestrationClient) -> dict:
        reference = JobReference.model_validate(job)
        plan = await lifecycle.plan(reference)
        if plan is None:
            # It was cancelled between getting its place and now.
            await admission.left(reference, DurableOrchestrations(client))
        return asdict(plan) if plan else {}

    @blueprint.function_name(name=PENDING_ITEMS)
    @blueprint.activity_trigger(input_name="lane")
    async def pending_items(lane: dict) -> list:
        reference = JobReference.model_validate(lane["job"])
        pending = await lifecycle.pending(reference, lane["lane"], lane["page"])
        return [item.model_dump(mode="json") for item in pending]

    @blueprint.function_name(name=READ_PROGRESS)
    @blueprint.activity_trigger(input_name="job")
    async def read_progress(job: dict) -> dict:
        return (await lifecycle.progress(JobReference.model_validate(job))).model_dump(mode="json")

    @blueprint.function_name(name=ANALYSE_ITEM)
    @blueprint.activity_trigger(input_name="work")
    async def analyse_item(work: dict) -> dict:
        reference = JobReference.model_validate(work["job"])
        attempt = Attempt(work["attempt"], work["attempts"])
        receipt = await runner.run(reference, Item.model_validate(work["item"]), attempt)
        return receipt.model_dump(mode="json", exclude_none=True)

    @blueprint.function_name(name=TIME_OUT_JOB)
    @blueprint.activity_trigger(input_name="job")
    async def time_out_job(job: dict) -> str:
        return str((await lifecycle.stop(JobReference.model_validate(job), JobStatus.TIMED_OUT)).status)

    @blueprint.function_name(name=FINISH_JOB)
    @blueprint.activity_trigger(input_name="job")
    @blueprint.durable_client_input(client_name="client")
    async def finish_job(job: dict, client: DurableOrchestrationClient) -> str:
        reference = JobReference.model_validate(job)
        status = await lifecycle.finish(reference)
        await admission.left(reference, DurableOrchestrations(client))
        return str(status)

    @blueprint.function_name(name=FAIL_JOB)
    @blueprint.activity_trigger(input_name="failure")
    @blueprint.durable_client_input(client_name="client")
    async def fail_job(failure: dict, client: DurableOrchestrationClient) -> str:
        reference = JobReference.model_validate(failure["job"])
        status = await lifecycle.fail(reference, failure["reason"])
        await admission.left(reference, DurableOrchestrations(client))
        return str(status)

    return blueprint
