"""What only the adapter for a folder does."""

import asyncio
from pathlib import Path

import pytest

from adapters.folder.blobs import FolderBlobs
from shared.errors import PermanentError


def entries(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


async def test_the_folder_is_made_at_the_first_write(tmp_path: Path) -> None:
    folder = tmp_path / "blobs"
    blobs = FolderBlobs(folder)
    assert await blobs.read("a") is None
    assert not folder.exists()
    await blobs.write("a", b"", "text/plain")
    assert folder.is_dir()


async def test_nothing_but_the_blobs_is_left_in_the_folder(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    await blobs.write("a/b/c", b"1", "text/plain")
    await blobs.write("a/b/c", b"2", "text/plain")
    assert [path.read_bytes() for path in entries(tmp_path) if path.is_file()] == [b"2"]
    await blobs.delete("a/b/c")
    assert entries(tmp_path) == []


async def test_blobs_outlive_the_object(tmp_path: Path) -> None:
    await FolderBlobs(tmp_path).write("a", b"1", "text/plain")
    assert await FolderBlobs(tmp_path).read("a") == b"1"


async def test_writing_beside_deletions_that_empty_the_folder_succeeds(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    async def come_and_go(name: str) -> None:
        for _ in range(100):
            await blobs.write(name, b"", "text/plain")
            await blobs.delete(name)

    await asyncio.gather(*(come_and_go(f"a/b/{number}") for number in range(4)))
    assert entries(tmp_path) == []


async def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(PermanentError, match=r"file.*is no folder"):
        await FolderBlobs(file).write("a", b"", "text/plain")
    assert file.read_text() == "in the way"
