"""Blobs as files in a folder: for a laptop, where no storage is configured."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from adapters.blob_names import checked_name
from shared.errors import PermanentError, TemporaryError

_Answer = TypeVar("_Answer")


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
        return await _in_thread(lambda: path.read_bytes() if path.is_file() else None)

    async def delete(self, name: str) -> bool:
        """See Blobs.delete."""
        path = self._path(name)
        return await _in_thread(lambda: _delete(path))

    def _path(self, name: str) -> Path:
        return self._folder / checked_name(name)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


async def _in_thread(work: Callable[[], _Answer]) -> _Answer:
    try:
        return await asyncio.to_thread(work)
    except PermissionError as error:
        raise PermanentError(
            f"The folder of blobs refuses the app ({error}). Give it the right to write there."
        ) from error
    except OSError as error:
        raise TemporaryError(f"The folder of blobs cannot be used now ({error}). Try again.") from error
