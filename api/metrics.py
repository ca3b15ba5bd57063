"""`GET /api/metrics`: for those who run the app."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door, admin_of
from shared.ports.queue import Queue
from shared.ports.telemetry import Telemetry

MEDIA_TYPE = "text/plain"


def metrics(door: Door, telemetry: Telemetry, queues: dict[str, Queue]) -> Blueprint:
    """Everything in the text format of Prometheus."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_metrics")
    @blueprint.route(route="metrics", methods=["GET"])
    @door.answers
    async def get_metrics(req: Request) -> Response:
        admin_of(req)
        for name, queue in queues.items():
            depth = await queue.depth()
            telemetry.queue_seen(name, depth.messages, depth.oldest_seconds)
        return Response(telemetry.exposition(), media_type=f"{MEDIA_TYPE}; version=0.0.4; charset=utf-8")

    return blueprint
