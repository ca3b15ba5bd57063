"""`POST /api/analysis-results/{kind}`: keeps what was answered in real time, one a job type, all of them the same."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.bodies import json_request
from api.door import Door, caller_of
from api.result_rows import shown_row
from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType
from shared.services.result_intake import ResultIntake

MAX_BODY_BYTES = 5_000_000


def result_saver(door: Door, job_type: JobType, real_time: RealTime, intake: ResultIntake) -> Blueprint:
    """The endpoint for a job type's results."""
    blueprint = Blueprint()

    @blueprint.function_name(name=f"save_{job_type.result_type}")
    @blueprint.route(route=f"api/analysis-results/{job_type.route}", methods=["POST"])
    @door.starts
    async def save(req: Request) -> Response:
        body = await json_request(req, MAX_BODY_BYTES)
        row = await intake.save(job_type, real_time, body, caller_of(req), req.headers.get("idempotency-key"))
        location = f"{req.url.path.rstrip('/').rpartition('/')[0]}/{row.id}"
        answer = {"result_id": row.id} | shown_row(row)
        return JSONResponse(answer, 201, headers={"Location": location})

    return blueprint
