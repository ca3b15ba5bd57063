"""`/api/analysis-results`: a whole result, streamed, since it may be of any size; a list; another title; the end."""

from collections.abc import Collection

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict

from api.bodies import json_object
from api.door import Door, caller_of
from api.parameters import Parameters
from api.result_rows import shown_row
from api.whole_result import WholeResults
from shared.domain.titles import Title
from shared.errors import Fault, InvalidRequestError
from shared.services.saved_results import SavedResults
from shared.services.validation import checked

MAX_TITLE_BODY_BYTES = 10_000


class Renaming(BaseModel):
    """What can be changed of a result."""

    model_config = ConfigDict(extra="forbid")

    title: Title


def results(door: Door, whole: WholeResults, saved: SavedResults, result_types: Collection[str]) -> Blueprint:
    """The results of jobs, and those that people saved."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_analysis_result")
    @blueprint.route(route="api/analysis-results/{result_id}", methods=["GET"])
    @door.answers
    async def get_analysis_result(req: Request) -> Response:
        result_id, caller = req.path_params["result_id"], caller_of(req)
        header = await saved.find(result_id, caller)
        chunks = whole.written(header)
        return StreamingResponse(chunks, media_type="application/json")

    @blueprint.function_name(name="list_results_of_user")
    @blueprint.route(route="api/analysis-results/user/{user_id}", methods=["GET"])
    @door.answers
    async def list_results_of_user(req: Request) -> Response:
        parameters = Parameters(req)
        types = parameters.choices("type", result_types)
        text, limit = parameters.text("search"), parameters.limit()
        parameters.checked()
        user_id, caller = req.path_params["user_id"], caller_of(req)
        page = await saved.list_of_user(user_id, caller, types, text, limit, parameters.continuation())
        return JSONResponse(page | {"results": [shown_row(row) for row in page["results"]]})

    @blueprint.function_name(name="rename_result")
    @blueprint.route(route="api/analysis-results/{result_id}", methods=["PATCH"])
    @door.answers
    async def rename_result(req: Request) -> Response:
        faults: list[Fault] = []
        given = checked(Renaming, await json_object(req, MAX_TITLE_BODY_BYTES), "", faults)
        if given is None:
            raise InvalidRequestError(faults)
        row = await saved.rename(req.path_params["result_id"], given.title, caller_of(req))
        return JSONResponse(shown_row(row))

    @blueprint.function_name(name="delete_result")
    @blueprint.route(route="api/analysis-results/{result_id}", methods=["DELETE"])
    @door.answers
    async def delete_result(req: Request) -> Response:
        await saved.delete(req.path_params["result_id"], caller_of(req))
        return Response(status_code=204)

    return blueprint
