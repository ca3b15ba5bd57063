"""`/api/contracts`: upload, list, read, delete."""

from typing import Any

from azure.functions import AuthLevel, Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictStr
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.bodies import json_body, limited
from api.parameters import Parameters
from api.problems import BodyTooLargeError, UnsupportedMediaTypeError, answered
from shared.domain.contract import normalise_contract_id
from shared.domain.job import UserId
from shared.errors import Fault, InvalidRequestError, NotFoundError
from shared.services.contract_intake import MAX_FILE_BYTES, ContractIntake, Draft, Upload
from shared.services.contract_store import ContractStore
from shared.services.validation import checked

MAX_REQUEST_BYTES = 100_000_000
"""Of a request with many files: what the Functions host takes at most."""

MAX_FILES = 200


class TextUpload(BaseModel):
    """A contract given as text."""

    model_config = ConfigDict(extra="forbid")

    text: StrictStr = Field(min_length=1)
    title: StrictStr = Field(default="Untitled contract", min_length=1, max_length=300)
    id: StrictStr | None = Field(default=None, min_length=1, max_length=200)
    user_id: UserId = "system"


class FileUpload(BaseModel):
    """The fields beside the files of an upload."""

    model_config = ConfigDict(extra="ignore")

    user_id: UserId = "system"


def contracts(store: ContractStore, intake: ContractIntake) -> Blueprint:
    """The contract endpoints."""
    blueprint = Blueprint()

    @blueprint.function_name(name="add_contracts")
    @blueprint.route(route="contracts", methods=["POST"], auth_level=AuthLevel.FUNCTION)
    @answered
    async def add_contracts(req: Request) -> Response:
        kind = req.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            stored = await _add_files(req, intake)
        elif kind == "application/json":
            stored = [await _add_text(req, intake)]
        else:
            raise UnsupportedMediaTypeError(
                "Send a contract's text as application/json or files as multipart/form-data."
            )
        location = f"{req.url.path}/{stored[0]['id']}"
        return JSONResponse({"contracts": stored}, 201, headers={"Location": location})

    @blueprint.function_name(name="list_contracts")
    @blueprint.route(route="contracts", methods=["GET"], auth_level=AuthLevel.FUNCTION)
    @answered
    async def list_contracts(req: Request) -> Response:
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        page = await store.list(limit, parameters.continuation())
        return JSONResponse({"contracts": page.documents, "continuation": page.continuation})

    @blueprint.function_name(name="get_contract")
    @blueprint.route(route="contracts/{contract_id}", methods=["GET"], auth_level=AuthLevel.FUNCTION)
    @answered
    async def get_contract(req: Request) -> Response:
        contract = await store.get(normalise_contract_id(req.path_params["contract_id"]))
        return JSONResponse(contract.model_dump(mode="json"))

    @blueprint.function_name(name="delete_contract")
    @blueprint.route(route="contracts/{contract_id}", methods=["DELETE"], auth_level=AuthLevel.FUNCTION)
    @answered
    async def delete_contract(req: Request) -> Response:
        contract_id = normalise_contract_id(req.path_params["contract_id"])
        if not await store.delete(contract_id):
            raise NotFoundError(f"There is no contract {contract_id}.")
        return Response(status_code=204)

    return blueprint


async def _add_text(request: Request, intake: ContractIntake) -> dict[str, Any]:
    body = await json_body(request, MAX_FILE_BYTES)
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults: list[Fault] = []
    given = checked(TextUpload, body, "", faults)
    if given is None:
        raise InvalidRequestError(faults)
    draft = Draft(given.text, given.title, given.user_id, contract_id=given.id)
    return (await intake.add_text(draft)).model_dump(mode="json")


async def _add_files(request: Request, intake: ContractIntake) -> list[dict[str, Any]]:
    parser = MultiPartParser(request.headers, limited(request, MAX_REQUEST_BYTES), max_files=MAX_FILES)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise InvalidRequestError([Fault("", f"The multipart body cannot be read: {error.message}")]) from None
    try:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        faults = [] if files else [Fault("/files", "Send at least one file.")]
        fields = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
        given = checked(FileUpload, fields, "", faults)
        if given is None or faults:
            raise InvalidRequestError(faults)
        uploads = [await _upload(number, file) for number, file in enumerate(files)]
    finally:
        await form.close()
    headers = await intake.add_files(uploads, given.user_id)
    return [header.model_dump(mode="json") for header in headers]


async def _upload(number: int, file: UploadFile) -> Upload:
    if (file.size or 0) > MAX_FILE_BYTES:
        raise BodyTooLargeError(f"{file.filename}: a file may have at most {MAX_FILE_BYTES / 1_000_000:g} MB.")
    return Upload(f"/files/{number}", file.filename or f"file {number + 1}", await file.read())
