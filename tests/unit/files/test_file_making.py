"""Files whose making takes long, breaks off, or fails for a while."""

import asyncio

import pytest

from shared.domain.file import UploadHeader, UploadState, block_id
from shared.errors import IllegalTransitionError, PermanentError, TemporaryError
from shared.services.files.file_making import HEARTBEAT_SECONDS, MAX_ATTEMPTS
from shared.services.files.upload_store import UploadStore
from tests.fakes.services import Services, services
from tests.unit.files.sending import ANN, BLOCKS, CONTENT, begun, complete, here, send, state, until_state, used

BUSY = TemporaryError("The storage is busy.")


async def sent(kept: Services) -> UploadHeader:
    upload = await begun(kept)
    await send(kept, upload)
    return upload


async def touched(kept: Services, upload: UploadHeader) -> float:
    header = (await UploadStore(kept.file_container, kept.clock).get(upload.id)).header
    return (header.touched - upload.created_date).total_seconds()


async def test_a_client_that_goes_away_does_not_stop_it() -> None:
    kept = here()
    upload = await sent(kept)
    kept.blobs.may_read.clear()
    request = asyncio.create_task(complete(kept, upload))
    await until_state(kept, upload, UploadState.CHECKING)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    kept.blobs.may_read.set()
    await until_state(kept, upload, UploadState.COMPLETE)


async def test_while_it_is_made_the_upload_is_touched_and_takes_nothing() -> None:
    kept = here()
    upload = await sent(kept)
    kept.blobs.may_read.clear()
    request = asyncio.create_task(complete(kept, upload))
    await until_state(kept, upload, UploadState.CHECKING)
    await kept.clock.advance(3 * HEARTBEAT_SECONDS)
    assert await touched(kept, upload) == 3 * HEARTBEAT_SECONDS
    for call in (kept.uploads.expecting(upload.id, 0, ANN), kept.uploads.cancel(upload.id, ANN)):
        with pytest.raises(IllegalTransitionError):
            await call
    kept.blobs.may_read.set()
    assert await request is not None
    assert kept.clock.sleepers == 0


async def test_a_fault_that_passes_leaves_it_to_the_next_round(caplog: pytest.LogCaptureFixture) -> None:
    kept = here()
    upload = await sent(kept)
    kept.blobs.fail_commits(BUSY)
    assert await complete(kept, upload) is None
    assert await state(kept, upload) is UploadState.CHECKING
    assert "will be tried again: The storage is busy." in caplog.text
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    await until_state(kept, upload, UploadState.COMPLETE)
    assert await used(kept) == len(CONTENT)


async def test_a_fault_that_does_not_pass_ends_it_after_ten_attempts() -> None:
    kept = here()
    upload = await sent(kept)
    kept.blobs.fail_commits(*[BUSY] * MAX_ATTEMPTS)
    assert await complete(kept, upload) is None
    for _ in range(MAX_ATTEMPTS - 1):
        assert await state(kept, upload) is UploadState.CHECKING
        await kept.clock.advance(61)
        await kept.file_cleanup.round()
        await kept.clock.advance(0)
    await until_state(kept, upload, UploadState.FAILED)
    with pytest.raises(PermanentError, match="not be made in 10 attempts"):
        await complete(kept, upload)
    await kept.clock.advance(0)
    assert await used(kept) == 0


async def test_what_a_crash_left_is_taken_up_after_a_minute_and_not_before() -> None:
    kept = here()
    upload = await sent(kept)
    ids = [block_id(number) for number in range(len(BLOCKS))]
    await kept.blobs.commit(upload.blob, ids, "text/csv")
    store = UploadStore(kept.file_container, kept.clock)
    await store.change(upload.id, lambda _: {"state": UploadState.CHECKING, "blocks": 3, "attempts": 1})
    await kept.clock.advance(59)
    await kept.file_cleanup.round()
    assert await touched(kept, upload) == 0
    await kept.clock.advance(2)
    await kept.file_cleanup.round()
    await until_state(kept, upload, UploadState.COMPLETE)
    assert await used(kept) == len(CONTENT)


async def test_of_two_processes_that_take_it_up_one_makes_it() -> None:
    kept = here()
    upload = await sent(kept)
    store = UploadStore(kept.file_container, kept.clock)
    await store.change(upload.id, lambda _: {"state": UploadState.CHECKING, "blocks": 3, "attempts": 1})
    await kept.clock.advance(61)
    both = [services(kept.database) for _ in range(2)]
    for other in both:
        await other.clock.advance(61)
        other.blobs.fail_commits(BUSY)
    await asyncio.gather(*(other.file_cleanup.round() for other in both))
    assert (await store.get(upload.id)).header.attempts == 2


async def test_a_file_that_is_stored_is_not_made_again() -> None:
    kept = here()
    upload = await sent(kept)
    kept.file_container.fail("replace", BUSY, after=True)
    with pytest.raises(TemporaryError):
        await complete(kept, upload)
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    await until_state(kept, upload, UploadState.COMPLETE)
    file = await complete(kept, upload)
    store = UploadStore(kept.file_container, kept.clock)
    await store.change(upload.id, lambda _: {"state": UploadState.CHECKING})
    kept.blobs.fail_commits(AssertionError("made again"))
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    await until_state(kept, upload, UploadState.COMPLETE)
    assert await complete(kept, upload) == file
    assert await used(kept) == len(CONTENT)


async def test_a_block_that_vanished_fails_the_upload_by_name() -> None:
    kept = here()
    upload = await sent(kept)
    kept.blobs.fail_commits(PermanentError("These blocks are not there: 00001."))
    with pytest.raises(PermanentError, match="00001"):
        await complete(kept, upload)
    assert await used(kept) == 0
