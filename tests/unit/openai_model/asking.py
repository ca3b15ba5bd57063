"""Questions to the adapter, and a clock that nobody waits for."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.openai_model.model import OpenAIModel, openai_model
from adapters.tokens import O200kTokenCounter
from jobs.contract_comparison.prompt import comparison_questions
from shared.ports.clock import Clock
from shared.ports.model import Completion, ModelCall, ModelRequest
from shared.settings import Settings
from tests.fakes.builders import STANDARD, TEXT, contract, other, request_body
from tests.fakes.clock import START
from tests.fakes.openai_server import FakeOpenAI

KEY = "sk-test-0123456789"


class HurriedClock:
    """The port `Clock`; whoever sleeps is awake again at once, and that much later."""

    def __init__(self) -> None:
        self._elapsed = 0.0
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        await asyncio.sleep(0)
        self._elapsed += seconds


@dataclass
class Asker:
    """The adapter on a server, with a record of the calls it reported."""

    model: OpenAIModel
    clock: HurriedClock
    calls: list[ModelCall] = field(default_factory=list)

    async def ask(self, text: str = TEXT, **fields: Any) -> Completion:
        """Compare a contract of that text with the standard."""
        return await self.model.complete(question(text, **fields), self.calls.append)

    @property
    def errors(self) -> list[str | None]:
        """Why each call failed; None for one that did not."""
        return [call.error for call in self.calls]


def question(text: str = TEXT, **fields: Any) -> ModelRequest:
    """The question about a contract of that text."""
    theirs = contract(other(0), text)
    (asked,) = comparison_questions(request_body(1, **fields), contract(STANDARD), theirs, None)
    return asked


def settings_for(server: FakeOpenAI, **fields: Any) -> Settings:
    """Settings that lead to the server."""
    given = {"openai_base_url": server.base_url, "openai_api_key": KEY, "model_primary": "gpt-test"}
    return Settings.model_validate({"model": "openai"} | given | fields)


def asker_of(server: FakeOpenAI, clock: Clock | None = None, **fields: Any) -> Asker:
    """An adapter on the server, with the middle of every random interval."""
    hurried = clock or HurriedClock()
    model = openai_model(settings_for(server, **fields), O200kTokenCounter(), hurried, lambda: 0.5)
    return Asker(model, hurried)  # type: ignore[arg-type] # the tests that bring another clock read it themselves
