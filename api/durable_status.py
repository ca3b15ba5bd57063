"""`GET /api/jobs/{id}/durable`: the state of a job's orchestration, for whoever may see the job.

The durable extension's own links carry a key that opens every orchestration, so that only administrators get them.
"""

from typing import Any

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door, caller_of
from shared.domain.job import Job
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.errors import NotFoundError
from shared.services.job_reader import JobReader

_PENDING = "Pending"
_TOLD = {"runtimeStatus", "customStatus", "output", "createdTime", "lastUpdatedTime"}
"""Beside the name and the id. The input is a reference to the job, and the history is for operators."""


def durable_status(door: Door, reader: JobReader) -> Blueprint:
    """The state of one orchestration."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_durable_status")
    @blueprint.route(route="api/jobs/{job_id}/durable", methods=["GET"])
    @blueprint.durable_client_input(client_name="client")
    @door.answers
    async def get_durable_status(req: Request, client: DurableOrchestrationClient) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        found = await client.get_status(job.id)
        if found and found.runtime_status:
            told = {name: value for name, value in found.to_json().items() if name in _TOLD}
            return JSONResponse(_not_started(job) | told)
        if is_terminal(job.status):
            raise NotFoundError(f"Job {job.id} is {job.status}, and there is no orchestration of it any more.")
        return JSONResponse(_not_started(job))

    return blueprint


def _not_started(job: Job) -> dict[str, Any]:
    """What the extension would say of an orchestration that is yet to begin: the job waits for its turn."""
    created = iso(job.created_date)
    moments = {"createdTime": created, "lastUpdatedTime": created}
    nothing = {"input": None, "customStatus": None, "output": None}
    return {"name": job.job_type, "instanceId": job.id, "runtimeStatus": _PENDING} | nothing | moments
