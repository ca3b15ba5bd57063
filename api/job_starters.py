"""`POST /api/jobs/{kind}`: one starter a job type, all of them the same."""

from typing import Any

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azure.functions import AuthLevel
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from api.bodies import json_body, media_type
from api.door import Door
from api.paths import job_url
from api.problems import UnsupportedMediaTypeError
from shared.domain.job import Job, JobStatus
from shared.job_type import JobType
from shared.services.admission import Admission
from shared.services.job_intake import JobIntake

MAX_BODY_BYTES = 2_000_000
_RETRY_AFTER_SECONDS = 2


def starter(door: Door, job_type: JobType, intake: JobIntake, admission: Admission) -> Blueprint:
    """The starter of a job type."""
    blueprint = Blueprint()

    @blueprint.function_name(name=f"start_{job_type.name}")
    @blueprint.route(route=f"jobs/{job_type.route}", methods=["POST"], auth_level=AuthLevel.FUNCTION)
    @blueprint.durable_client_input(client_name="client")
    @door.answers
    async def start(req: Request, client: DurableOrchestrationClient) -> Response:
        if media_type(req) != "application/json":
            raise UnsupportedMediaTypeError("Send the request as application/json.")
        body = await json_body(req, MAX_BODY_BYTES)
        job = await intake.accept(job_type, body, req.headers.get("idempotency-key"))
        # A repeat may find a job that runs or has ended.
        if job.status is JobStatus.QUEUED:
            await admission.arrived(job, DurableOrchestrations(client))
        return _accepted(job, job_url(req, job.id), client)

    return blueprint


def _accepted(job: Job, poll_url: str, client: DurableOrchestrationClient) -> Response:
    management: dict[str, Any] = client.create_http_management_payload(job.id)
    body = management | {"job_id": job.id, "status": str(job.status), "poll_url": poll_url}
    headers = {"Location": poll_url, "Retry-After": str(_RETRY_AFTER_SECONDS)}
    return JSONResponse(body, 202, headers=headers)
