"""Asking the model about one item: all its questions, smaller ones where needed, and one repair of an answer each."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from shared.errors import InvalidAnswerError, QuestionTooLargeError
from shared.job_type import Answer, Contracts, JobType, Request
from shared.ports.model import Completion, Message, Model, ModelRequest, Report, Told

Before = Callable[[], Awaitable[None]]
_P = ParamSpec("_P")
_T = TypeVar("_T")

MAX_QUESTIONS = 24
"""About one item, those among them that were halved. More would take longer than an attempt may."""

_SHORT_CHARACTERS = 10_000
"""Of text that questions are made of at once, within milliseconds; longer ones are searched and cut in a thread."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about."""

    job_type: JobType
    request: Request
    contract_id: str
    contracts: Contracts


class Questioner:
    """Asks one question after the other, so that an item never has more than one call under way."""

    def __init__(self, model: Model) -> None:
        self._model = model

    async def ask(self, subject: Subject, report: Report, before: Before, told: Told | None = None) -> list[Answer]:
        """The answers to all questions about the subject; `before` is awaited before each is asked.

        `told` hears every answer as it comes, one after another, broken ones too.

        Raises:
            InvalidAnswerError: an answer is broken, and so is its repair.
            QuestionTooLargeError: a question does not fit the model and cannot be made smaller, or it would take
                more than MAX_QUESTIONS.
            TemporaryError, PermanentError: from the model.
            Exception: whatever `before` raises, so that nothing more is asked.
        """
        about = (subject.request, subject.contract_id, subject.contracts)
        characters = sum(len(contract.text) for contract in subject.contracts.values())
        todo = deque(await _aside(characters, subject.job_type.questions, *about, self._model.limits))
        answers: list[Answer] = []
        asked = 0
        while todo:
            if asked + len(todo) > MAX_QUESTIONS:
                raise _too_many()
            asked += 1
            question = todo.popleft()
            try:
                answers.append(await self._answer(subject.job_type, question, report, before, told))
            except QuestionTooLargeError:
                characters = sum(len(message.content) for message in question.messages)
                smaller = await _aside(characters, subject.job_type.divide, question)
                if not smaller:
                    raise
                todo.extendleft(reversed(smaller))
        return answers

    async def _answer(
        self, job_type: JobType, question: ModelRequest, report: Report, before: Before, told: Told | None
    ) -> Answer:
        await before()
        completion = await self._model.complete(question, report, told)
        try:
            return Answer(job_type.parse(completion, question), completion.model)
        except InvalidAnswerError as error:
            await before()
            repaired = await self._model.complete(_repair(question, completion, error), report, told)
            return Answer(job_type.parse(repaired, question), repaired.model)


async def _aside(characters: int, make: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Made of so many characters without holding up what else the process does."""
    if characters <= _SHORT_CHARACTERS:
        return make(*args, **kwargs)
    return await asyncio.to_thread(make, *args, **kwargs)


def _too_many() -> QuestionTooLargeError:
    return QuestionTooLargeError(
        f"The contracts are so long that one of them takes more than {MAX_QUESTIONS} questions to the model. "
        "Ask for less, or let your administrator raise MODEL_PROMPT_TOKENS or MODEL_ANSWER_TOKENS."
    )


def _repair(question: ModelRequest, completion: Completion, error: InvalidAnswerError) -> ModelRequest:
    """The question again, with the broken answer and what is wrong with it."""
    messages = [
        *question.messages,
        Message("assistant", completion.text),
        Message("user", f"This answer cannot be used: {error} Answer again, with valid JSON only."),
    ]
    return replace(question, messages=messages)
