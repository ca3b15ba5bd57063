"""`GET /api/me`: who the caller is, for pages that show it."""

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door, caller_of
from shared.domain.caller import UNNAMED
from shared.settings import AuthMode


def me(door: Door, auth_mode: AuthMode) -> Blueprint:
    """The user whose jobs the caller's are when a request names nobody, and what they may do."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_me")
    @blueprint.route(route="api/me", methods=["GET"])
    @door.answers
    async def get_me(req: Request) -> Response:
        caller = caller_of(req)
        user_id = caller.user_for(UNNAMED)
        return JSONResponse({"user_id": user_id, "is_admin": caller.is_admin, "auth_mode": auth_mode})

    return blueprint
