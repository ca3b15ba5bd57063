"""Blobs as files in a folder: for a laptop, where no storage is configured."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from adapters.blob_names import checked_name
from adapters.block_ids import checked_block, checked_block_id, checked_list
from adapters.folder import blocks
from adapters.folder.blocks import Places
from adapters.folder.writing import written
from shared.errors import NotFoundError, PermanentError, TemporaryError
from shared.ports.blobs import CHUNK_BYTES

_Answer = TypeVar("_Answer")

# `@` is in no blob's name. It keeps the blob `a` apart from the folder of the blob `a/b`, and what was cut from what
# was not: a part of a name may be longer than a file system allows.
_FILE = "@blob"
_BLOCKS = "@blocks"
_LIST = "@list"
_CUT = "@"
_PART_CHARACTERS = 200


class FolderBlobs:
    """A file for each blob, below one folder that is made at the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, name: str, content: bytes, media_type: str) -> None:  # noqa: ARG002 - a file has no media type
        """See Blobs.write."""
        places = self._places(name)
        await _in_thread(lambda: _write(places, content))

    async def read(self, name: str) -> bytes | None:
        """See Blobs.read."""
        path = self._places(name).blob
        return await _in_thread(lambda: _read(path))

    async def size(self, name: str) -> int | None:
        """See Blobs.size."""
        path = self._places(name).blob
        return await _in_thread(lambda: _size(path))

    async def open(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See Blobs.open."""
        path = self._places(name).blob
        file = await _in_thread(lambda: _opened(path, start))
        if file is None:
            raise NotFoundError(f"There is no blob {name}.")
        try:
            at = start
            while end is None or at < end:
                most = CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - at)
                chunk = await _in_thread(partial(file.read, most))
                if not chunk:
                    return
                at += len(chunk)
                yield chunk
        finally:
            file.close()

    async def delete(self, name: str) -> bool:
        """See Blobs.delete."""
        places = self._places(name)
        return await _in_thread(lambda: _delete(places, self._folder))

    async def stage(self, name: str, block_id: str, content: bytes) -> None:
        """See Blobs.stage."""
        places = self._places(name)
        checked, block = checked_block_id(block_id), checked_block(content)
        await _in_thread(lambda: blocks.stage(places, checked, block))

    async def staged(self, name: str) -> Mapping[str, int]:
        """See Blobs.staged."""
        places = self._places(name)
        return await _in_thread(lambda: blocks.staged(places))

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:  # noqa: ARG002 - as `write`
        """See Blobs.commit."""
        places, checked = self._places(name), checked_list(block_ids)
        await _in_thread(lambda: blocks.commit(places, checked))

    async def discard(self, name: str) -> None:
        """See Blobs.discard."""
        places = self._places(name)
        await _in_thread(lambda: _discard(places, self._folder))

    async def upload_url(self, name: str, seconds: int) -> str | None:  # noqa: ARG002 - a folder has no address
        """See Blobs.upload_url: None."""
        checked_name(name)
        return None

    async def local_path(self, name: str) -> Path | None:
        """See Blobs.local_path."""
        path = self._places(name).blob
        return path if await _in_thread(path.exists) else None

    def _places(self, name: str) -> Places:
        parts = [part for segment in checked_name(name).split("/") for part in _cut(segment)]
        beside = self._folder.joinpath(*parts[:-1])
        return Places(*(beside / (parts[-1] + ending) for ending in (_FILE, _BLOCKS, _LIST)))


def _cut(segment: str) -> list[str]:
    pieces = [segment[start : start + _PART_CHARACTERS] for start in range(0, len(segment), _PART_CHARACTERS)]
    return [*(piece + _CUT for piece in pieces[:-1]), pieces[-1]]


def _write(places: Places, content: bytes) -> None:
    # The list is about the blob that is replaced.
    places.listed.unlink(missing_ok=True)
    written(places.blob, content)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _opened(path: Path, start: int) -> BinaryIO | None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    file.seek(start)
    return file


def _delete(places: Places, root: Path) -> bool:
    places.listed.unlink(missing_ok=True)
    try:
        places.blob.unlink()
    except FileNotFoundError:
        return False
    _remove_empty_folders(places, root)
    return True


def _discard(places: Places, root: Path) -> None:
    blocks.discard(places)
    _remove_empty_folders(places, root)


def _remove_empty_folders(places: Places, root: Path) -> None:
    # As far as they are empty; those of others, or in use, refuse.
    with suppress(OSError):
        for folder in places.blob.parents:
            if folder == root:
                break
            folder.rmdir()


async def _in_thread(work: Callable[[], _Answer]) -> _Answer:
    try:
        return await asyncio.to_thread(work)
    except PermissionError as error:
        raise PermanentError(
            f"The folder of blobs refuses the app ({error}). Give it the right to write there."
        ) from error
    except (FileExistsError, NotADirectoryError) as error:
        raise PermanentError(f"{error.filename} is no folder: move the file away, or name another folder.") from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise PermanentError(
                "The folder of blobs cannot be written: name another, or set BLOBS=storage."
            ) from error
        raise TemporaryError(f"The folder of blobs cannot be used now ({error}). Try again.") from error
