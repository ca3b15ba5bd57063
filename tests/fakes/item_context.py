"""What work on an item may use, served from a folder."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from shared.errors import NotFoundError
from shared.job_types.context import Artifacts, FileFacts, MeteredModel

_P = ParamSpec("_P")
_T = TypeVar("_T")

_CHUNK = 1024 * 1024


class FolderFiles:
    """The files of a folder; a file's id is `file_` and its name without suffix."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.opened: list[tuple[int, int | None]] = []
        self.local_now = 0

    def _path(self, file_id: str) -> Path:
        for path in self._folder.iterdir():
            if f"file_{path.stem}" == file_id:
                return path
        raise NotFoundError(f"There is no file {file_id}.")

    async def head(self, file_id: str) -> FileFacts:
        path = self._path(file_id)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileFacts(file_id, path.name, "text/csv", path.stat().st_size, digest)

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        self.opened.append((start, end))
        left = (self._path(file_id).stat().st_size if end is None else end) - start
        with self._path(file_id).open("rb") as file:
            file.seek(start)
            while left > 0 and (chunk := file.read(min(left, _CHUNK))):
                left -= len(chunk)
                yield chunk

    @asynccontextmanager
    async def local(self, file_id: str) -> AsyncIterator[Path]:
        self.local_now += 1
        try:
            yield self._path(file_id)
        finally:
            self.local_now -= 1


class FolderContext:
    """An `ItemContext` over a folder, without a model or artifacts.

    `stop_with` is raised at every check.
    """

    def __init__(self, folder: Path) -> None:
        self.files = FolderFiles(folder)
        self.steps: list[tuple[int, str]] = []
        self.stop_with: Exception | None = None

    @property
    def artifacts(self) -> Artifacts:
        raise NotImplementedError

    @property
    def model(self) -> MeteredModel:
        raise NotImplementedError

    async def load(self, input_id: str) -> Any:
        raise NotImplementedError(input_id)

    def progress(self, percent: int, step: str) -> None:
        self.steps.append((percent, step))

    async def check_stopped(self) -> None:
        if self.stop_with is not None:
            raise self.stop_with

    async def in_thread(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.to_thread(work, *args, **kwargs)
