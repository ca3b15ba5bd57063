"""What the watchdog does about files."""

import pytest

from shared.domain.file import UploadState
from shared.errors import NotFoundError, TemporaryError
from shared.ports.documents import Query
from shared.services.files.upload_store import UploadStore
from tests.fakes.services import Services
from tests.unit.files.sending import ANN, CONTENT, begun, complete, here, incoming, send, stored, used

DAY = 24 * 3600
GONE = TemporaryError("The storage account is unreachable.")


async def types(kept: Services) -> list[str]:
    """The types of the documents there are, those of usage left out."""
    found = (await kept.file_container.query(Query())).documents
    return sorted(body["type"] for body in found if body["type"] != "file_usage")


async def test_an_upload_that_nobody_touches_goes_after_a_day_with_all_that_was_sent() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload, 0)
    await kept.clock.advance(DAY)
    assert await kept.file_cleanup.round() == 0
    await kept.clock.advance(1)
    assert await kept.file_cleanup.round() == 1
    assert (await types(kept), await used(kept), dict(await kept.blobs.staged(upload.blob))) == ([], 0, {})


@pytest.mark.parametrize("touch", ["block", "look"])
async def test_one_that_is_touched_stays(touch: str) -> None:
    kept = here()
    upload = await begun(kept)
    await kept.clock.advance(DAY - 1)
    if touch == "block":
        await send(kept, upload, 1)
    else:
        await kept.uploads.status(upload.id, ANN)
    await kept.clock.advance(DAY - 1)
    assert await kept.file_cleanup.round() == 0
    await send(kept, upload)
    assert await complete(kept, upload) is not None


async def test_of_a_complete_upload_the_file_stays() -> None:
    kept = here()
    file = await stored(kept)
    await kept.clock.advance(DAY + 1)
    assert await kept.file_cleanup.round() == 1
    assert (await types(kept), await kept.files.read(file.id)) == (["file"], file)
    assert (await used(kept), kept.blobs.kept[file.blob]) == (len(CONTENT), CONTENT)


async def test_a_round_looks_after_twenty_and_the_next_after_the_rest() -> None:
    kept = here(files_bytes_per_user=0)
    for _ in range(25):
        await begun(kept)
    await kept.clock.advance(DAY + 1)
    assert [await kept.file_cleanup.round() for _ in range(3)] == [20, 5, 0]
    assert await used(kept) == 0


async def test_one_with_trouble_does_not_keep_the_others_waiting(caplog: pytest.LogCaptureFixture) -> None:
    kept = here()
    for _ in range(3):
        await begun(kept, size=1)
        await kept.clock.advance(1)
    await kept.clock.advance(DAY + 1)
    kept.blobs.fail(GONE)
    assert await kept.file_cleanup.round() == 2
    assert "upload_id-1 could not be looked after" in caplog.text
    assert await used(kept) == 1
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    assert (await types(kept), await used(kept)) == ([], 0)


async def test_the_deletion_of_a_file_that_broke_off_is_finished() -> None:
    kept = here()
    file = await stored(kept)
    await kept.file_container.delete(file.id.replace("file_", "upload_"), file.id.replace("file_", "upload_"))
    kept.blobs.fail(GONE)
    with pytest.raises(TemporaryError):
        await kept.file_reader.delete(file.id, ANN)
    with pytest.raises(NotFoundError):
        await kept.file_reader.read(file.id, ANN)
    assert (await types(kept), await used(kept)) == (["deleted_file"], len(CONTENT))
    await kept.clock.advance(59)
    await kept.file_cleanup.round()
    assert await types(kept) == ["deleted_file"]
    await kept.clock.advance(2)
    await kept.file_cleanup.round()
    assert (await types(kept), await used(kept), kept.blobs.kept) == ([], 0, {})


async def test_a_cancellation_that_broke_off_is_finished() -> None:
    kept = here()
    upload = await begun(kept)
    await send(kept, upload)
    kept.blobs.fail(GONE)
    with pytest.raises(TemporaryError):
        await kept.uploads.cancel(upload.id, ANN)
    with pytest.raises(NotFoundError):
        await kept.uploads.status(upload.id, ANN)
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    assert (await types(kept), await used(kept)) == ([], 0)


async def test_a_removal_with_which_nothing_helps_goes_behind_the_others() -> None:
    kept = here()
    for size in (1, 2):
        upload = await begun(kept, size=size)
        kept.blobs.fail(GONE)
        with pytest.raises(TemporaryError):
            await kept.uploads.cancel(upload.id, ANN)
        await kept.clock.advance(1)
    await kept.clock.advance(61)
    kept.blobs.fail(GONE)
    await kept.file_cleanup.round()
    assert await used(kept) == 1
    await kept.file_cleanup.round()
    assert await used(kept) == 1
    await kept.clock.advance(61)
    await kept.file_cleanup.round()
    assert await used(kept) == 0


async def test_what_a_crash_left_of_a_small_file_goes_and_what_it_stored_stays() -> None:
    kept = here()
    left = await begun(kept, size=4)
    await kept.blobs.write(left.blob, b"half", "text/csv")
    [file] = await kept.file_intake.add([incoming(b"whole")], "ann", shared=False)
    store = UploadStore(kept.file_container, kept.clock)
    half_stored = await begun(kept, size=5)
    await kept.blobs.write(half_stored.blob, b"there", "text/csv")
    there = await kept.files.create(half_stored.file(5, "0" * 64, kept.clock.now()))
    assert (await store.get(half_stored.id)).header.state is UploadState.OPEN
    await kept.clock.advance(DAY + 1)
    assert await kept.file_cleanup.round() == 2
    assert set(kept.blobs.kept) == {file.blob, there.blob}
    assert await used(kept) == 10


async def test_a_round_beside_another_does_nothing() -> None:
    kept = here()
    await begun(kept)
    await kept.clock.advance(DAY + 1)
    kept.file_cleanup._busy = True
    assert await kept.file_cleanup.round() == 0
