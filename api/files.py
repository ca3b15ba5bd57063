"""`/api/files`: upload small files, list, read whole or by range, delete."""

from typing import Any

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from api.bodies import media_type, multipart_body
from api.door import Door, caller_of
from api.parameters import Parameters
from api.problems import BodyTooLargeError, UnsupportedMediaTypeError
from api.ranges import ranged
from shared.domain.caller import UNNAMED
from shared.domain.file import FileHeader
from shared.domain.filenames import bare_filename
from shared.domain.job import UserId
from shared.errors import Fault, InvalidRequestError
from shared.services.files.file_intake import FileIntake, IncomingFile
from shared.services.files.file_reader import FileReader
from shared.services.validation import checked

MAX_FILE_BYTES = 25_000_000
MAX_REQUEST_BYTES = 100_000_000
"""Of a request with many files: what the Functions host takes at most."""

MAX_FILES = 200
HIDDEN = frozenset({"type", "blob"})
"""Fields of a file that say where it is kept."""


class FileFields(BaseModel):
    """The fields beside the files of an upload."""

    model_config = ConfigDict(extra="ignore")

    user_id: UserId = UNNAMED
    shared: bool = Field(default=False, description="Everybody may read them and use them in jobs.")


def files(door: Door, reader: FileReader, intake: FileIntake) -> Blueprint:
    """Files that arrive whole, and all files that there are."""
    blueprint = Blueprint()

    @blueprint.function_name(name="add_files")
    @blueprint.route(route="api/files", methods=["POST"])
    @door.starts
    async def add_files(req: Request) -> Response:
        if media_type(req) != "multipart/form-data":
            raise UnsupportedMediaTypeError(
                "Send files as multipart/form-data, or larger ones in blocks: POST /api/files/uploads."
            )
        stored = await _stored(req, intake)
        location = f"{req.url.path.rstrip('/')}/{stored[0].id}"
        return JSONResponse({"files": [shown_file(file) for file in stored]}, 201, headers={"Location": location})

    @blueprint.function_name(name="list_files")
    @blueprint.route(route="api/files", methods=["GET"])
    @door.answers
    async def list_files(req: Request) -> Response:
        parameters = Parameters(req)
        limit = parameters.limit()
        parameters.checked()
        page = await reader.list(caller_of(req), limit, parameters.continuation())
        shown = [shown_file(FileHeader.model_validate(body)) for body in page.documents]
        return JSONResponse({"files": shown, "continuation": page.continuation})

    @blueprint.function_name(name="get_file")
    @blueprint.route(route="api/files/{file_id}", methods=["GET"])
    @door.answers
    async def get_file(req: Request) -> Response:
        return JSONResponse(shown_file(await reader.read(req.path_params["file_id"], caller_of(req))))

    @blueprint.function_name(name="get_file_content")
    @blueprint.route(route="api/files/{file_id}/content", methods=["GET"])
    @door.answers
    async def get_file_content(req: Request) -> Response:
        file = await reader.read(req.path_params["file_id"], caller_of(req))
        return await ranged(
            req,
            size=file.size,
            etag=file.sha256,
            media_type=file.media_type,
            filename=file.filename,
            open_range=lambda start, end: reader.open(file, start, end),
        )

    @blueprint.function_name(name="delete_file")
    @blueprint.route(route="api/files/{file_id}", methods=["DELETE"])
    @door.answers
    async def delete_file(req: Request) -> Response:
        await reader.delete(req.path_params["file_id"], caller_of(req))
        return Response(status_code=204)

    return blueprint


def shown_file(file: FileHeader) -> dict[str, Any]:
    """A file as callers see it."""
    return file.model_dump(mode="json", exclude=set(HIDDEN))


async def _stored(request: Request, intake: FileIntake) -> list[FileHeader]:
    form = await multipart_body(request, MAX_REQUEST_BYTES, MAX_FILES)
    try:
        sent = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        faults = [] if sent else [Fault("/files", "Send at least one file.")]
        fields = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
        given = checked(FileFields, fields, "", faults)
        if given is None or faults:
            raise InvalidRequestError(faults)
        user = caller_of(request).user_for(given.user_id)
        incoming = [_incoming(place, file) for place, file in enumerate(sent)]
        return await intake.add(incoming, user, shared=given.shared)
    finally:
        await form.close()


def _incoming(place: int, file: UploadFile) -> IncomingFile:
    size = file.size or 0
    name = bare_filename(file.filename or "")
    if size > MAX_FILE_BYTES:
        raise BodyTooLargeError(
            f"{name or f'File {place + 1}'}: a file sent whole may have at most {MAX_FILE_BYTES / 1_000_000:g} MB. "
            "Send it in blocks: POST /api/files/uploads."
        )
    return IncomingFile(f"/files/{place}", name, file.content_type, size, file.read)
