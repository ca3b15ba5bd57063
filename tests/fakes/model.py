"""A model that says what the test tells it to say."""

import asyncio
from collections import Counter, defaultdict, deque
from dataclasses import dataclass

from shared.ports.model import CallError, Completion, ModelCall, ModelLimits, ModelRequest, ModelSelection, Report, Told
from tests.fakes.builders import answer_text

NAME = "scripted"


@dataclass(frozen=True)
class Held:
    """An answer that comes when the event is set."""

    until: asyncio.Event
    text: str


@dataclass(frozen=True)
class Written:
    """An answer of which some is told at once, and that is there when the event is set."""

    so_far: str
    until: asyncio.Event
    text: str


@dataclass(frozen=True)
class Unanswered:
    """A call that was made and brought nothing."""

    reason: CallError
    error: Exception


Step = str | Exception | Held | Written | Unanswered


class ScriptedModel:
    """The port `Model`: each contract has its own queue of steps, and a good answer when that is empty.

    A text is answered as it is, an exception is raised, a held answer waits for its event.
    """

    def __init__(self) -> None:
        self._steps: defaultdict[str, deque[Step]] = defaultdict(deque)
        self.calls: Counter[str] = Counter()
        self.requests: list[ModelRequest] = []
        self.asked = asyncio.Event()
        self.limits: ModelLimits | None = None
        self.name = NAME
        self.at_work = 0
        """Calls that are under way."""

    def identity(self, selection: ModelSelection) -> str:
        return f"{self.name}/{selection}"

    async def reachable(self) -> bool:
        return True

    def will(self, contract_id: str, *steps: Step) -> None:
        """What comes next about this contract."""
        self._steps[contract_id].extend(steps)

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        contract_id = request.variables["contract"]["contract_id"]
        self.calls[contract_id] += 1
        self.requests.append(request)
        self.asked.set()
        steps = self._steps[contract_id]
        step = steps.popleft() if steps else answer_text()
        if isinstance(step, Unanswered):
            report(ModelCall(NAME, 0.5, error=step.reason))
            raise step.error
        self.at_work += 1
        try:
            text = await _taken(step, told)
        finally:
            self.at_work -= 1
        if told is not None:
            told(text)
        report(ModelCall(NAME, 0.5, prompt_tokens=100, completion_tokens=10))
        return Completion(text, NAME)


async def _taken(step: str | Exception | Held | Written, told: Told | None) -> str:
    if isinstance(step, Exception):
        raise step
    if isinstance(step, Written) and told is not None:
        told(step.so_far)
    if isinstance(step, Held | Written):
        await step.until.wait()
        return step.text
    return step
