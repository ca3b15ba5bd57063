"""An app of the real orchestrations over activities that do what the test says."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from azure.durable_functions import Blueprint, DFApp

from devhost import ManualClock
from orchestrators.blueprint import orchestrations
from shared.function_names import (
    FAIL_JOB,
    FINISH_JOB,
    PLAN_JOB,
    READ_PROGRESS,
    TIME_OUT_JOB,
    WORK_LANE,
)
from tests.fakes.builders import JOB_TYPE

Lanes = Sequence[Sequence[Sequence[int]]]
"""Lanes of pages of indices of items; as many on every page of a lane but its last as on the first of the job."""


@dataclass(frozen=True)
class Call:
    """One run of an activity."""

    name: str
    payload: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class Try:
    """One attempt at an item."""

    index: int
    attempt: int
    at: datetime


@dataclass
class FakeActivities:
    """A job's activities; every step succeeds and every item is done unless the test says otherwise."""

    clock: ManualClock
    lanes: Lanes = (((0,),),)
    attempts: int = 3
    delay: int = 2_000
    seconds: float = 300
    """That the job has until its deadline."""
    ended_already: bool = False
    hold: asyncio.Event | None = None
    """Until `release`, items stay at work."""
    stopped: bool = False
    """Nothing begins any more."""
    held: int = 0
    """How many do."""
    closes: bool = False
    """Whether the activity that does the last item finishes the job."""
    begins: int = 100
    """Items that an activity begins before it hands back the rest."""
    calls: list[Call] = field(default_factory=list)
    tried: list[Try] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    _faults: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    _attempts: defaultdict[int, deque[str | Exception]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, name: str, *errors: Exception) -> None:
        """The next runs of a step end in these errors."""
        self._faults[name].extend(errors)

    def will(self, index: int, *outcomes: str | Exception) -> None:
        """How the next attempts at the item in this place end."""
        self._attempts[index].extend(outcomes)

    def release(self) -> None:
        """Let the items at work go on."""
        assert self.hold is not None
        self.hold.set()
        self.hold, self.held = None, 0

    def runs(self, name: str) -> list[Call]:
        """The runs of an activity, oldest first."""
        return [call for call in self.calls if call.name == name]

    def step(self, name: str, payload: dict[str, Any]) -> None:
        """A run of a step."""
        self.calls.append(Call(name, payload, self.clock.now()))
        if self._faults[name]:
            # An error may be raised several times and must not gather the traces of all.
            raise self._faults[name].popleft().with_traceback(None)

    def plan(self) -> dict[str, Any]:
        """What planning answers."""
        if self.ended_already:
            return {}
        items = sum(len(page) for lane in self.lanes for page in lane)
        return {
            "items": items,
            "lanes": [sum(map(len, lane)) for lane in self.lanes],
            "page_items": self.page_items,
            "attempts": self.attempts,
            "delay": self.delay,
            "deadline": (self.clock.now() + timedelta(seconds=self.seconds)).isoformat(),
        }

    @property
    def page_items(self) -> int:
        """How many items a page has."""
        return max([len(page) for lane in self.lanes for page in lane], default=1)

    async def work(self, work: dict[str, Any]) -> dict[str, Any]:
        """The receipt of an activity that works on a page."""
        receipt = await self._worked(work)
        if not receipt:
            return {}
        is_whole = not (receipt["again"] or receipt["rest"] or receipt["stopped"])
        closes = self.closes and is_whole and work["all_items"] == len(self.done)
        return receipt | {"ended": self.ended() if closes else None}

    def ended(self) -> dict[str, Any]:
        """How the job ended."""
        return {"status": "completed", "progress": {"items_done": len(self.done)}}

    async def _worked(self, work: dict[str, Any]) -> dict[str, Any]:
        page = self.lanes[work["lane"]][work["page"]]
        left = [(place, attempt) for place, attempt in work["todo"] if page[place] not in self.done]
        again = []
        for place, attempt in left[: self.begins]:
            if self.stopped:
                return {"again": [], "rest": [], "moved": [], "stopped": True}
            outcome = await self._outcome(page[place], attempt)
            if outcome == "stopped":
                return {"again": [], "rest": [], "moved": [], "stopped": True}
            if outcome == "broken":
                return {}
            if outcome == "retry":
                again.append(place)
        return {"again": again, "rest": [place for place, _ in left[self.begins :]], "moved": [], "stopped": False}

    async def _outcome(self, index: int, attempt: int) -> str:
        self.tried.append(Try(index, attempt, self.clock.now()))
        if self.hold is not None:
            self.held += 1
            await self.hold.wait()
        outcome = self._attempts[index].popleft() if self._attempts[index] else "done"
        if isinstance(outcome, Exception):
            raise outcome.with_traceback(None)
        if outcome in ("done", "failed", "done and lost"):
            self.done.add(index)
        if outcome == "done and lost":
            raise OSError("The worker was lost.")
        return outcome

    def app(self) -> DFApp:
        """The orchestrations over these activities."""
        app = DFApp()
        app.register_functions(orchestrations([JOB_TYPE]))
        app.register_functions(_activities(self))
        return app


def _activities(script: FakeActivities) -> Blueprint:
    blueprint = Blueprint()

    @blueprint.function_name(name=PLAN_JOB)
    @blueprint.activity_trigger(input_name="job")
    async def plan_job(job: dict) -> dict:
        script.step(PLAN_JOB, job)
        return script.plan()

    @blueprint.function_name(name=WORK_LANE)
    @blueprint.activity_trigger(input_name="work")
    async def work_lane(work: dict) -> dict:
        script.step(WORK_LANE, work)
        return await script.work(work)

    @blueprint.function_name(name=READ_PROGRESS)
    @blueprint.activity_trigger(input_name="job")
    async def read_progress(job: dict) -> dict:
        script.step(READ_PROGRESS, job)
        return {"items_done": len(script.done)}

    @blueprint.function_name(name=TIME_OUT_JOB)
    @blueprint.activity_trigger(input_name="job")
    async def time_out_job(job: dict) -> str:
        script.step(TIME_OUT_JOB, job)
        script.stopped = True
        return "processing"

    @blueprint.function_name(name=FINISH_JOB)
    @blueprint.activity_trigger(input_name="job")
    async def finish_job(job: dict) -> dict:
        script.step(FINISH_JOB, job)
        return script.ended()

    @blueprint.function_name(name=FAIL_JOB)
    @blueprint.activity_trigger(input_name="failure")
    async def fail_job(failure: dict) -> str:
        script.step(FAIL_JOB, failure)
        return "failed"

    return blueprint
