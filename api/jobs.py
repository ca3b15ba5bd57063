"""`GET /api/jobs/...`: jobs and their progress."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door, caller_of
from api.parameters import Parameters
from shared.domain.job import JobStatus
from shared.job_types.core import JobType
from shared.services.job_reader import JobReader


def jobs(door: Door, reader: JobReader, job_types: tuple[JobType, ...]) -> Blueprint:
    """One job, and the jobs of a user."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_job")
    @blueprint.route(route="api/jobs/{job_id}", methods=["GET"])
    @door.answers
    async def get_job(req: Request) -> Response:
        return JSONResponse(await reader.view(req.path_params["job_id"], caller_of(req)))

    @blueprint.function_name(name="get_job_request")
    @blueprint.route(route="api/jobs/{job_id}/request", methods=["GET"])
    @door.answers
    async def get_job_request(req: Request) -> Response:
        return JSONResponse(await reader.request(req.path_params["job_id"], caller_of(req)))

    @blueprint.function_name(name="list_jobs_of_user")
    @blueprint.route(route="api/jobs/user/{user_id}", methods=["GET"])
    @door.answers
    async def list_jobs_of_user(req: Request) -> Response:
        parameters = Parameters(req)
        statuses = parameters.choices("status", [str(status) for status in JobStatus])
        types = parameters.choices("job_type", [job_type.name for job_type in job_types])
        limit = parameters.limit()
        parameters.checked()
        page = await reader.views_of_user(
            req.path_params["user_id"], caller_of(req), statuses, types, limit, parameters.continuation()
        )
        return JSONResponse(page)

    return blueprint
