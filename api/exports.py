"""`GET /api/analysis-results/{id}/json`, `/pdf`, `/docx`, `/csv`: a result as a file."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response, StreamingResponse

from api.door import Door, caller_of
from api.downloads import attachment
from api.whole_result import WholeResults
from shared.services.exports import Exports
from shared.services.saved_results import SavedResults


def json_export(door: Door, whole: WholeResults, saved: SavedResults) -> Blueprint:
    """The endpoint that all results have."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_result_json")
    @blueprint.route(route="api/analysis-results/{result_id}/json", methods=["GET"])
    @door.answers
    async def get_result_json(req: Request) -> Response:
        header = await saved.find(req.path_params["result_id"], caller_of(req))
        chunks = whole.written(header)
        name = attachment(f"{header['metadata']['title']}.json")
        return StreamingResponse(chunks, media_type="application/json", headers=name)

    return blueprint


def exports(door: Door, makes: Exports) -> Blueprint:
    """The endpoints of results whose type brings reports."""
    blueprint = Blueprint()

    async def document(request: Request, ending: str) -> Response:
        found = await makes.find(request.path_params["result_id"], caller_of(request))
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
        found = await makes.find(req.path_params["result_id"], caller_of(req))
        rows = makes.rows(found)
        return StreamingResponse(rows, media_type="text/csv; header=present", headers=attachment(f"{found.title}.csv"))

    return blueprint
