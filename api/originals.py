"""`GET /api/contracts/{id}/original`: the file a contract came in."""

from urllib.parse import quote

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import Request, Response

from api.door import Door, caller_of
from contracts.reader import ContractReader
from shared.domain.contract import ContractHeader, normalise_contract_id


def originals(door: Door, reader: ContractReader) -> Blueprint:
    """The endpoint of uploaded files."""
    blueprint = Blueprint()

    @blueprint.function_name(name="get_original")
    @blueprint.route(route="api/contracts/{contract_id}/original", methods=["GET"])
    @door.answers
    async def get_original(req: Request) -> Response:
        contract_id = normalise_contract_id(req.path_params["contract_id"])
        header, content = await reader.original(contract_id, caller_of(req))
        return Response(content, headers=_download_headers(header))

    return blueprint


def _download_headers(header: ContractHeader) -> dict[str, str]:
    """To be saved as a file and never shown: what people upload may be a page that does things."""
    name = quote(header.filename or header.title, safe="")
    return {
        "Content-Type": header.original.media_type if header.original else "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }
