"""202: a job was accepted, and where to look for it."""

from typing import Any

from azure.durable_functions import DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from shared.domain.job import Job, JobStatus
from shared.services.admission import Admission

_RETRY_AFTER_SECONDS = 2


async def let_in(job: Job, admission: Admission, client: DurableOrchestrationClient) -> None:
    """Give the job its place or its turn; a repeated request may find one that runs or has ended."""
    if job.status is JobStatus.QUEUED:
        await admission.arrived(job, DurableOrchestrations(client))


async def taken_up(req: Request, again: Job, admission: Admission, client: DurableOrchestrationClient) -> Response:
    """The answer about the new job of a retry."""
    await let_in(again, admission, client)
    return accepted(req, again, {"new_job_id": again.id})


def accepted(req: Request, job: Job, more: dict[str, Any]) -> Response:
    """The answer about a job, with its links."""
    poll_url = f"{_api(req.url.path)}/jobs/{job.id}"
    urls = {"poll_url": poll_url, "stream_url": f"{poll_url}/stream", "durable_url": f"{poll_url}/durable"}
    body = more | {"job_id": job.id, "status": str(job.status)} | urls
    headers = {"Location": poll_url, "Retry-After": str(_RETRY_AFTER_SECONDS)}
    return JSONResponse(body, 202, headers=headers)


def _api(path: str) -> str:
    """What stands before the area in the path, in whatever case the caller wrote it."""
    lowered = path.lower()
    return next(path[: lowered.index(area)] for area in ("/jobs/", "/admin/") if area in lowered)
