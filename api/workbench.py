"""The workbench: a page at `/`, the same page at each of its addresses, and the files it is made of.

Its addresses are named one by one. A function for all addresses would take those of the Functions host itself, too.
"""

import asyncio
import secrets

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door
from api.workbench_files import NONCE_PLACE, BuiltWorkbench, WorkbenchFile
from shared.errors import NotFoundError

ADDRESSES = ("ask", "compare", "contracts", "job-history", "results")
_ADDRESS = f"page:regex(^({'|'.join(ADDRESSES)})$)"
PAGE, PAGE_BELOW, FILES = f"{{{_ADDRESS}?}}", f"{{{_ADDRESS}}}/{{*rest}}", "workbench/{*path}"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)


def workbench(door: Door, built: BuiltWorkbench) -> Blueprint:
    """What a browser loads, for everybody: what is to be kept from strangers is behind the API."""
    blueprint = Blueprint()

    @blueprint.function_name(name="show_workbench")
    @blueprint.route(route=PAGE, methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def show_workbench(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        return await _page(built)

    @blueprint.function_name(name="show_workbench_below")
    @blueprint.route(route=PAGE_BELOW, methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def show_workbench_below(req: Request) -> Response:  # noqa: ARG001 - as above
        return await _page(built)

    @blueprint.function_name(name="get_workbench_file")
    @blueprint.route(route=FILES, methods=["GET"], auth_level=AuthLevel.ANONYMOUS)
    @door.public
    async def get_workbench_file(req: Request) -> Response:
        found = await asyncio.to_thread(built.file, req.path_params["path"])
        if found is None:
            raise NotFoundError("The workbench has no such file: load the page again.")
        return _file(found, req)

    return blueprint


async def _page(built: BuiltWorkbench) -> Response:
    """The page with a nonce of this answer's own, by which the browser knows the styles that the page itself adds."""
    nonce = secrets.token_urlsafe(16)
    html = await asyncio.to_thread(built.page)
    headers = {
        "Content-Security-Policy": _POLICY.format(nonce=nonce),
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    return Response(html.replace(NONCE_PLACE, nonce), media_type="text/html", headers=headers)


def _file(found: WorkbenchFile, request: Request) -> Response:
    headers = {"Cache-Control": found.cache_control, "Vary": "Accept-Encoding"}
    content = found.content
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["Content-Encoding"] = found.packed, "gzip"
    return Response(content, media_type=found.media_type, headers=headers)
