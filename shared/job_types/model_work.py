"""Work that asks a model: one implementation for all types that ask, in jobs and in real time.

A type brings `Questions`: pure functions from an item to questions, and from answers to a result. `ModelWork` loads,
asks one question after the other (so that an item never has more than one call under way), asks smaller questions
where one is too large, has a broken answer repaired once, and composes the result.
"""

import hashlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ParamSpec, Protocol, TypeVar

from shared.domain.job import Item
from shared.errors import InvalidAnswerError, QuestionTooLargeError
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.values import Done, Inputs, JsonObject, Request, Row
from shared.ports.model import Completion, Message, ModelLimits, ModelRequest, ModelSelection

_P = ParamSpec("_P")
_T = TypeVar("_T")

MAX_QUESTIONS = 24
"""About one item, those among them that were halved. More would take longer than an attempt may."""

_SHORT_CHARACTERS = 10_000
"""Of text that questions are made of at once, within milliseconds; longer ones are searched and cut in a thread."""

LOADED, ASKED, ANSWERED = 30, 60, 90
_PROMPT_STEP, _CALL_STEP, _RESULT_STEP = "generating_prompt", "calling_llm", "processing_results"

Loaded = Mapping[str, Any]
"""The inputs that an item needs, by id."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `Questions.parse` made of an answer, and which model gave it."""

    content: Any
    model: str


class Questions(Protocol):
    """What a type that asks a model brings. All of it is pure."""

    def inputs(self, request: Request) -> Mapping[str, str]:
        """See Work.inputs."""
        ...

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """See Work.plan."""
        ...

    def needs(self, item: Item, request: Request) -> Sequence[str]:
        """The ids of all inputs that are loaded for the item."""
        ...

    def characters(self, loaded: Loaded) -> int:
        """How much text the questions are made of."""
        ...

    def selection(self, request: Request) -> ModelSelection:
        """Which of the configured models is to answer."""
        ...

    def fingerprint(self, item: Item, request: Request, loaded: Loaded) -> Sequence[str]:
        """All that the answer depends on, the version of the prompt among it."""
        ...

    def questions(
        self, item: Item, request: Request, loaded: Loaded, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        """What to ask about one item: one question, or several where the limits do not hold it."""
        ...

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        """A question that proved too large in smaller ones; none when it cannot be made smaller."""
        ...

    def parse(self, completion: Completion, question: ModelRequest) -> Any:
        """What the model answered to a question, checked.

        Raises:
            InvalidAnswerError: the answer does not satisfy its schema, or names what the question does not show.
        """
        ...

    def compose(self, answers: Sequence[Answer], item: Item, request: Request, loaded: Loaded) -> JsonObject:
        """The item's result from the answers to all its questions."""
        ...

    def row(self, content: Mapping[str, Any]) -> JsonObject:
        """The line about one item's result: small."""
        ...

    def readdress(self, content: JsonObject, item: Item, loaded: Loaded) -> JsonObject:
        """The content of an item with the same fingerprint as this item's."""
        ...

    async def merge(self, request: Request, rows: AsyncIterator[Row]) -> JsonObject:
        """See Work.merge."""
        ...


class ModelWork:
    """Does the items of a type that asks a model. It is the type's `Work` and its `Caching`."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def inputs(self, request: Request) -> Mapping[str, str]:
        """See Work.inputs."""
        return self._questions.inputs(request)

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """See Work.plan."""
        return self._questions.plan(request, inputs)

    async def run(self, item: Item, request: Request, context: ItemContext, cursor: JsonObject | None) -> Done:  # noqa: ARG002 - answers are asked for in one go
        """See Work.run.

        Raises:
            InvalidAnswerError: an answer is broken, and so is its repair.
            QuestionTooLargeError: a question does not fit the model and cannot be made smaller, or the item would
                take more than MAX_QUESTIONS.
        """
        loaded = await self._load(item, request, context)
        context.progress(LOADED, _PROMPT_STEP)
        answers = await self._ask(item, request, loaded, context)
        content = self._questions.compose(answers, item, request, loaded)
        context.progress(ANSWERED, _RESULT_STEP)
        return Done(content, self._questions.row(content))

    async def merge(self, request: Request, rows: AsyncIterator[Row], context: MergeContext) -> JsonObject:  # noqa: ARG002 - rows are all it needs
        """See Work.merge."""
        return await self._questions.merge(request, rows)

    async def key(self, item: Item, request: Request, context: ItemContext) -> str:
        """SHA-256 over all that the answer depends on: the question, who answers it, and how much it may be shown."""
        loaded = await self._load(item, request, context)
        limits = context.model.limits
        room = f"{limits.prompt_tokens}/{limits.answer_tokens}" if limits else ""
        identity = context.model.identity(self._questions.selection(request))
        digest = hashlib.sha256()
        for part in (*self._questions.fingerprint(item, request, loaded), identity, room):
            digest.update(part.encode())
            digest.update(b"\x00")
        return digest.hexdigest()

    async def readdress(self, content: JsonObject, item: Item, request: Request, context: ItemContext) -> Done:
        """See Caching.readdress."""
        content = self._questions.readdress(content, item, await self._load(item, request, context))
        return Done(content, self._questions.row(content))

    async def _load(self, item: Item, request: Request, context: ItemContext) -> Loaded:
        return {needed: await context.load(needed) for needed in self._questions.needs(item, request)}

    async def _ask(self, item: Item, request: Request, loaded: Loaded, context: ItemContext) -> list[Answer]:
        characters = self._questions.characters(loaded)
        about = (item, request, loaded, context.model.limits)
        todo = deque(await _aside(context, characters, self._questions.questions, *about))
        answers: list[Answer] = []
        asked = 0
        while todo:
            if asked + len(todo) > MAX_QUESTIONS:
                raise _too_many()
            asked += 1
            question = todo.popleft()
            try:
                answers.append(await self._answer(question, context))
            except QuestionTooLargeError:
                characters = sum(len(message.content) for message in question.messages)
                smaller = await _aside(context, characters, self._questions.divide, question)
                if not smaller:
                    raise
                todo.extendleft(reversed(smaller))
        return answers

    async def _answer(self, question: ModelRequest, context: ItemContext) -> Answer:
        completion = await self._complete(question, context)
        try:
            return Answer(self._questions.parse(completion, question), completion.model)
        except InvalidAnswerError as error:
            repaired = await self._complete(_repair(question, completion, error), context)
            return Answer(self._questions.parse(repaired, question), repaired.model)

    async def _complete(self, question: ModelRequest, context: ItemContext) -> Completion:
        context.progress(ASKED, _CALL_STEP)
        return await context.model.complete(question)


async def _aside(
    context: ItemContext, characters: int, make: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Made of so many characters without holding up what else the process does."""
    if characters <= _SHORT_CHARACTERS:
        return make(*args, **kwargs)
    return await context.in_thread(make, *args, **kwargs)


def _too_many() -> QuestionTooLargeError:
    return QuestionTooLargeError(
        f"The texts are so long that one of them takes more than {MAX_QUESTIONS} questions to the model. "
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
