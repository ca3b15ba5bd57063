"""What the work on an item may use, made for one attempt."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from shared.domain.job import JobReference
from shared.errors import StoppedError
from shared.job_types.context import Files
from shared.ports.model import Completion, Model, ModelCall, ModelLimits, ModelRequest, ModelSelection, Told
from shared.services.artifacts import ArtifactStore, JobArtifacts
from shared.services.inputs import InputSources

_P = ParamSpec("_P")
_T = TypeVar("_T")

_LEAST, _MOST = 11, 99
"""Percent that work may report: what is below and above is the engine's to say."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of an attempt.

    `called` hears of every call of the model when it ends, `moved` of progress, `told` of the model's answer while it
    is written. `has_ended` says whether the item's job is at its end.
    """

    called: Callable[[ModelCall], None]
    has_ended: Callable[[], Awaitable[bool]]
    moved: Callable[[int, str], None] = lambda _percent, _step: None
    told: Told | None = None


@dataclass(slots=True)
class Metered:
    """The model behind a meter. See MeteredModel; a job that is over asks nothing more."""

    behind: Model
    listeners: Listeners
    asked: bool = False

    @property
    def limits(self) -> ModelLimits | None:
        """See MeteredModel.limits."""
        return self.behind.limits

    def identity(self, selection: ModelSelection) -> str:
        """See MeteredModel.identity."""
        return self.behind.identity(selection)

    async def complete(self, request: ModelRequest) -> Completion:
        """See MeteredModel.complete."""
        # Whether the job goes on was looked up when the attempt began.
        if self.asked and await self.listeners.has_ended():
            raise StoppedError
        self.asked = True
        return await self.behind.complete(request, self.listeners.called, self.listeners.told)


@dataclass(slots=True)
class WorkContext:
    """Answers `ItemContext`."""

    reference: JobReference
    sources: InputSources
    files: Files
    store: ArtifactStore
    listeners: Listeners
    model: Metered
    made: JobArtifacts | None = None
    """The artifacts, once the work asks for them: most work makes none."""
    loaded: dict[str, Any] = field(default_factory=dict)
    """The inputs read in this attempt, by id: they never change, and work asks for them more than once."""

    @property
    def artifacts(self) -> JobArtifacts:
        """See ItemContext.artifacts."""
        if self.made is None:
            self.made = self.store.of(self.reference)
        return self.made

    @property
    def staged(self) -> bool:
        """Whether blocks of artifacts were made."""
        return self.made is not None and self.made.staged

    async def load(self, input_id: str) -> Any:
        """See ItemContext.load."""
        if input_id not in self.loaded:
            self.loaded[input_id] = await self.sources.load(input_id)
        return self.loaded[input_id]

    def progress(self, percent: int, step: str) -> None:
        """See ItemContext.progress."""
        self.listeners.moved(max(_LEAST, min(_MOST, percent)), step)

    async def check_stopped(self) -> None:
        """See ItemContext.check_stopped."""
        if await self.listeners.has_ended():
            raise StoppedError

    async def in_thread(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """See ItemContext.in_thread."""
        return await asyncio.to_thread(work, *args, **kwargs)
