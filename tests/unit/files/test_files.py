"""Files as callers and jobs see them, and small ones that arrive whole."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from adapters.folder.blobs import FolderBlobs
from shared.errors import ForbiddenError, InvalidRequestError, NotFoundError, StorageFullError, TemporaryError
from shared.job_types.context import Files
from shared.services.files.file_access import FileAccess
from tests.unit.files.sending import ADMIN, ANN, BOB, CONTENT, here, incoming, stored, used


async def test_what_is_not_a_callers_is_not_there_and_what_is_shared_is_deleted_by_its_owner_only() -> None:
    kept = here()
    [own] = await kept.file_intake.add([incoming(b"1")], "ann", shared=False)
    [shared] = await kept.file_intake.add([incoming(b"2")], "ann", shared=True)
    with pytest.raises(NotFoundError):
        await kept.file_reader.read(own.id, BOB)
    with pytest.raises(NotFoundError):
        await kept.file_reader.delete(own.id, BOB)
    assert await kept.file_reader.read(shared.id, BOB) == shared
    with pytest.raises(ForbiddenError):
        await kept.file_reader.delete(shared.id, BOB)
    assert [body["id"] for body in (await kept.file_reader.list(BOB, 10, None)).documents] == [shared.id]
    assert len((await kept.file_reader.list(ANN, 10, None)).documents) == 2
    await kept.file_reader.delete(own.id, ADMIN)
    await kept.file_reader.delete(shared.id, ANN)
    assert (kept.blobs.kept, await used(kept)) == ({}, 0)


async def test_small_files_are_stored_with_digest_and_media_type() -> None:
    kept = here()
    files = await kept.file_intake.add([incoming(b"1,2"), incoming(b"3", "b\x00/ü.pdf")], "ann", shared=False)
    assert [(file.filename, file.media_type, file.size) for file in files] == [
        ("a.csv", "text/csv", 3),
        ("ü.pdf", "text/csv", 1),
    ]
    assert files[0].sha256 == hashlib.sha256(b"1,2").hexdigest()
    assert await used(kept) == 4


async def test_an_empty_file_is_named_and_nothing_is_stored() -> None:
    kept = here()
    with pytest.raises(InvalidRequestError, match="The file is empty"):
        await kept.file_intake.add([incoming(b"1"), incoming(b"")], "ann", shared=False)
    assert (kept.blobs.kept, await used(kept)) == ({}, 0)


@pytest.mark.parametrize("failing", [0, 1])
async def test_all_small_files_are_stored_or_none(failing: int) -> None:
    async def broken() -> bytes:
        raise TemporaryError("The connection broke.")

    kept = here()
    sent = [incoming(b"1"), incoming(b"2")]
    sent[failing] = incoming(b"3", read=broken)
    with pytest.raises(TemporaryError, match="broke"):
        await kept.file_intake.add(sent, "ann", shared=False)
    assert (kept.blobs.kept, await used(kept)) == ({}, 0)
    assert (await kept.files.list(10, None, None)).documents == []


async def test_when_the_last_of_them_cannot_be_noted_none_is_there() -> None:
    kept = here()
    sent = [incoming(b"1"), incoming(b"2"), incoming(b"3")]
    created = 0
    create = kept.files.create

    async def refuse_the_third(header: object) -> object:
        nonlocal created
        created += 1
        if created == 3:
            raise TemporaryError("Out of reach.")
        return await create(header)  # type: ignore[arg-type]

    kept.files.create = refuse_the_third  # type: ignore[method-assign, assignment]
    with pytest.raises(TemporaryError):
        await kept.file_intake.add(sent, "ann", shared=False)
    assert (kept.blobs.kept, await used(kept)) == ({}, 0)
    assert (await kept.files.list(10, None, None)).documents == []


async def test_small_files_over_the_limit_of_a_user_are_refused_together() -> None:
    kept = here(files_bytes_per_user=5)
    with pytest.raises(StorageFullError):
        await kept.file_intake.add([incoming(b"123"), incoming(b"456")], "ann", shared=False)
    assert (kept.blobs.kept, await used(kept)) == ({}, 0)


async def test_jobs_read_files_by_range_and_see_only_what_their_user_may() -> None:
    kept = here()
    access: Files = kept.file_access
    file = await stored(kept)
    facts = await access.head(file.id)
    assert (facts.filename, facts.size, facts.sha256) == ("a.csv", len(CONTENT), file.sha256)
    chunks = [chunk async for chunk in access.open(file.id, len(CONTENT) - 9)]
    assert b"".join(chunks) == CONTENT[-9:]
    found = await kept.file_access.find([file.id, "file_none"], "ann")
    assert {file_id: (header.title, header.weight) for file_id, header in found.items()} == {
        file.id: ("a.csv", len(CONTENT))
    }
    assert await kept.file_access.find([file.id], "bob") == {}
    assert list(await kept.file_access.find([file.id], None)) == [file.id]
    assert await kept.file_access.load(file.id) == file


async def test_a_file_that_is_not_there_is_said_to_be_so() -> None:
    access = here().file_access
    with pytest.raises(NotFoundError):
        await access.head("file_none")
    with pytest.raises(NotFoundError):
        await access.load("file_none")
    with pytest.raises(NotFoundError):
        await anext(aiter(access.open("file_none")))
    with pytest.raises(NotFoundError):
        async with access.local("file_none"):
            pass


async def test_a_copy_on_the_disk_is_gone_afterwards_also_when_the_work_fails() -> None:
    kept = here()
    file = await stored(kept)
    seen: list[Path] = []

    async def work() -> None:
        async with kept.file_access.local(file.id) as path:
            assert await asyncio.to_thread(path.read_bytes) == CONTENT
            seen.append(path)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()
    assert not await asyncio.to_thread(seen[0].exists)


async def test_where_the_store_is_a_folder_the_path_is_that_of_the_blob(tmp_path: Path) -> None:
    kept = here()
    [file] = await kept.file_intake.add([incoming(b"1,2")], "ann", shared=False)
    folder = FolderBlobs(tmp_path)
    await folder.write(file.blob, b"1,2", "text/csv")
    async with FileAccess(kept.files, folder).local(file.id) as path:
        assert path.is_relative_to(tmp_path)
    assert await asyncio.to_thread(path.read_bytes) == b"1,2"


async def test_a_content_that_is_gone_is_no_empty_path() -> None:
    kept = here()
    file = await stored(kept)
    kept.blobs.kept.clear()
    with pytest.raises(NotFoundError):
        async with kept.file_access.local(file.id):
            pass
