import asyncio
import hashlib

import pytest

from adapters.text_extraction.extractor import FileTextExtractor
from contracts import store as contract_store
from contracts.blobs import UploadedFile
from contracts.intake import ContractIntake, Draft, Upload
from shared.domain.contract import Contract
from shared.errors import AlreadyExistsError, InvalidRequestError, NotFoundError, TemporaryError
from shared.ports.documents import Query
from tests.fakes.builders import TEXT, USER, contract
from tests.fakes.clock import START
from tests.fakes.services import Services, services

FILE = UploadedFile(b"file", "text/plain")


class WordCounter:
    """The port `TokenCounter`: a token a word."""

    def count(self, text: str) -> int:
        return len(text.split())


def intake(here: Services) -> ContractIntake:
    return ContractIntake(here.contracts, FileTextExtractor(), WordCounter(), here.clock, here.ids)


def large() -> Contract:
    return contract("contract_a", "ü 2. " * 400_000)


async def test_a_contract_is_read_from_the_store_once() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"))
    assert await here.contracts.recall("contract_a") == contract("contract_a")
    assert await here.contracts.recall("contract_a") is await here.contracts.recall("contract_a")
    assert here.contract_container.calls["read"] == 1


async def test_a_long_text_is_in_a_blob_and_the_document_small() -> None:
    here = services()
    await here.contracts.create(large())
    [name] = here.blobs.kept
    assert name.startswith("texts/contract_a/")
    document = await here.contract_container.read("contract_a", "contract_a")
    assert document is not None
    assert document.body["content"] is None
    assert await here.contracts.recall("contract_a") == large()
    listed = await here.contracts.list(10, None)
    assert [document["id"] for document in listed.documents] == ["contract_a"]
    assert {"text", "content", "clauses"}.isdisjoint(listed.documents[0])


async def test_deleting_a_contract_takes_its_files_and_the_copy_in_memory() -> None:
    here = services()
    await here.contracts.create(large(), FILE)
    await here.contracts.recall("contract_a")
    assert len(here.blobs.kept) == 2
    assert await here.contracts.delete("contract_a")
    left = (await here.contract_container.query(Query())).documents
    assert left == [{"id": "contract_a", "type": "deleted_contract"}]
    assert here.blobs.kept == {}
    with pytest.raises(NotFoundError, match="no contract contract_a"):
        await here.contracts.recall("contract_a")
    assert not await here.contracts.delete("contract_a")


async def test_a_removal_that_broke_off_is_finished_by_the_next() -> None:
    here = services()
    await here.contracts.create(large(), FILE)
    here.blobs.fail(TemporaryError("The storage account is unreachable."))
    with pytest.raises(TemporaryError):
        await here.contracts.delete("contract_a")
    assert len(here.blobs.kept) == 2
    with pytest.raises(NotFoundError):
        await here.contracts.read("contract_a")
    assert await here.contracts.delete("contract_a")
    assert here.blobs.kept == {}
    assert not await here.contracts.delete("contract_a")


async def test_a_contract_keeps_the_file_that_it_came_in() -> None:
    here = services()
    header = await here.contracts.create(contract("contract_a"), FILE)
    assert header.original is not None
    assert (header.original.media_type, header.original.size) == ("text/plain", 4)
    assert await here.contracts.original("contract_a") == (header, FILE.content)
    assert (await here.contracts.read("contract_a")).header == header


@pytest.mark.parametrize("contract_id", ["contract_a", "contract_b"])
async def test_a_contract_without_a_file_has_none_to_show(contract_id: str) -> None:
    here = services()
    await here.contracts.create(contract("contract_a"))
    with pytest.raises(NotFoundError, match=contract_id):
        await here.contracts.original(contract_id)


async def test_the_files_of_a_contract_whose_id_is_taken_do_not_stay() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"), FILE)
    with pytest.raises(AlreadyExistsError):
        await here.contracts.create(large(), UploadedFile(b"another", "text/plain"))
    assert list(here.blobs.kept.values()) == [FILE.content]
    with pytest.raises(AlreadyExistsError):
        await here.contracts.create(contract("contract_a"), FILE)
    assert list(here.blobs.kept.values()) == [FILE.content], "the first contract's own file was dropped"


async def test_the_id_of_a_deleted_contract_never_means_another_text() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"))
    await here.contracts.delete("contract_a")
    with pytest.raises(AlreadyExistsError):
        await here.contracts.create(contract("contract_a", "Another text."))


async def test_what_is_in_memory_is_read_anew_after_a_minute() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"))
    await here.contracts.recall("contract_a")
    await here.contract_container.delete("contract_a", "contract_a")
    await here.clock.advance(59)
    assert await here.contracts.recall("contract_a") == contract("contract_a")
    await here.clock.advance(1)
    with pytest.raises(NotFoundError):
        await here.contracts.recall("contract_a")


async def test_a_contract_that_is_deleted_while_it_is_read_does_not_stay_in_memory() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"))
    await asyncio.gather(here.contracts.recall("contract_a"), here.contracts.delete("contract_a"))
    with pytest.raises(NotFoundError):
        await here.contracts.recall("contract_a")


async def test_contracts_in_memory_are_bounded_by_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract_store, "_CACHED_CHARACTERS", 3 * len(TEXT))
    here = services()
    names = [f"contract_{letter}" for letter in "abcd"]
    for name in names:
        await here.contracts.create(contract(name))
    for name in [*names[:3], names[0], names[3]]:
        await here.contracts.recall(name)
    reads = here.contract_container.calls["read"]
    for name in (names[0], names[2], names[3]):
        await here.contracts.recall(name)
    assert here.contract_container.calls["read"] == reads
    await here.contracts.recall(names[1])
    assert here.contract_container.calls["read"] == reads + 1


async def test_a_contract_larger_than_the_memory_for_contracts_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contract_store, "_CACHED_CHARACTERS", 10)
    here = services()
    await here.contracts.create(contract("contract_a"))
    for _ in range(2):
        assert await here.contracts.recall("contract_a") == contract("contract_a")


async def test_those_contracts_that_there_are_are_found_however_many_are_asked_for() -> None:
    here = services()
    for number in (3, 700, 1_100):
        await here.contracts.create(contract(f"contract_{number}", tokens=number))
    found = await here.contracts.find([f"contract_{n}" for n in range(1_200)], ["text_tokens"])
    assert {name: fields["text_tokens"] for name, fields in found.items()} == {
        "contract_3": 3,
        "contract_700": 700,
        "contract_1100": 1_100,
    }
    assert await here.contracts.find([], ["title"]) == {}


async def test_a_text_becomes_a_contract_with_clauses_and_numbers() -> None:
    here = services()
    text = TEXT.strip()
    header = await intake(here).add_text(Draft(text, "Master", USER, contract_id="master"))
    stored = await here.contracts.recall("contract_master")
    assert stored.header == header
    assert (stored.text, header.clause_count, header.text_tokens) == (text, len(stored.clauses), len(text.split()))
    assert header.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert header.created_date == START
    assert all(clause.text == text[clause.start : clause.end] for clause in stored.clauses)


async def test_an_id_that_is_taken_is_told_and_the_first_contract_stays() -> None:
    here = services()
    await intake(here).add_text(Draft("The first text.", "One", USER, contract_id="a"))
    with pytest.raises(AlreadyExistsError, match="contract_a is taken"):
        await intake(here).add_text(Draft("The second text.", "Two", USER, contract_id="a"))
    assert (await here.contracts.recall("contract_a")).title == "One"


@pytest.mark.parametrize(
    ("draft", "pointer"), [(Draft(" \n", "A", USER), "/text"), (Draft("x", "A", USER, None, "a/b"), "/id")]
)
async def test_an_empty_text_and_a_wrong_id_are_refused(draft: Draft, pointer: str) -> None:
    here = services()
    with pytest.raises(InvalidRequestError) as refused:
        await intake(here).add_text(draft)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]
    assert here.contract_container.calls["create"] == 0


async def test_files_become_contracts_named_after_them() -> None:
    here = services()
    uploads = [Upload("/files/0", "in/Master.txt", TEXT.encode()), Upload("/files/1", "Other.md", b"# Payment\n\nNow.")]
    headers = await intake(here).add_files(uploads, USER)
    assert [(header.id, header.title, header.filename) for header in headers] == [
        ("contract_id-1", "Master", "Master.txt"),
        ("contract_id-2", "Other", "Other.md"),
    ]
    originals = [await here.contracts.original(header.id) for header in headers]
    assert [content for _, content in originals] == [upload.content for upload in uploads]
    assert [header.original.media_type for header in headers if header.original] == ["text/plain", "text/markdown"]


async def test_of_files_some_of_which_cannot_be_read_none_is_stored_and_each_is_named() -> None:
    here = services()
    uploads = [
        Upload("/files/0", "good.txt", TEXT.encode()),
        Upload("/files/1", "empty.txt", b""),
        Upload("/files/2", "image.png", b"\x89PNG"),
    ]
    with pytest.raises(InvalidRequestError) as refused:
        await intake(here).add_files(uploads, USER)
    assert [fault.pointer for fault in refused.value.faults] == ["/files/1", "/files/2"]
    assert (await here.contracts.list(10, None)).documents == []
