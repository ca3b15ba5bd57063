"""Which pages of other origins a browser lets call the API, and what it asks before it does."""

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door


def preflights(door: Door) -> Blueprint:
    """The answer to the question that a browser asks before a request from another origin: who may send what."""
    blueprint = Blueprint()

    # A browser sends no key with this question, so it must not take one, whatever the other functions take.
    @blueprint.function_name(name="preflight")
    @blueprint.route(route="api/{*path}", methods=["OPTIONS"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def preflight(req: Request) -> Response:
        return Response(status_code=204, headers=door.origins.permissions(req))

    return blueprint
