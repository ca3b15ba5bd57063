"""`/api/admin/...`: what administrators see and do."""

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.accepting import accepted
from api.door import Door, admin_of
from api.parameters import Parameters
from shared.services.admission import Admission
from shared.services.dead_letters import DeadLetters, Retries


def admin(door: Door, letters: DeadLetters, retries: Retries, admission: Admission) -> Blueprint:
    """Dead letters: what failed for good, and another go at it."""
    blueprint = Blueprint()

    @blueprint.function_name(name="list_dead_letters")
    @blueprint.route(route="api/admin/deadletters", methods=["GET"])
    @door.answers
    async def list_dead_letters(req: Request) -> Response:
        admin_of(req)
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        user_id, job_id = (req.query_params.get(name) or None for name in ("user_id", "job_id"))
        return JSONResponse(await letters.page(limit, parameters.continuation(), user_id=user_id, job_id=job_id))

    @blueprint.function_name(name="replay_dead_letter")
    @blueprint.route(route="api/admin/deadletters/{letter_id}/replay", methods=["POST"])
    @blueprint.durable_client_input(client_name="client")
    @door.answers
    async def replay_dead_letter(req: Request, client: DurableOrchestrationClient) -> Response:
        admin_of(req)
        job = await letters.replay(req.path_params["letter_id"], retries)
        return await accepted(req, job, admission, client, new_job_id=job.id)

    return blueprint
