import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.file import UploadState
from shared.errors import (
    AlreadyExistsError,
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    PermanentError,
    StorageFullError,
    TemporaryError,
)
from shared.services.files.uploads import Announcement
from tests.fakes.clock import START, settled
from tests.fakes.services import services
from tests.unit.files.sending import (
    ADMIN,
    ANN,
    BLOCK,
    BLOCKS,
    BOB,
    CONTENT,
    SHA256,
    begun,
    complete,
    here,
    send,
    state,
    stored,
    used,
)


def pointers(error: InvalidRequestError) -> list[str]:
    return [fault.pointer for fault in error.faults]


async def test_blocks_become_a_file_with_its_digest() -> None:
    kept = here()
    file = await stored(kept, sha256=SHA256, media_type="Text/CSV; charset=utf-8", shared=True)
    assert (file.size, file.sha256, file.media_type, file.user_id) == (len(CONTENT), SHA256, "text/csv", "ann")
    assert (file.shared, file.created_date, kept.blobs.kept[file.blob]) == (True, START, CONTENT)


async def test_completing_again_answers_with_the_same_file() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    files = [await complete(kept, upload) for _ in range(3)]
    assert files[0] is not None
    assert files == [files[0]] * 3
    assert await used(kept) == len(CONTENT)


async def test_those_who_complete_at_once_get_one_file() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    files = await asyncio.gather(*(complete(kept, upload) for _ in range(4)))
    assert len({file.id for file in files if file is not None}) == 1
    assert await used(kept) == len(CONTENT)


async def test_what_keeps_a_file_from_being_made_is_named_block_by_block() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload, 0)
    await kept.blobs.stage(upload.blob, "00002", b"cut off")
    with pytest.raises(InvalidRequestError) as caught:
        await complete(kept, upload, len(BLOCKS))
    assert pointers(caught.value) == ["/blocks/1"]
    await kept.blobs.stage(upload.blob, "00002", b"cut of")
    await kept.blobs.stage(upload.blob, "00001", b"short")
    await kept.blobs.stage(upload.blob, "00007", b"one too many")
    with pytest.raises(InvalidRequestError, match="Block 1 has 5 bytes and should have 8388608") as caught:
        await complete(kept, upload, len(BLOCKS))
    assert pointers(caught.value) == ["/blocks/1", "/blocks/2", "/blocks/7"]
    with pytest.raises(InvalidRequestError, match="are 3 blocks of 8388608 bytes, and not 2"):
        await complete(kept, upload, 2)
    assert await state(kept, upload) is UploadState.OPEN


@pytest.mark.parametrize("announced", [{"sha256": "0" * 64}, {}])
async def test_a_file_with_another_digest_is_refused_and_leaves_nothing(announced: dict[str, Any]) -> None:
    kept = here()
    upload = await begun(kept, **announced)
    await send(kept, upload)
    for _ in range(2):
        with pytest.raises(PermanentError, match="it changed on the way"):
            await complete(kept, upload, sha256=None if announced else "1" * 64)
    assert (kept.blobs.kept, await used(kept), await state(kept, upload)) == ({}, 0, UploadState.FAILED)
    with pytest.raises(IllegalTransitionError, match="is failed"):
        await kept.uploads.expecting(upload.id, 0, ANN)


async def test_a_digest_that_is_not_the_announced_one_is_a_fault_of_the_request() -> None:
    kept = here()
    upload = await begun(kept, sha256=SHA256)
    await send(kept, upload)
    with pytest.raises(InvalidRequestError) as caught:
        await complete(kept, upload, sha256="1" * 64)
    assert pointers(caught.value) == ["/sha256"]
    assert await complete(kept, upload, sha256=SHA256) is not None


async def test_without_a_size_blocks_are_counted_as_they_come_and_the_rest_is_given_back() -> None:
    kept = here()
    upload = await begun(kept, size=None)
    assert await used(kept) == 0
    await send(kept, upload, 0)
    await send(kept, upload, 0)
    assert await used(kept) == BLOCK
    await send(kept, upload)
    assert await used(kept) == 3 * BLOCK
    await complete(kept, upload)
    assert await used(kept) == len(CONTENT)


async def test_blocks_without_a_size_that_arrive_at_once_are_counted_once() -> None:
    kept = here()
    upload = await begun(kept, size=None)
    await asyncio.gather(*(send(kept, upload, number) for number in (0, 1, 2, 0, 1)))
    assert await used(kept) == 3 * BLOCK


async def test_the_limit_of_a_user_holds_whoever_is_first() -> None:
    kept = here(files_bytes_per_user=2 * len(CONTENT))
    answers = await asyncio.gather(*(begun(kept) for _ in range(5)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, StorageFullError)]
    assert len(refused) == 3
    assert "GB of the 0.034 GB that they may" in str(refused[0])
    assert await used(kept) == 2 * len(CONTENT)
    await kept.uploads.begin(Announcement("b.csv", size=len(CONTENT)), "bob")


async def test_a_block_over_the_limit_is_not_stored() -> None:
    kept = here(files_bytes_per_user=BLOCK)
    upload = await begun(kept, size=None)
    await send(kept, upload, 0)
    with pytest.raises(StorageFullError):
        await send(kept, upload, 1)
    assert (await used(kept), list(await kept.blobs.staged(upload.blob))) == (BLOCK, ["00000"])


async def test_a_limit_of_nought_is_none() -> None:
    kept = here(files_bytes_per_user=0)
    await begun(kept, size=40_000_000_000)
    await begun(kept, size=40_000_000_000)
    assert await used(kept) == 80_000_000_000


async def test_an_upload_that_could_not_be_stored_does_not_count() -> None:
    kept = here()
    await begun(kept)
    kept.file_container.fail("create", AlreadyExistsError("As told."))
    with pytest.raises(AlreadyExistsError):
        await begun(kept)
    assert await used(kept) == len(CONTENT)


@pytest.mark.parametrize(("name", "size", "pointer"), [("/..", 1, "/filename"), ("a", 50_000_000_001, "/size")])
async def test_what_cannot_be_uploaded_is_refused(name: str, size: int, pointer: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await here().uploads.begin(Announcement(name, size=size), "ann")
    assert pointers(caught.value) == [pointer]


@pytest.mark.parametrize(
    ("size", "block_size"),
    [(1, 8), (400_000_000_000, 8), (8 * 1024 * 1024 * 50_000 + 1, 9), (800_000_000_000, 16), (None, 16)],
)
async def test_blocks_are_large_enough_for_the_file(size: int | None, block_size: int) -> None:
    kept = here(file_max_bytes=800_000_000_000, files_bytes_per_user=0)
    assert (await begun(kept, size=size)).block_size == block_size * 1024 * 1024


async def test_only_the_blocks_of_the_file_are_taken() -> None:
    kept = here(file_max_bytes=2 * BLOCK)
    for size, last in ((BLOCK, 0), (BLOCK + 1, 1), (None, 1)):
        upload = await begun(kept, size=size)
        await kept.uploads.expecting(upload.id, last, ANN)
        for number in (-1, last + 1):
            with pytest.raises(InvalidRequestError, match=f"blocks from 0 to {last}"):
                await kept.uploads.expecting(upload.id, number, ANN)


async def test_a_block_with_other_bytes_than_it_must_have_is_not_stored() -> None:
    kept = here()
    upload = await begun(kept)
    for number, content in ((0, b"short"), (2, b"the end and more"), (2, b"")):
        with pytest.raises(InvalidRequestError) as caught:
            await kept.uploads.put(upload, number, content)
        assert pointers(caught.value) == [f"/blocks/{number}"]
    assert not await kept.blobs.staged(upload.blob)


async def test_an_upload_is_its_owners() -> None:
    kept = here()
    upload = await begun(kept, shared=True)
    for call in (
        kept.uploads.status(upload.id, BOB),
        kept.uploads.expecting(upload.id, 0, BOB),
        kept.uploads.complete(upload.id, 1, None, BOB),
        kept.uploads.cancel(upload.id, BOB),
        kept.uploads.status("upload_none", ANN),
        kept.uploads.status("no id/\\?#", ANN),
    ):
        with pytest.raises(NotFoundError):
            await call
    assert (await kept.uploads.status(upload.id, ADMIN)).header.id == upload.id


async def test_the_status_tells_what_is_there_and_when_it_goes() -> None:
    kept = here(upload_hours=1)
    kept.blobs.address = "https://storage.example/"
    upload = await begun(kept)
    await kept.clock.advance(600)
    await send(kept, upload, 2, 0)
    await kept.blobs.stage(upload.blob, "somebody-elses", b"x")
    status = await kept.uploads.status(upload.id, ANN)
    assert dict(status.blocks) == {0: BLOCK, 2: 7}
    assert status.expires == START + timedelta(seconds=600, hours=1)
    assert status.upload_url == f"https://storage.example/{upload.blob}"
    assert status.upload_url_expires == START + timedelta(seconds=600, hours=1)


async def test_no_address_is_given_where_bytes_would_go_uncounted_or_come_too_late() -> None:
    kept = here()
    kept.blobs.address = "https://storage.example/"
    unknown = await begun(kept, size=None)
    assert (await kept.uploads.status(unknown.id, ANN)).upload_url is None
    upload = await begun(kept)
    await send(kept, upload)
    await complete(kept, upload)
    status = await kept.uploads.status(upload.id, ANN)
    assert (status.header.state, status.upload_url, status.blocks) == (UploadState.COMPLETE, None, {})


async def test_a_cancelled_upload_is_gone_with_its_blocks_and_its_bytes() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    await kept.uploads.cancel(upload.id, ANN)
    assert (await used(kept), dict(await kept.blobs.staged(upload.blob))) == (0, {})
    with pytest.raises(NotFoundError):
        await kept.uploads.cancel(upload.id, ANN)


async def test_cancelling_a_complete_upload_leaves_its_file() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    file = await complete(kept, upload)
    await kept.uploads.cancel(upload.id, ANN)
    assert file is not None
    assert (await kept.files.read(file.id), await used(kept)) == (file, len(CONTENT))


async def test_a_block_that_comes_after_the_end_leaves_nothing() -> None:
    kept = here()
    upload = await begun(kept)
    expected = await kept.uploads.expecting(upload.id, 0, ANN)
    await kept.uploads.cancel(upload.id, ANN)
    with pytest.raises(NotFoundError):
        await kept.uploads.put(expected, 0, BLOCKS[0])
    assert not await kept.blobs.staged(upload.blob)


async def test_a_block_whose_storing_is_not_noted_can_be_sent_again() -> None:
    kept = here()
    upload = await begun(kept)
    kept.file_container.fail("patch", TemporaryError("Out of reach."))
    with pytest.raises(TemporaryError):
        await send(kept, upload, 0)
    await send(kept, upload)
    assert await complete(kept, upload) is not None


async def test_after_the_file_was_deleted_completing_finds_nothing() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    file = await complete(kept, upload)
    assert file is not None
    await kept.file_reader.delete(file.id, ANN)
    with pytest.raises(NotFoundError):
        await complete(kept, upload)


async def test_without_a_size_all_blocks_but_the_last_must_be_full() -> None:
    kept = here()
    upload = await begun(kept, size=None)
    for number, content in enumerate((b"short", BLOCKS[1], b"the end")):
        await kept.uploads.put(upload, number, content)
    with pytest.raises(InvalidRequestError) as caught:
        await complete(kept, upload)
    assert pointers(caught.value) == ["/blocks/0"]


async def test_of_two_processes_that_complete_an_upload_one_makes_the_file() -> None:
    kept = here()
    other = services(kept.database)
    upload = await begun(kept)
    await send(kept, upload)
    await send(other, upload)
    may_change = asyncio.Event()
    kept.file_container.hold("replace", may_change)
    other.file_container.hold("replace", may_change)
    requests = [asyncio.create_task(complete(process, upload)) for process in (kept, other)]
    await settled()
    may_change.set()
    assert len([file for file in await asyncio.gather(*requests) if file is not None]) >= 1
    assert len([process for process in (kept, other) if process.blobs.kept]) == 1
