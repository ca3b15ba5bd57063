"""`GET /api/usage/user/{user_id}`: what a user's calls of the model took, by day, operation and model."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door, caller_of
from api.parameters import Parameters
from shared.services.usage_report import UsageReports


def usage(door: Door, reports: UsageReports) -> Blueprint:
    """The usage endpoint."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_usage_of_user")
    @blueprint.route(route="api/usage/user/{user_id}", methods=["GET"])
    @door.answers
    async def get_usage_of_user(req: Request) -> Response:
        parameters = Parameters(req)
        first, last = parameters.day("from"), parameters.day("to")
        parameters.checked()
        report = await reports.report(req.path_params["user_id"], caller_of(req), first, last)
        return JSONResponse(report.model_dump(mode="json", by_alias=True))

    return blueprint
