"""`/api/contracts`: upload, list, read, delete."""

from typing import Annotated, Any

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictStr
from starlette.datastructures import UploadFile

from api.bodies import json_object, media_type, multipart_body
from api.door import Door, caller_of
from api.parameters import Parameters
from api.problems import BodyTooLargeError, UnsupportedMediaTypeError
from contracts.intake import (
    MAX_FILE_BYTES,
    ContractIntake,
    Draft,
    Upload,
    clean_filename,
)
from contracts.reader import ContractReader
from contracts.stored_files import StoredFileIntake
from shared.domain.caller import UNNAMED, Caller
from shared.domain.contract import normalise_contract_id
from shared.domain.file import FileId
from shared.domain.filenames import without_controls
from shared.domain.job import UserId
from shared.errors import Fault, InvalidRequestError
from shared.services.validation import checked

MAX_REQUEST_BYTES = 100_000_000
"""Of a request with many files: what the Functions host takes at most."""

MAX_FILES = 200


def _refuse_controls(title: str) -> str:
    if without_controls(title) != title:
        raise ValueError("Leave out line breaks and other control characters")
    return title


ContractTitle = Annotated[StrictStr, Field(min_length=1, max_length=300), AfterValidator(_refuse_controls)]


class TextUpload(BaseModel):
    """A contract given as text."""

    model_config = ConfigDict(extra="forbid")

    text: StrictStr = Field(min_length=1)
    title: ContractTitle = "Untitled contract"
    id: StrictStr | None = Field(default=None, min_length=1, max_length=200)
    user_id: UserId = UNNAMED
    shared: StrictBool = Field(default=False, description="Everybody may read it and compare with it.")


class StoredFile(BaseModel):
    """A contract made of a file that was uploaded to `/api/files`. Its title is the file's name unless one is given."""

    model_config = ConfigDict(extra="forbid")

    file_id: FileId
    title: ContractTitle | None = None
    id: StrictStr | None = Field(default=None, min_length=1, max_length=200)
    user_id: UserId = UNNAMED
    shared: StrictBool = Field(default=False, description="Everybody may read it and compare with it.")


class FileUpload(BaseModel):
    """The fields beside the files of an upload."""

    model_config = ConfigDict(extra="ignore")

    user_id: UserId = UNNAMED
    shared: bool = Field(default=False, description="Everybody may read them and compare with them.")


def contracts(door: Door, reader: ContractReader, intake: ContractIntake, stored_files: StoredFileIntake) -> Blueprint:
    """The contract endpoints."""
    blueprint = Blueprint()

    @blueprint.function_name(name="add_contracts")
    @blueprint.route(route="api/contracts", methods=["POST"])
    @door.starts
    async def add_contracts(req: Request) -> Response:
        kind, caller = media_type(req), caller_of(req)
        if kind == "multipart/form-data":
            stored = await _add_files(req, caller, intake)
        elif kind == "application/json":
            stored = [await _add_one(await json_object(req, MAX_FILE_BYTES), caller, intake, stored_files)]
        else:
            raise UnsupportedMediaTypeError(
                "Send a contract's text or its file_id as application/json, or files as multipart/form-data."
            )
        location = f"{req.url.path.rstrip('/')}/{stored[0]['id']}"
        return JSONResponse({"contracts": stored}, 201, headers={"Location": location})

    @blueprint.function_name(name="list_contracts")
    @blueprint.route(route="api/contracts", methods=["GET"])
    @door.answers
    async def list_contracts(req: Request) -> Response:
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        page = await reader.list(caller_of(req), limit, parameters.continuation())
        return JSONResponse({"contracts": page.documents, "continuation": page.continuation})

    @blueprint.function_name(name="get_contract")
    @blueprint.route(route="api/contracts/{contract_id}", methods=["GET"])
    @door.answers
    async def get_contract(req: Request) -> Response:
        contract = await reader.read(normalise_contract_id(req.path_params["contract_id"]), caller_of(req))
        return JSONResponse(contract.model_dump(mode="json"))

    @blueprint.function_name(name="delete_contract")
    @blueprint.route(route="api/contracts/{contract_id}", methods=["DELETE"])
    @door.answers
    async def delete_contract(req: Request) -> Response:
        await reader.delete(normalise_contract_id(req.path_params["contract_id"]), caller_of(req))
        return Response(status_code=204)

    return blueprint


async def _add_one(
    body: dict[str, Any], caller: Caller, intake: ContractIntake, stored_files: StoredFileIntake
) -> dict[str, Any]:
    """Store the contract that a JSON body has the text of, or names the file of."""
    faults: list[Fault] = []
    if "file_id" in body:
        named = checked(StoredFile, body, "", faults)
        if named is None:
            raise InvalidRequestError(faults)
        user = caller.user_for(named.user_id)
        draft = Draft("", named.title or "", user, contract_id=named.id, shared=named.shared)
        header = await stored_files.add(named.file_id, draft, caller)
    else:
        given = checked(TextUpload, body, "", faults)
        if given is None:
            raise InvalidRequestError(faults)
        user = caller.user_for(given.user_id)
        header = await intake.add_text(Draft(given.text, given.title, user, contract_id=given.id, shared=given.shared))
    return header.model_dump(mode="json")


async def _add_files(request: Request, caller: Caller, intake: ContractIntake) -> list[dict[str, Any]]:
    form = await multipart_body(request, MAX_REQUEST_BYTES, MAX_FILES)
    try:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        faults = [] if files else [Fault("/files", "Send at least one file.")]
        fields = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
        given = checked(FileUpload, fields, "", faults)
        if given is None or faults:
            raise InvalidRequestError(faults)
        user = caller.user_for(given.user_id)
        uploads = [await _upload(place, file) for place, file in enumerate(files)]
    finally:
        await form.close()
    headers = await intake.add_files(uploads, user, shared=given.shared)
    return [header.model_dump(mode="json") for header in headers]


async def _upload(place: int, file: UploadFile) -> Upload:
    if (file.size or 0) > MAX_FILE_BYTES:
        name = clean_filename(file.filename or "", place + 1)
        raise BodyTooLargeError(f"{name}: a file may have at most {MAX_FILE_BYTES / 1_000_000:g} MB.")
    return Upload(f"/files/{place}", file.filename or "", await file.read())
