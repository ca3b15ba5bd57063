"""202: a job was accepted, and where to look for it."""

from azure.durable_functions import DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from api.door import caller_of
from api.links import api_root
from shared.domain.job import Job, JobStatus
from shared.services.admission import Admission

_RETRY_AFTER_SECONDS = 2


async def accepted(
    req: Request, job: Job, admission: Admission, client: DurableOrchestrationClient, **more: str
) -> Response:
    """Give a stored job its place or its turn, and answer with its links; `more` are fields beside them."""
    # A repeated request may find one that runs or has ended.
    if job.status is JobStatus.QUEUED:
        await admission.arrived(job, DurableOrchestrations(client))
    # The key in the extension's links opens every orchestration: it is for administrators only.
    links = client.create_http_management_payload(job.id) if caller_of(req).is_admin else {}
    poll_url = f"{api_root(req)}/jobs/{job.id}"
    urls = {"poll_url": poll_url, "stream_url": f"{poll_url}/stream", "durable_url": f"{poll_url}/durable"}
    body = links | more | {"job_id": job.id, "status": str(job.status)} | urls
    headers = {"Location": poll_url, "Retry-After": str(_RETRY_AFTER_SECONDS)}
    return JSONResponse(body, 202, headers=headers)
