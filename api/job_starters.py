"""`POST /api/jobs/{kind}`: one starter a job type, all of them the same."""

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import Request, Response

from api.accepting import accepted
from api.bodies import MAX_REQUEST_BYTES, json_request
from api.door import Door, caller_of
from shared.job_types.core import JobType
from shared.services.admission import Admission
from shared.services.job_intake import JobIntake


def starter(door: Door, job_type: JobType, intake: JobIntake, admission: Admission) -> Blueprint:
    """The starter of a job type."""
    blueprint = Blueprint()

    @blueprint.function_name(name=f"start_{job_type.name}")
    @blueprint.route(route=f"api/jobs/{job_type.route}", methods=["POST"])
    @blueprint.durable_client_input(client_name="client")
    @door.starts
    async def start(req: Request, client: DurableOrchestrationClient) -> Response:
        body = await json_request(req, MAX_REQUEST_BYTES)
        job = await intake.accept(job_type, body, caller_of(req), req.headers.get("idempotency-key"))
        return await accepted(req, job, admission, client)

    return blueprint
