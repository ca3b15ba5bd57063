"""`GET /api/health`: for whoever decides where requests go."""

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door
from shared.services.health import Health


def health(door: Door, parts: Health) -> Blueprint:
    """The endpoint, open to everybody: it tells names and nothing about them."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_health")
    @blueprint.route(route="api/health", methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def get_health(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        checks = await parts.check()
        well = all(condition == "ok" for condition in checks.values())
        body = {"status": "ok" if well else "degraded", "checks": checks}
        return JSONResponse(body, 200 if well else 503, headers={"Cache-Control": "no-store"})

    return blueprint
