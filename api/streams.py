"""`GET /api/jobs/.../stream`: what happens to a job, or to the jobs of a user, told as server-sent events."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door, caller_of
from api.events import event_stream
from shared.services.job_reader import JobReader, check_user
from shared.services.job_stream import JobStreams


def streams(door: Door, reader: JobReader, job_streams: JobStreams) -> Blueprint:
    """The streams."""
    blueprint = Blueprint()

    @blueprint.function_name(name="stream_job")
    @blueprint.route(route="api/jobs/{job_id}/stream", methods=["GET"])
    @door.answers
    async def stream_job(req: Request) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        events = job_streams.of_job(job, req.headers.get("Last-Event-ID"))
        if events is None:
            return Response(status_code=204)
        return event_stream(events)

    @blueprint.function_name(name="stream_jobs_of_user")
    @blueprint.route(route="api/jobs/user/{user_id}/stream", methods=["GET"])
    @door.answers
    async def stream_jobs_of_user(req: Request) -> Response:
        user_id = req.path_params["user_id"]
        check_user(user_id, caller_of(req))
        events = job_streams.of_user(user_id, req.headers.get("Last-Event-ID"))
        return event_stream(events)

    return blueprint
