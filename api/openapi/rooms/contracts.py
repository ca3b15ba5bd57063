"""`/api/contracts`."""

from collections.abc import Iterator

from api.contracts import FileUpload, StoredFile, TextUpload
from api.openapi.answers import ContractPage, StoredContracts
from api.openapi.operation import Answer, Body, Operation
from api.openapi.parameters import PAGING
from shared.domain.contract import Contract

_TAG = "Contracts"
_EXAMPLE = {"title": "Our standard", "text": "1. Payment. Customer shall pay each invoice within 30 days of receipt."}
_FILE = {"type": "string", "contentMediaType": "application/octet-stream"}


def contracts() -> Iterator[Operation]:
    """Upload, list, read, delete."""
    yield from _many()
    yield from _one()


def _many() -> Iterator[Operation]:
    yield Operation(
        "add_contracts",
        "POST",
        "contracts",
        _TAG,
        "Upload contracts",
        [Answer(201, "All are stored.", (StoredContracts,), headers={"Location": "Where the first of them is."})],
        "One or many files (.txt, .md, .pdf, .docx; up to 25 MB each), one text as JSON, or as JSON the `file_id` "
        "of a file of `/api/files`, which is the contract's original then. All are stored or none.",
        bodies=[
            Body((TextUpload, StoredFile), example=_EXAMPLE),
            Body((FileUpload,), "multipart/form-data", files="files"),
        ],
        problems=[400, 409, 413, 415, 429],
    )
    yield Operation(
        "list_contracts",
        "GET",
        "contracts",
        _TAG,
        "List contracts",
        [Answer(200, "A page, newest first, without the texts.", (ContractPage,))],
        parameters=PAGING,
        problems=[400],
    )


def _one() -> Iterator[Operation]:
    yield Operation(
        "get_contract",
        "GET",
        "contracts/{contract_id}",
        _TAG,
        "Read a contract",
        [Answer(200, "The contract with its text and its clauses.", (Contract,))],
        problems=[404],
    )
    yield Operation(
        "delete_contract",
        "DELETE",
        "contracts/{contract_id}",
        _TAG,
        "Delete a contract",
        [Answer(204, "It is gone.")],
        "Its id stays taken, so that an id never means two texts.",
        problems=[404],
    )
    yield Operation(
        "get_original",
        "GET",
        "contracts/{contract_id}/original",
        _TAG,
        "Download the file",
        [
            Answer(
                200,
                "The file as it was uploaded, with its own media type.",
                _FILE,
                "*/*",
                {"Content-Disposition": "An attachment, with the file's name."},
            )
        ],
        problems=[404],
    )
