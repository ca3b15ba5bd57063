"""`POST /api/jobs/{kind}`: one starter a job type, all of them the same."""

import logging
from typing import Any

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from api.bodies import json_body, media_type
from api.door import Door, caller_of
from api.problems import UnsupportedMediaTypeError
from shared.domain.job import Job, JobStatus
from shared.job_type import JobType
from shared.services.job_intake import JobIntake

MAX_BODY_BYTES = 2_000_000
_RETRY_AFTER_SECONDS = 2

_log = logging.getLogger(__name__)


def starter(door: Door, job_type: JobType, intake: JobIntake) -> Blueprint:
    """The starter of a job type."""
    blueprint = Blueprint()

    @blueprint.function_name(name=f"start_{job_type.name}")
    @blueprint.route(route=f"jobs/{job_type.route}", methods=["POST"])
    @blueprint.durable_client_input(client_name="client")
    @door.starts
    async def start(req: Request, client: DurableOrchestrationClient) -> Response:
        if media_type(req) != "application/json":
            raise UnsupportedMediaTypeError("Send the request as application/json.")
        body = await json_body(req, MAX_BODY_BYTES)
        caller = caller_of(req)
        job = await intake.accept(job_type, body, caller, req.headers.get("idempotency-key"))
        # A repeat may find a job that runs or has ended: its orchestration is not to be started over.
        if job.status is JobStatus.QUEUED:
            await _launch(client, job)
        # The links' key opens every orchestration: it is for administrators only.
        links = client.create_http_management_payload(job.id) if caller.is_admin else {}
        return _accepted(job, _prefix(req.url.path), links)

    return blueprint


def _prefix(path: str) -> str:
    """What stands before `/jobs/` in the path, in whatever case the caller wrote it."""
    return path[: path.lower().index("/jobs/")]


async def _launch(client: DurableOrchestrationClient, job: Job) -> None:
    try:
        await DurableOrchestrations(client).start(job.reference)
    except Exception as error:  # noqa: BLE001 - the job is stored: the watchdog starts it, nothing is lost
        _log.warning("Job %s could not be started at once: %s", job.id, type(error).__name__)


def _accepted(job: Job, prefix: str, links: dict[str, Any]) -> Response:
    poll_url = f"{prefix}/jobs/{job.id}"
    urls = {"poll_url": poll_url, "stream_url": f"{poll_url}/stream", "durable_url": f"{poll_url}/durable"}
    body = links | {"job_id": job.id, "status": str(job.status)} | urls
    headers = {"Location": poll_url, "Retry-After": str(_RETRY_AFTER_SECONDS)}
    return JSONResponse(body, 202, headers=headers)
