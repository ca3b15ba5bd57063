"""`POST /api/jobs/{id}/cancel` and `/retry`."""

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from api.accepting import accepted
from api.door import Door, caller_of
from shared.domain.transitions import is_terminal
from shared.services.admission import Admission
from shared.services.job_control import JobControl
from shared.services.job_reader import JobReader
from shared.services.usage_tally import UsageTally


def job_control(
    door: Door, reader: JobReader, control: JobControl, admission: Admission, tally: UsageTally
) -> Blueprint:
    """The endpoints that stop jobs and take them up again."""
    blueprint = Blueprint()

    @blueprint.function_name(name="cancel_job")
    @blueprint.route(route="api/jobs/{job_id}/cancel", methods=["POST"])
    @blueprint.durable_client_input(client_name="client")
    @door.answers
    async def cancel_job(req: Request, client: DurableOrchestrationClient) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        with tally.charged_to(job.reference):
            told = await control.cancel(job)
        if is_terminal(told.status):
            await admission.left(told.reference, DurableOrchestrations(client))
        return JSONResponse({"success": True, "status": str(told.status)})

    @blueprint.function_name(name="retry_job")
    @blueprint.route(route="api/jobs/{job_id}/retry", methods=["POST"])
    @blueprint.durable_client_input(client_name="client")
    @door.starts
    async def retry_job(req: Request, client: DurableOrchestrationClient) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        again = await control.retry(job)
        return await accepted(req, again, admission, client, new_job_id=again.id)

    return blueprint
