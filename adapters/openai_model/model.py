"""The port Model over OpenAI's Chat Completions."""

import asyncio
import logging
import random as randomness
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.openai_model.asking import body_of
from adapters.openai_model.calling import call, hear
from adapters.openai_model.config import OpenAIConfig, config_of
from adapters.openai_model.connection import Connection
from adapters.openai_model.counting import PromptCounter
from adapters.openai_model.dialect import Dialect
from adapters.openai_model.limiter import Limiter
from adapters.openai_model.looking import answers
from adapters.openai_model.outcomes import Failure, Outcome, Usage
from adapters.openai_model.pauses import backoff
from adapters.openai_model.replies import opened, unfenced
from adapters.openai_model.sentences import RATE_LIMITED, gave_up
from adapters.openai_model.streaming import Hearing
from shared.errors import TemporaryError
from shared.ports.clock import Clock
from shared.ports.model import CallError, Completion, ModelCall, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.ports.text_extraction import TokenCounter
from shared.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_log = logging.getLogger(__name__)
_TRIES = 4
_JITTER = 0.1
_LONGEST_SHARED_PAUSE = 60.0
"""Seconds. One answer must not keep a process from asking for an hour."""


@dataclass(slots=True)
class _Question:
    """A request on its way: how it is put, and how often it was asked in vain."""

    request: ModelRequest
    model: str
    dialect: Dialect
    tokens: int
    report: Report
    told: Told | None
    begun: float
    failures: int = 0

    @property
    def in_words(self) -> bool:
        """Whether the schema is told in words, which models like to answer with a fence around the JSON."""
        return self.dialect.answer_format != "json_schema"

    def tell(self, text: str) -> None:
        """Pass on the beginning of the answer."""
        if self.told is not None:
            self.told(opened(text) if self.in_words else text)


class OpenAIModel:
    """Asks OpenAI, Azure OpenAI or a server like them. Implements the port `Model`.

    One instance serves a process: it has the client, the limits, and what was learned about the server. Nothing is
    opened before the first request.
    """

    def __init__(
        self, config: OpenAIConfig, token_counter: TokenCounter, clock: Clock, random: Callable[[], float]
    ) -> None:
        self._config = config
        self._clock = clock
        self._random = random
        self._connection = Connection(config.server, config.call_seconds)
        self._prompts = PromptCounter(token_counter)
        self._dialects: dict[str, Dialect] = {}
        self._limiter = Limiter(
            clock,
            concurrency=config.concurrency,
            requests_per_minute=config.requests_per_minute,
            tokens_per_minute=config.tokens_per_minute,
        )

    @property
    def limits(self) -> ModelLimits:
        """How much one question may hold."""
        return self._config.limits

    def identity(self, selection: ModelSelection) -> str:
        """Where it is asked for, and under which name: another server's model of this name is another."""
        return f"{self._config.server.place}/{self._config.model_of(selection)}"

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """See Model.complete. Waiting for a turn is bounded by the caller alone."""
        question = await self._question(request, report, told)
        while True:
            self._check_pause(question)
            outcome = await self._ask(question)
            if outcome.failure is None:
                return self._completion(question, outcome)
            await self._prepare_again(question, outcome.failure)

    async def reachable(self) -> bool:
        """See Model.reachable: whatever the provider says to a look at its models, it is there, unless it fails."""
        return await answers(await self._connection.client())

    async def close(self) -> None:
        """Close the client and what it opened."""
        await self._connection.close()

    async def _question(self, request: ModelRequest, report: Report, told: Told | None) -> _Question:
        model = self._config.model_of(request.selection)
        dialect = self._dialects.get(model, Dialect())
        # Providers count what an answer may take, not what it will.
        limited = self._config.tokens_per_minute
        tokens = await self._prompts.count(request.messages) + request.max_tokens if limited else 0
        return _Question(request, model, dialect, tokens, report, told, self._clock.monotonic())

    async def _ask(self, question: _Question) -> Outcome:
        client, hearing = await self._connection.client(), Hearing(question.tell)
        async with self._limiter.turn(question.model, question.tokens) as turn:
            begun = self._clock.monotonic()
            try:
                outcome = await self._call(client, question, hearing)
            except asyncio.CancelledError:
                seconds = self._clock.monotonic() - begun
                question.report(_as_call(hearing.model or question.model, hearing.usage, seconds, "cancelled"))
                raise
            turn.used(outcome.usage.total)
            error = outcome.failure.kind if outcome.failure else None
            seconds = self._clock.monotonic() - begun
            question.report(_as_call(outcome.model or question.model, outcome.usage, seconds, error))
            return outcome

    async def _call(self, client: "AsyncOpenAI", question: _Question, hearing: Hearing) -> Outcome:
        """Ask for the answer in pieces if somebody listens, else in one."""
        streamed = question.told is not None and question.dialect.streams
        body = body_of(question.request, question.model, question.dialect, streamed=streamed)
        if streamed:
            return await hear(client, body, hearing, self._config.call_seconds, self._clock)
        return await call(client, body, self._config.call_seconds, self._clock)

    async def _prepare_again(self, question: _Question, failure: Failure) -> None:
        """Return when the question may be put again.

        Raises:
            ContractBatchError: it may not.
        """
        simpler = question.dialect.without(failure.refused) if failure.refused else None
        if simpler:
            question.dialect = simpler
        elif failure.passing:
            await self._wait(question, failure)
        else:
            raise failure.error

    async def _wait(self, question: _Question, failure: Failure) -> None:
        """Wait as long as the provider asks, or longer and longer, with some chance in it.

        A busy provider is left alone by everybody; not for longer than a minute, after which somebody tries again.
        """
        question.failures += 1
        asked_for = failure.retry_after
        wait = backoff(question.failures, self._random) if asked_for is None else asked_for
        if asked_for is not None and failure.kind == "rate_limited":
            self._limiter.pause(question.model, min(asked_for, _LONGEST_SHARED_PAUSE))
        if question.failures == _TRIES or self._is_too_late(question, wait):
            raise TemporaryError(gave_up(str(failure.error), question.failures, asked_for))
        jitter = 0.0 if asked_for is None else _JITTER * asked_for * self._random()
        await self._clock.sleep(wait + jitter)

    def _check_pause(self, question: _Question) -> None:
        """Do not queue for a model that is paused for longer than there is time."""
        pause = self._limiter.pause_of(question.model)
        if pause and self._is_too_late(question, pause):
            raise TemporaryError(gave_up(RATE_LIMITED, question.failures, pause))

    def _is_too_late(self, question: _Question, wait: float) -> bool:
        spent = self._clock.monotonic() - question.begun
        return spent + wait > self._config.retry_seconds

    def _completion(self, question: _Question, outcome: Outcome) -> Completion:
        self._remember(question)
        text = unfenced(outcome.text) if question.in_words else outcome.text
        if question.told is not None:
            question.told(text)
        return Completion(text, outcome.model or question.model)

    def _remember(self, question: _Question) -> None:
        """Ask this model in the same way from now on, since that was understood."""
        known = self._dialects.get(question.model, Dialect())
        # A call that nobody listened to has found out nothing about streams, and others may have meanwhile.
        learned = question.dialect.streaming_as(known) if question.told is None else question.dialect
        if learned != known:
            _log.warning("The provider of %s is asked with %s from now on: it refused more.", question.model, learned)
        self._dialects[question.model] = learned


def openai_model(
    settings: Settings,
    token_counter: TokenCounter,
    clock: Clock,
    random: Callable[[], float] = randomness.random,
) -> OpenAIModel:
    """The model as the settings describe it. `random` gives numbers in [0, 1)."""
    return OpenAIModel(config_of(settings), token_counter, clock, random)


def _as_call(model: str, usage: Usage, seconds: float, error: CallError | None) -> ModelCall:
    return ModelCall(
        model,
        seconds,
        prompt_tokens=usage.prompt,
        cached_tokens=usage.cached,
        completion_tokens=usage.completion,
        error=error,
    )
