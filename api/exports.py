"""`GET /api/analysis-results/{id}/pdf`, `/docx`, `/csv`, `/json`: a result as a file."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response, StreamingResponse

from api.door import Door, caller_of
from api.downloads import attachment
from api.whole_result import whole_result
from shared.services.exports import Exports, Found
from shared.services.result_store import ResultStore


def exports(door: Door, store: ResultStore, makes: Exports) -> Blueprint:
    """The endpoints of files made of results."""
    blueprint = Blueprint()

    async def find(request: Request) -> Found:
        return await makes.find(request.path_params["result_id"], caller_of(request))

    async def document(request: Request, ending: str) -> Response:
        found = await find(request)
        content = await makes.document(found, ending)
        media_type = makes.writer(ending).media_type
        return Response(content, media_type=media_type, headers=attachment(f"{found.title}.{ending}"))

    @blueprint.function_name(name="get_result_pdf")
    @blueprint.route(route="api/analysis-results/{result_id}/pdf", methods=["GET"])
    @door.starts
    async def get_result_pdf(req: Request) -> Response:
        return await document(req, "pdf")

    @blueprint.function_name(name="get_result_docx")
    @blueprint.route(route="api/analysis-results/{result_id}/docx", methods=["GET"])
    @door.starts
    async def get_result_docx(req: Request) -> Response:
        return await document(req, "docx")

    @blueprint.function_name(name="get_result_csv")
    @blueprint.route(route="api/analysis-results/{result_id}/csv", methods=["GET"])
    @door.answers
    async def get_result_csv(req: Request) -> Response:
        found = await find(req)
        rows = makes.rows(found)
        return StreamingResponse(rows, media_type="text/csv; header=present", headers=attachment(f"{found.title}.csv"))

    @blueprint.function_name(name="get_result_json")
    @blueprint.route(route="api/analysis-results/{result_id}/json", methods=["GET"])
    @door.answers
    async def get_result_json(req: Request) -> Response:
        found = await find(req)
        chunks = whole_result(store, found.job_type, found.header)
        return StreamingResponse(chunks, media_type="application/json", headers=attachment(f"{found.title}.json"))

    return blueprint
