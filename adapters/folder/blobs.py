"""Blobs as files in a folder: for a laptop, where no storage is configured."""

import asyncio
import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from adapters.blob_names import checked_name
from shared.errors import PermanentError, TemporaryError

_Answer = TypeVar("_Answer")

# `@` is in no blob's name. It keeps the blob `a` apart from the folder of the blob `a/b`, and what was cut from what
# was not: a part of a name may be longer than a file system allows.
_FILE = "@blob"
_CUT = "@"
_PART_CHARACTERS = 200
_ATTEMPTS = 100


class FolderBlobs:
    """A file for each blob, below one folder that is made at the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, name: str, content: bytes, media_type: str) -> None:  # noqa: ARG002 - a file has no media type
        """See Blobs.write."""
        path = self._path(name)
        await _in_thread(lambda: _write(path, content))

    async def read(self, name: str) -> bytes | None:
        """See Blobs.read."""
        path = self._path(name)
        return await _in_thread(lambda: _read(path))

    async def delete(self, name: str) -> bool:
        """See Blobs.delete."""
        path = self._path(name)
        return await _in_thread(lambda: _delete(path, self._folder))

    def _path(self, name: str) -> Path:
        parts = [part for segment in checked_name(name).split("/") for part in _cut(segment)]
        return self._folder.joinpath(*parts[:-1], parts[-1] + _FILE)


def _cut(segment: str) -> list[str]:
    pieces = [segment[start : start + _PART_CHARACTERS] for start in range(0, len(segment), _PART_CHARACTERS)]
    return [*(piece + _CUT for piece in pieces[:-1]), pieces[-1]]


def _write(path: Path, content: bytes) -> None:
    handle, temporary = _temporary_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _temporary_beside(path: Path) -> tuple[int, str]:
    for attempt in range(_ATTEMPTS):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return tempfile.mkstemp(dir=path.parent, prefix=".")
        except (FileNotFoundError, FileExistsError):
            # Whoever deletes the last blob of a folder takes the folder away, perhaps at this very moment. One that
            # vanishes between two looks of mkdir's is said to exist.
            if attempt + 1 == _ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _delete(path: Path, root: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    # As far as they are empty; those of others, or in use, refuse.
    with suppress(OSError):
        for folder in path.parents:
            if folder == root:
                break
            folder.rmdir()
    return True


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
