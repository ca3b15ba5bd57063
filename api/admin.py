"""`/api/admin/...`: what administrators see and do.

The Functions host refuses every route that begins with `admin`, with or without the prefix `api`; it reads the
template and not what the template matches, so that a constraint says the word.
"""

import logging

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azure.functions import AuthLevel
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from activities.orchestrations import DurableOrchestrations
from api.door import Door, admin_of
from api.parameters import Parameters
from shared.domain.job import Job, JobStatus
from shared.services.dead_letters import DeadLetters, Retries

_ADMIN = "{area:regex(^admin$)}"
_RETRY_AFTER_SECONDS = "2"

_log = logging.getLogger(__name__)


def admin(door: Door, letters: DeadLetters, retries: Retries) -> Blueprint:
    """Dead letters: what failed for good, and another go at it."""
    blueprint = Blueprint()

    @blueprint.function_name(name="list_dead_letters")
    @blueprint.route(route=f"{_ADMIN}/deadletters", methods=["GET"], auth_level=AuthLevel.FUNCTION)
    @door.answers
    async def list_dead_letters(req: Request) -> Response:
        admin_of(req)
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        user_id, job_id = (req.query_params.get(name) or None for name in ("user_id", "job_id"))
        return JSONResponse(await letters.page(limit, parameters.continuation(), user_id=user_id, job_id=job_id))

    @blueprint.function_name(name="replay_dead_letter")
    @blueprint.route(
        route=f"{_ADMIN}/deadletters/{{letter_id}}/replay", methods=["POST"], auth_level=AuthLevel.FUNCTION
    )
    @blueprint.durable_client_input(client_name="client")
    @door.answers
    async def replay_dead_letter(req: Request, client: DurableOrchestrationClient) -> Response:
        admin_of(req)
        job = await letters.replay(req.path_params["letter_id"], retries)
        await _launch(client, job)
        poll_url = f"{_prefix(req.url.path)}/jobs/{job.id}"
        headers = {"Location": poll_url, "Retry-After": _RETRY_AFTER_SECONDS}
        return JSONResponse({"new_job_id": job.id, "poll_url": poll_url}, 202, headers=headers)

    return blueprint


def _prefix(path: str) -> str:
    """What stands before `/admin/` in the path, in whatever case the caller wrote it."""
    return path[: path.lower().index("/admin/")]


async def _launch(client: DurableOrchestrationClient, job: Job) -> None:
    if job.status is not JobStatus.QUEUED:
        return
    try:
        await DurableOrchestrations(client).start(job.reference)
    except Exception as error:  # noqa: BLE001 - the job is stored: the watchdog starts it, nothing is lost
        _log.warning("Job %s could not be started at once: %s", job.id, type(error).__name__)
