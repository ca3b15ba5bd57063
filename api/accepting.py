"""202: a job was accepted, and where to look for it."""

from azure.durable_functions import DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from starlette.background import BackgroundTask

from activities.orchestrations import DurableOrchestrations
from api.door import caller_of
from api.links import api_root
from shared.domain.job import Job, JobStatus
from shared.services.admission import Admission

_RETRY_AFTER_SECONDS = 2


async def accepted(
    req: Request, job: Job, admission: Admission, client: DurableOrchestrationClient, **more: str
) -> Response:
    """Answer with a stored job's links, then give it its place or its turn; `more` are fields beside the links.

    The answer goes first because nobody needs to wait for the rest: the job is stored, and should the process die
    in between the watchdog takes it from there.
    """
    # A repeated request may find one that runs or has ended.
    queued = job.status is JobStatus.QUEUED
    then = BackgroundTask(admission.arrived, job, DurableOrchestrations(client)) if queued else None
    # The key in the extension's links opens every orchestration: it is for administrators only.
    links = client.create_http_management_payload(job.id) if caller_of(req).is_admin else {}
    poll_url = f"{api_root(req)}/jobs/{job.id}"
    urls = {"poll_url": poll_url, "stream_url": f"{poll_url}/stream", "durable_url": f"{poll_url}/durable"}
    body = links | more | {"job_id": job.id, "status": str(job.status)} | urls
    headers = {"Location": poll_url, "Retry-After": str(_RETRY_AFTER_SECONDS)}
    return JSONResponse(body, 202, headers=headers, background=then)
