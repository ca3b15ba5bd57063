"""Work that asks a model."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import pytest

from jobs.contract_query.questions import QueryQuestions
from shared.domain.job import Item
from shared.errors import InvalidAnswerError, QuestionTooLargeError
from shared.job_types.context import Artifacts, Files
from shared.job_types.model_work import Loaded, ModelWork
from shared.job_types.values import Request
from shared.ports.model import ModelCall, ModelLimits, ModelRequest
from shared.services.item_context import Listeners, Metered
from tests.fakes.builders import contract
from tests.fakes.model import ScriptedModel

ANSWER = '{"answer": "It is not said.", "status": "not_stated", "confidence": 1, "quotes": []}'
LONG = "1. Term. This agreement lasts a year.\n" + "The parties agree. " * 4_000
NAME = "contract_long"
ITEM = Item.at(0, "A long one", {"contract_id": NAME})
REQUEST = {"question": "Which law governs?", "modelSelection": "primary", "contract_ids": [NAME]}

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def _never() -> bool:
    return False


class Context:
    """What the work may use: one contract and a scripted model."""

    def __init__(self, model: ScriptedModel, text: str) -> None:
        self.calls: list[ModelCall] = []
        self.steps: list[tuple[int, str]] = []
        self.model = Metered(model, Listeners(self.calls.append, _never))
        self._text = text

    @property
    def files(self) -> Files:
        raise NotImplementedError

    @property
    def artifacts(self) -> Artifacts:
        raise NotImplementedError

    async def load(self, input_id: str) -> Any:
        return contract(input_id, self._text)

    def progress(self, percent: int, step: str) -> None:
        self.steps.append((percent, step))

    async def check_stopped(self) -> None:
        """It goes on."""

    async def in_thread(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.to_thread(work, *args, **kwargs)


class Laborious(QueryQuestions):
    """Takes, for each step, until the loop has done something else; `waited` says whether that came to be."""

    def __init__(self) -> None:
        self.waited: list[bool] = []
        self._elsewhere = threading.Event()

    def questions(
        self, item: Item, request: Request, loaded: Loaded, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        self._work()
        return super().questions(item, request, loaded, limits)

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        self._work()
        return [question]

    def _work(self) -> None:
        self._elsewhere.clear()
        self.waited.append(self._elsewhere.wait(2))

    async def go_on_elsewhere(self) -> None:
        """What else the process does."""
        while True:
            self._elsewhere.set()
            await asyncio.sleep(0)


async def test_the_process_goes_on_while_questions_about_a_long_contract_are_made_and_cut() -> None:
    model, questions = ScriptedModel(), Laborious()
    model.will(NAME, QuestionTooLargeError("It is too long."), ANSWER)
    elsewhere = asyncio.create_task(questions.go_on_elsewhere())
    await asyncio.sleep(0)
    done = await ModelWork(questions).run(ITEM, REQUEST, Context(model, LONG), None)
    elsewhere.cancel()
    await asyncio.wait([elsewhere])
    assert done.content["answer"] == "It is not said."
    assert questions.waited == [True, True]


async def test_an_answer_that_is_broken_is_repaired_once() -> None:
    model = ScriptedModel()
    model.will(NAME, "{", ANSWER)
    context = Context(model, "1. Term. A year.")
    done = await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)
    assert (done.row["status"], model.calls[NAME], len(context.calls)) == ("not_stated", 2, 2)
    model.will(NAME, "{", "{")
    with pytest.raises(InvalidAnswerError):
        await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)


async def test_it_tells_how_far_it_is_in_the_words_that_callers_know() -> None:
    model = ScriptedModel()
    model.will(NAME, ANSWER)
    context = Context(model, "1. Term. A year.")
    await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)
    assert context.steps == [(30, "generating_prompt"), (60, "calling_llm"), (90, "processing_results")]


async def test_its_key_depends_on_the_text_the_question_and_who_answers() -> None:
    work = ModelWork(QueryQuestions())
    same = Context(ScriptedModel(), "1. Term. A year.")
    key = await work.key(ITEM, REQUEST, same)
    assert key == await work.key(ITEM, REQUEST, same)
    assert key != await work.key(ITEM, REQUEST, Context(ScriptedModel(), "1. Term. Two years."))
    assert key != await work.key(ITEM, REQUEST | {"question": "Which court?"}, same)
    smaller = ScriptedModel()
    smaller.limits = ModelLimits(prompt_tokens=4_000, answer_tokens=500)
    assert key != await work.key(ITEM, REQUEST, Context(smaller, "1. Term. A year."))
