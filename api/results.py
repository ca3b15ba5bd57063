"""`GET /api/analysis-results/{id}`: a whole result, streamed, so that its size does not matter."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response, StreamingResponse

from api.door import Door, caller_of
from api.whole_result import whole_result
from shared.errors import NotFoundError
from shared.job_type import JobType
from shared.services.result_store import ResultStore


def results(door: Door, store: ResultStore, job_types: tuple[JobType, ...]) -> Blueprint:
    """The result endpoint."""
    blueprint = Blueprint()
    by_result_type = {job_type.result_type: job_type for job_type in job_types}

    @blueprint.function_name(name="get_analysis_result")
    @blueprint.route(route="api/analysis-results/{result_id}", methods=["GET"])
    @door.answers
    async def get_analysis_result(req: Request) -> Response:
        result_id, caller = req.path_params["result_id"], caller_of(req)
        header = await store.find_header(result_id, caller.confined_to)
        if header is None or not caller.may_see(header["user_id"]):
            raise NotFoundError(f"There is no result {result_id}.")
        chunks = whole_result(store, by_result_type[header["type"]], header)
        return StreamingResponse(chunks, media_type="application/json")

    return blueprint
