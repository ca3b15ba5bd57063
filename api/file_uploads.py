"""`/api/files/uploads`: files that are sent in blocks, so that a broken upload goes on where it was."""

from typing import Annotated, Any, TypeVar

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from api.bodies import json_object, whole_body
from api.door import Door, caller_of
from api.files import shown_file
from api.links import api_root
from shared.domain.caller import UNNAMED
from shared.domain.file import UploadState
from shared.domain.filenames import MAX_FILENAME_CHARACTERS
from shared.domain.job import UserId
from shared.domain.timestamps import iso
from shared.errors import Fault, InvalidRequestError
from shared.ports.blobs import MAX_BLOCKS
from shared.services.files.uploads import Announcement, Uploads, UploadStatus
from shared.services.validation import checked

MAX_BODY_BYTES = 10_000
_Model = TypeVar("_Model", bound=BaseModel)
_DIGITS = 6
_RETRY_AFTER_SECONDS = "5"

Sha256 = Annotated[StrictStr, Field(pattern="^[0-9a-fA-F]{64}$")]
"""Hexadecimal."""


class UploadRequest(BaseModel):
    """A file that is to be sent in blocks."""

    model_config = ConfigDict(extra="forbid")

    filename: Annotated[StrictStr, Field(min_length=1, max_length=MAX_FILENAME_CHARACTERS)]
    media_type: Annotated[StrictStr, Field(max_length=255)] | None = Field(
        default=None, description="Null: by the name's ending."
    )
    size: StrictInt | None = Field(default=None, ge=1, description="Bytes. Needed for an address of the storage.")
    sha256: Sha256 | None = Field(default=None, description="Of the whole file; it is checked.")
    shared: StrictBool = Field(default=False, description="Everybody may read it and use it in jobs.")
    user_id: UserId = UNNAMED


class Completion(BaseModel):
    """All blocks were sent."""

    model_config = ConfigDict(extra="forbid")

    blocks: StrictInt = Field(ge=1, le=MAX_BLOCKS, description="How many, from block 0 on.")
    sha256: Sha256 | None = Field(default=None, description="Of the whole file; it is checked.")


def file_uploads(door: Door, uploads: Uploads) -> Blueprint:
    """Begin, send, look, complete, cancel."""
    blueprint = Blueprint()

    @blueprint.function_name(name="begin_upload")
    @blueprint.route(route="api/files/uploads", methods=["POST"])
    @door.starts
    async def begin_upload(req: Request) -> Response:
        given = await _checked(req, UploadRequest)
        announced = Announcement(given.filename, given.media_type, given.size, _lower(given.sha256), given.shared)
        status = await uploads.begin(announced, caller_of(req).user_for(given.user_id))
        shown = _shown(req, status)
        return JSONResponse(shown, 201, headers={"Location": shown["upload_path"]})

    @blueprint.function_name(name="put_block")
    @blueprint.route(route="api/files/uploads/{upload_id}/blocks/{n}", methods=["PUT"])
    @door.answers
    async def put_block(req: Request) -> Response:
        number = _number(req.path_params["n"])
        upload = await uploads.expecting(req.path_params["upload_id"], number, caller_of(req))
        await uploads.put(upload, number, await whole_body(req, upload.block_size))
        return Response(status_code=204)

    @blueprint.function_name(name="get_upload")
    @blueprint.route(route="api/files/uploads/{upload_id}", methods=["GET"])
    @door.answers
    async def get_upload(req: Request) -> Response:
        return JSONResponse(_shown(req, await uploads.status(req.path_params["upload_id"], caller_of(req))))

    @blueprint.function_name(name="complete_upload")
    @blueprint.route(route="api/files/uploads/{upload_id}/complete", methods=["POST"])
    @door.answers
    async def complete_upload(req: Request) -> Response:
        given = await _checked(req, Completion)
        upload_id, caller = req.path_params["upload_id"], caller_of(req)
        file = await uploads.complete(upload_id, given.blocks, _lower(given.sha256), caller)
        if file is not None:
            return JSONResponse(shown_file(file), 201, headers={"Location": f"{api_root(req)}/files/{file.id}"})
        shown = _shown(req, await uploads.status(upload_id, caller))
        headers = {"Location": shown["upload_path"], "Retry-After": _RETRY_AFTER_SECONDS}
        return JSONResponse(shown, 202, headers=headers)

    @blueprint.function_name(name="cancel_upload")
    @blueprint.route(route="api/files/uploads/{upload_id}", methods=["DELETE"])
    @door.answers
    async def cancel_upload(req: Request) -> Response:
        await uploads.cancel(req.path_params["upload_id"], caller_of(req))
        return Response(status_code=204)

    return blueprint


async def _checked(request: Request, model: type[_Model]) -> _Model:
    faults: list[Fault] = []
    given = checked(model, await json_object(request, MAX_BODY_BYTES), "", faults)
    if given is None:
        raise InvalidRequestError(faults)
    return given


def _number(raw: str) -> int:
    if len(raw) <= _DIGITS and raw.isascii() and raw.isdigit():
        return int(raw)
    raise InvalidRequestError([Fault("/n", "Give the block's number, counted from 0.")])


def _lower(sha256: str | None) -> str | None:
    return sha256.lower() if sha256 else None


def _shown(request: Request, status: UploadStatus) -> dict[str, Any]:
    """An upload as callers see it; addresses are relative to the host, but that of the storage."""
    header = status.header
    path = f"{api_root(request)}/files/uploads/{header.id}"
    shown: dict[str, Any] = {
        "upload_id": header.id,
        "user_id": header.user_id,
        "filename": header.filename,
        "media_type": header.media_type,
        "size": header.size,
        "sha256": header.sha256,
        "state": str(header.state),
        "error": header.error,
        "file_id": header.file_id,
        "block_size": header.block_size,
        "blocks": [{"number": number, "size": size} for number, size in status.blocks.items()],
        "upload_path": path,
        "blocks_path": f"{path}/blocks",
        "complete_path": f"{path}/complete",
        "expires": iso(status.expires) if header.state is UploadState.OPEN else None,
    }
    if status.upload_url is not None and status.upload_url_expires is not None:
        shown |= {"upload_url": status.upload_url, "upload_url_expires": iso(status.upload_url_expires)}
    return shown
