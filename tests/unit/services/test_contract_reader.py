import pytest

from contracts.blobs import UploadedFile
from shared.domain.caller import EVERYBODY, Caller
from shared.errors import ForbiddenError, NotFoundError, TemporaryError
from tests.fakes.builders import USER, contract
from tests.fakes.services import services

OWNER, OTHER = Caller(USER), Caller("bob")
FILE = UploadedFile(b"As it arrived.", "text/plain")


async def test_the_owner_may_finish_a_removal_that_broke_off_and_nobody_else() -> None:
    here = services()
    await here.contracts.create(contract("contract_a"), FILE)
    here.blobs.fail(TemporaryError("The blobs are away."))
    with pytest.raises(TemporaryError):
        await here.contract_reader.delete("contract_a", OWNER)
    with pytest.raises(NotFoundError):
        await here.contract_reader.delete("contract_a", OTHER)
    assert here.blobs.kept
    await here.contract_reader.delete("contract_a", OWNER)
    assert not here.blobs.kept
    with pytest.raises(NotFoundError):
        await here.contract_reader.delete("contract_a", OWNER)


async def test_a_text_in_a_blob_is_not_even_fetched_for_who_may_not_see_it() -> None:
    here = services()
    await here.contracts.create(contract("contract_a", "\N{EURO SIGN}" * 600_000))
    here.blobs.fail(TemporaryError("The blobs are away."))
    with pytest.raises(NotFoundError, match=r"There is no contract contract_a\."):
        await here.contract_reader.read("contract_a", OTHER)


async def test_a_contract_without_a_word_on_who_may_see_it_is_listed_to_administrators_only() -> None:
    here = services()
    body = contract("contract_a").header.model_dump(mode="json", exclude={"shared"})
    await here.contract_container.create("contract_a", body)
    assert (await here.contract_reader.list(OWNER, 10, None)).documents == []
    assert [found["id"] for found in (await here.contract_reader.list(EVERYBODY, 10, None)).documents] == ["contract_a"]


async def test_what_is_shared_cannot_be_deleted_by_who_only_reads_it() -> None:
    here = services()
    await here.contracts.create(contract("contract_a").model_copy(update={"shared": True}))
    assert (await here.contract_reader.read("contract_a", OTHER)).shared
    with pytest.raises(ForbiddenError, match="only its owner"):
        await here.contract_reader.delete("contract_a", OTHER)
