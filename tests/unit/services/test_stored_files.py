"""Contracts that are made of stored files."""

import pytest

from contracts.intake import MAX_FILE_BYTES, Draft
from contracts.stored_files import StoredFileIntake
from shared.domain.caller import Caller
from shared.domain.contract import ContractHeader
from shared.domain.file import FileHeader
from shared.errors import InvalidRequestError, NotFoundError
from tests.fakes.services import Services
from tests.unit.files.sending import ANN, BOB, here, incoming

TEXT = b"1. Payment. Customer shall pay each invoice within 30 days of receipt."


async def file_of_ann(kept: Services, content: bytes = TEXT, name: str = "Terms.txt") -> FileHeader:
    [file] = await kept.file_intake.add([incoming(content, name)], "ann", shared=False)
    return file


async def made_of(kept: Services, file_id: str, title: str = "", caller: Caller = ANN) -> ContractHeader:
    """The contract, as the caller asks for it."""
    intake = StoredFileIntake(kept.file_reader, kept.contract_intake)
    return await intake.add(file_id, Draft("", title, caller.user_for("system")), caller)


async def test_the_file_is_the_original_and_its_bytes_are_stored_once() -> None:
    kept = here()
    file = await file_of_ann(kept)
    made = await made_of(kept, file.id)
    assert (made.title, made.filename, made.file_id) == ("Terms", "Terms.txt", file.id)
    assert list(kept.blobs.kept) == [file.blob]
    assert (await kept.contract_reader.original(made.id, ANN))[1] == TEXT
    assert (await kept.contract_reader.read(made.id, ANN)).text == TEXT.decode()
    assert (await made_of(kept, file.id, "Our terms")).title == "Our terms"


async def test_the_file_stays_when_the_contract_is_deleted() -> None:
    kept = here()
    file = await file_of_ann(kept)
    await kept.contract_reader.delete((await made_of(kept, file.id)).id, ANN)
    assert list(kept.blobs.kept) == [file.blob]
    assert await kept.file_reader.read(file.id, ANN) == file


async def test_the_contract_stays_when_the_file_is_deleted_and_says_where_its_original_is() -> None:
    kept = here()
    file = await file_of_ann(kept)
    made = await made_of(kept, file.id)
    await kept.file_reader.delete(file.id, ANN)
    assert (await kept.contract_reader.read(made.id, ANN)).clause_count == 1
    with pytest.raises(NotFoundError, match=f"{file.id}, which contract {made.id} was made of, was deleted"):
        await kept.contract_reader.original(made.id, ANN)


@pytest.mark.parametrize("file_id", ["file_none", "upload_none", "contract_a"])
async def test_a_file_that_is_not_there_is_a_fault_of_the_request(file_id: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"There is no file {file_id}"):
        await made_of(here(), file_id)


async def test_somebody_elses_file_is_not_there() -> None:
    kept = here()
    file = await file_of_ann(kept)
    with pytest.raises(InvalidRequestError, match="There is no file"):
        await made_of(kept, file.id, caller=BOB)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("table.csv", b"1,2", "is not a kind of file"),
        ("empty.txt", b" \n", "no text"),
        ("large.txt", b"a" * (MAX_FILE_BYTES + 1), "may have at most 25000000"),
    ],
)
async def test_a_file_that_is_no_contract_is_refused_with_the_reason(name: str, content: bytes, reason: str) -> None:
    kept = here()
    file = await file_of_ann(kept, content, name)
    with pytest.raises(InvalidRequestError, match=reason) as refused:
        await made_of(kept, file.id)
    assert [fault.pointer for fault in refused.value.faults] == ["/file_id"]
    assert (await kept.contract_reader.list(ANN, 10, None)).documents == []
