"""`GET /api/openapi.json` and `GET /api/docs`: the same description, for programs and for people."""

import functools
import json
from collections.abc import Sequence
from typing import Any

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door
from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from api.openapi.operation import HTML, JSON
from api.openapi.page.page import POLICY, page
from shared.job_types.core import JobType
from shared.settings import AuthMode

_PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}


def openapi(door: Door, job_types: Sequence[JobType], auth_mode: AuthMode) -> Blueprint:
    """The description, made on first use and kept: a cold start need not wait for it."""
    blueprint = Blueprint()

    @functools.cache
    def document() -> dict[str, Any]:
        return openapi_document(catalogue(job_types), auth_mode)

    @functools.cache
    def as_json() -> bytes:
        return json.dumps(document(), ensure_ascii=False).encode()

    @functools.cache
    def as_page() -> bytes:
        return page(document()).encode()

    @blueprint.function_name(name="get_openapi")
    @blueprint.route(route="api/openapi.json", methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def get_openapi(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        return Response(as_json(), media_type=JSON)

    @blueprint.function_name(name="get_docs")
    @blueprint.route(route="api/docs", methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def get_docs(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        return Response(as_page(), media_type=HTML, headers=_PAGE_HEADERS)

    return blueprint
