"""A job type with nothing but `Work`, whose work does what the test says."""

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.domain.job import Item, Job, JobReference, JobStatus, Options, Progress
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.core import JobType
from shared.job_types.values import Continue, Done, Inputs, JsonObject, Request, Row
from tests.fakes.builders import USER
from tests.fakes.clock import START

NAME = "scripted"


class ScriptedRequest(BaseModel):
    """So many items."""

    items: int = 1


class ScriptedResult(BaseModel):
    """Whatever the work merges."""

    model_config = ConfigDict(extra="allow")


@dataclass
class ScriptedWork:
    """Every item is done at once unless the test says otherwise."""

    weights: Mapping[int, int] = field(default_factory=dict)
    merged: JsonObject | Exception = field(default_factory=dict)
    seen: list[tuple[int, JsonObject | None]] = field(default_factory=list)
    """Each run: the item's place, and the cursor that it went on from."""
    rows: list[Row] = field(default_factory=list)
    reads_rows: bool = True
    commits: bool = False
    _script: dict[int, deque[Any]] = field(default_factory=dict)

    def will(self, index: int, *outcomes: Any) -> None:
        """How the next runs of an item end: a cursor to go on from, an error, or a function of the context."""
        self._script.setdefault(index, deque()).extend(outcomes)

    def inputs(self, request: Request) -> Mapping[str, str]:  # noqa: ARG002
        return {}

    def plan(self, request: Request, inputs: Inputs) -> Iterator[Item]:  # noqa: ARG002
        for index in range(request["items"]):
            yield Item.at(index, f"number {index}", {"number": index}, self.weights.get(index, 1))

    async def run(
        self,
        item: Item,
        request: Request,  # noqa: ARG002
        context: ItemContext,
        cursor: JsonObject | None,
    ) -> Done | Continue:
        self.seen.append((item.index, cursor))
        script = self._script.get(item.index)
        outcome = script.popleft() if script else None
        if isinstance(outcome, Exception):
            raise outcome
        if callable(outcome):
            outcome = await outcome(context)
        if isinstance(outcome, dict):
            context.progress(outcome.get("percent", 50), "Going on")
            return Continue(outcome)
        return Done({"number": item.index}, {"number": item.index})

    async def merge(
        self,
        request: Request,  # noqa: ARG002
        rows: AsyncIterator[Row],
        context: MergeContext,
    ) -> JsonObject:
        if self.reads_rows:
            self.rows = [row async for row in rows]
        if isinstance(self.merged, Exception):
            raise self.merged
        if self.commits:
            await context.artifacts.commit("made.txt", [f"{row['number']:05d}" for row in self.rows], "text/plain")
        return self.merged


def scripted_type(work: ScriptedWork, **fields: Any) -> JobType:
    """The type over this work."""
    return JobType(NAME, "scripted", ScriptedRequest, ScriptedResult, work, **fields)


def scripted_job(items: int = 1, *, status: JobStatus = JobStatus.QUEUED) -> Job:
    """A job of the type, whose items are done one after another."""
    return Job(
        id="job-1",
        user_id=USER,
        partition_key=USER,
        job_type=NAME,
        status=status,
        title="Scripted",
        options=Options(max_concurrent=1),
        request={"items": items},
        progress=Progress(total_items=items),
        created_date=START,
    )


REFERENCE = JobReference(job_id="job-1", user_id=USER, job_type=NAME)
