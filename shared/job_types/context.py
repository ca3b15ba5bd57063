"""What the engine gives to the work on an item: its only way to files, to the model and to the world."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from shared.ports.model import Completion, ModelLimits, ModelRequest, ModelSelection

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without reading it. `size` is in bytes, `sha256` is of its content."""

    file_id: str
    filename: str
    media_type: str
    size: int
    sha256: str


class Files(Protocol):
    """Reads files by range. No file is ever held whole in memory."""

    async def head(self, file_id: str) -> FileFacts:
        """What is known of the file.

        Raises:
            NotFoundError: there is no such file.
        """
        ...

    def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to but not including `end`, in chunks of at most 1 MiB.

        Raises:
            NotFoundError: there is no such file.
        """
        ...

    def local(self, file_id: str) -> AbstractAsyncContextManager[Path]:
        """The file on a local disk, for libraries that read paths. Read only; gone when the context closes.

        Raises:
            NotFoundError: there is no such file.
        """
        ...


class Artifacts(Protocol):
    """Files that the job makes.

    A block is staged under an id that is the same for every attempt, so that a repeated attempt overwrites its own
    blocks and nothing is in the file twice.
    """

    async def stage(self, name: str, block_id: str, data: bytes) -> None:
        """Store one block (at most 16 MiB) of the artifact `name`. It is not visible before `commit`."""
        ...

    async def commit(self, name: str, block_ids: Sequence[str], media_type: str) -> None:
        """Make the artifact of these staged blocks, in this order. Repeating the same commit changes nothing.

        Raises:
            PermanentError: a block was never staged.
        """
        ...


class MeteredModel(Protocol):
    """The model; what it takes is counted for the job."""

    @property
    def limits(self) -> ModelLimits | None:
        """How much one question may hold; None when there is no limit."""
        ...

    def identity(self, selection: ModelSelection) -> str:
        """Who would answer; part of every cache key."""
        ...

    async def complete(self, request: ModelRequest) -> Completion:
        """Answer one request. The job is checked for a stop before each call.

        Raises:
            TemporaryError, QuestionTooLargeError, PermanentError: see `shared.ports.model.Model`.
            StoppedError: the job is at its end.
        """
        ...


class ItemContext(Protocol):
    """All that the work on one item may use."""

    @property
    def files(self) -> Files:
        """Uploaded files."""
        ...

    @property
    def artifacts(self) -> Artifacts:
        """Files that the job makes."""
        ...

    @property
    def model(self) -> MeteredModel:
        """The language model."""
        ...

    async def load(self, input_id: str) -> Any:
        """An input that the request names, as its source keeps it: a `Contract` for a contract's id.

        Raises:
            NotFoundError: it was deleted.
        """
        ...

    def progress(self, percent: int, step: str) -> None:
        """Say how far the item is (11 to 99) and what it does next, in the type's own words. It never waits."""
        ...

    async def check_stopped(self) -> None:
        """Return when the job goes on.

        Raises:
            StoppedError: it was cancelled, timed out or deleted; let the error pass.
        """
        ...

    async def in_thread(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run CPU-bound work in a thread, so that nothing else of the process waits for it."""
        ...


class MergeContext(Protocol):
    """All that `Work.merge` may use."""

    @property
    def files(self) -> Files:
        """Uploaded files."""
        ...

    @property
    def artifacts(self) -> Artifacts:
        """Files that the job makes."""
        ...
