"""`GET /api/openapi.json`."""

import functools
import json
from collections.abc import Sequence

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door
from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from api.openapi.operation import JSON
from shared.job_type import JobType


def openapi(door: Door, job_types: Sequence[JobType]) -> Blueprint:
    """The document, made on first use and kept: a cold start need not wait for it."""
    blueprint = Blueprint()

    @functools.cache
    def document() -> bytes:
        return json.dumps(openapi_document(catalogue(job_types)), ensure_ascii=False).encode()

    @blueprint.function_name(name="get_openapi")
    @blueprint.route(route="openapi.json", methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def get_openapi(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        return Response(document(), media_type=JSON)

    return blueprint
