"""`GET /api/jobs/{id}/items`: the contracts of a job, one by one, while it runs too."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door, caller_of
from api.parameters import Parameters
from shared.services.job_items import JobItems
from shared.services.job_reader import JobReader


def job_items(door: Door, reader: JobReader, items: JobItems) -> Blueprint:
    """The items of a job, and the result of one."""
    blueprint = Blueprint()

    @blueprint.function_name(name="list_job_items")
    @blueprint.route(route="api/jobs/{job_id}/items", methods=["GET"])
    @door.answers
    async def list_job_items(req: Request) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        page = await items.page(job, limit, parameters.continuation())
        return JSONResponse(page.model_dump(mode="json"))

    @blueprint.function_name(name="get_job_item")
    @blueprint.route(route="api/jobs/{job_id}/items/{item_id}", methods=["GET"])
    @door.answers
    async def get_job_item(req: Request) -> Response:
        job = await reader.find(req.path_params["job_id"], caller_of(req))
        return JSONResponse(await items.result(job, req.path_params["item_id"]))

    return blueprint
