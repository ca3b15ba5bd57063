"""`POST /api/compare-contracts` and its like: the answer to a request while its caller waits."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.bodies import MAX_REQUEST_BYTES, json_request
from api.door import Door, caller_of
from api.leaving import while_there
from api.links import batch_url
from api.problems import problem
from shared.errors import OutOfTimeError, OverBudgetError
from shared.job_type import JobType
from shared.services.real_time import RealTime

_NOBODY_THERE = 499
"""A status of some servers' own logs: nobody reads this answer."""


def answering(door: Door, job_type: JobType, real_time: RealTime) -> Blueprint:
    """The call in real time of a job type whose answer is read as a whole."""
    blueprint = Blueprint()

    @blueprint.function_name(name=f"answer_{job_type.name}")
    @blueprint.route(route=f"api/{job_type.realtime_route}", methods=["POST"])
    @door.starts
    async def answer(req: Request) -> Response:
        body = await json_request(req, MAX_REQUEST_BYTES)
        try:
            call = await real_time.admit(job_type, body, caller_of(req))
            answered = await while_there(req, call.answer())
        except (OverBudgetError, OutOfTimeError) as error:
            return problem(error, batch_url=batch_url(req, job_type))
        return Response(status_code=_NOBODY_THERE) if answered is None else JSONResponse(answered)

    return blueprint
