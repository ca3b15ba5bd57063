"""`GET /api/metrics`: for those who run the app."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door, admin_of
from shared.ports.telemetry import Telemetry
from shared.services.figures import Figures

MEDIA_TYPE = "text/plain"


def metrics(door: Door, telemetry: Telemetry, figures: Figures) -> Blueprint:
    """Everything in the text format of Prometheus."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_metrics")
    @blueprint.route(route="api/metrics", methods=["GET"])
    @door.answers
    async def get_metrics(req: Request) -> Response:
        admin_of(req)
        await figures.tell()
        return Response(telemetry.exposition(), media_type=f"{MEDIA_TYPE}; version=0.0.4; charset=utf-8")

    return blueprint
