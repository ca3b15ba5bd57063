"""`/api/files`."""

from collections.abc import Iterator

from api.file_uploads import Completion, UploadRequest
from api.files import FileFields
from api.openapi.answers import FilePage, FileView, StoredFiles, UploadView
from api.openapi.operation import Answer, Body, Operation
from api.openapi.parameters import PAGING, RANGE

_TAG = "Files"
_BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}
_EXAMPLE = {"filename": "awards-2024.csv", "size": 1_073_741_824}
_DOWNLOAD = {
    "Content-Disposition": "An attachment, with the file's name.",
    "Accept-Ranges": "`bytes`.",
    "ETag": "The SHA-256 of the content.",
}


def files() -> Iterator[Operation]:
    """Whole files, files in blocks, and all that there are."""
    yield from _whole()
    yield from _uploads()
    yield from _one()


def _whole() -> Iterator[Operation]:
    yield Operation(
        "add_files",
        "POST",
        "files",
        _TAG,
        "Upload files",
        [Answer(201, "All are stored.", (StoredFiles,), headers={"Location": "Where the first of them is."})],
        "One or many files of up to 25 MB. All are stored or none. Send larger files in blocks.",
        bodies=[Body((FileFields,), "multipart/form-data", files="files")],
        problems=[400, 409, 413, 415, 422, 429],
    )
    yield Operation(
        "list_files",
        "GET",
        "files",
        _TAG,
        "List files",
        [Answer(200, "A page, newest first: your own, and those that are shared.", (FilePage,))],
        parameters=PAGING,
        problems=[400],
    )


def _uploads() -> Iterator[Operation]:
    yield Operation(
        "begin_upload",
        "POST",
        "files/uploads",
        _TAG,
        "Begin an upload in blocks",
        [Answer(201, "Send the blocks now.", (UploadView,), headers={"Location": "Where the upload is."})],
        "Every block has `block_size` bytes, the last one perhaps fewer. With `upload_url` a client writes blocks to "
        "the storage itself (Put Block); the id of block n is the Base64 of its number in five "
        "digits with spaces behind it up to 48 characters.",
        bodies=[Body((UploadRequest,), example=_EXAMPLE)],
        problems=[400, 413, 422, 429],
    )
    yield Operation(
        "put_block",
        "PUT",
        "files/uploads/{upload_id}/blocks/{n}",
        _TAG,
        "Send a block",
        [Answer(204, "It is stored. The same block sent again replaces it.")],
        bodies=[Body(_BYTES, "application/octet-stream")],
        problems=[400, 404, 409, 413, 422],
    )
    yield Operation(
        "get_upload",
        "GET",
        "files/uploads/{upload_id}",
        _TAG,
        "Look at an upload",
        [Answer(200, "Which blocks are there; with a fresh `upload_url` where the storage has one.", (UploadView,))],
        "A broken upload goes on with the blocks that are missing.",
        problems=[404],
    )
    yield Operation(
        "complete_upload",
        "POST",
        "files/uploads/{upload_id}/complete",
        _TAG,
        "Complete an upload",
        [
            Answer(201, "The file is stored.", (FileView,), headers={"Location": "Where it is."}),
            Answer(
                202,
                "The file is large and is still being checked: look at the upload.",
                (UploadView,),
                headers={"Location": "Where the upload is.", "Retry-After": "Seconds."},
            ),
        ],
        "The SHA-256 of the whole file is computed and compared with the announced one. Repeated, it answers the same.",
        bodies=[Body((Completion,), example={"blocks": 128})],
        problems=[400, 404, 409, 413, 422],
    )
    yield Operation(
        "cancel_upload",
        "DELETE",
        "files/uploads/{upload_id}",
        _TAG,
        "Cancel an upload",
        [Answer(204, "It is gone with its blocks.")],
        "Uploads that are not touched for 24 hours go by themselves.",
        problems=[404, 409],
    )


def _one() -> Iterator[Operation]:
    yield Operation(
        "get_file",
        "GET",
        "files/{file_id}",
        _TAG,
        "Read what is known of a file",
        [Answer(200, "The file without its content.", (FileView,))],
        problems=[404],
    )
    yield Operation(
        "get_file_content",
        "GET",
        "files/{file_id}/content",
        _TAG,
        "Download a file",
        [
            Answer(200, "The whole file.", _BYTES, "*/*", _DOWNLOAD),
            Answer(206, "The range.", _BYTES, "*/*", _DOWNLOAD | {"Content-Range": "Which bytes these are."}),
        ],
        parameters=[RANGE],
        problems=[404, 416],
    )
    yield Operation(
        "delete_file",
        "DELETE",
        "files/{file_id}",
        _TAG,
        "Delete a file",
        [Answer(204, "It is gone.")],
        "Results that were made of it stay.",
        problems=[404],
    )
