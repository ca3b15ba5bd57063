"""Work that asks a model."""

import asyncio
import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

import pytest

from jobs.contract_comparison.questions import ComparisonQuestions
from jobs.contract_query.prompt import PROMPT_VERSION
from jobs.contract_query.questions import QueryQuestions
from shared.domain.job import Item
from shared.errors import InvalidAnswerError, NotFoundError, QuestionTooLargeError, StoppedError
from shared.job_types.context import Artifacts, Files
from shared.job_types.model_work import MAX_QUESTIONS, Answer, Loaded, ModelWork
from shared.job_types.values import Done, JsonObject, Request
from shared.ports.inputs import InputHeader
from shared.ports.model import Completion, Message, ModelCall, ModelLimits, ModelRequest
from shared.services.item_context import Listeners, Metered
from tests.fakes.builders import STANDARD, TEXT, contract, other, request_body
from tests.fakes.clock import settled
from tests.fakes.model import Held, ScriptedModel

ANSWER = '{"answer": "It is not said.", "status": "not_stated", "confidence": 1, "quotes": []}'
LONG = "1. Term. This agreement lasts a year.\n" + "The parties agree. " * 4_000
SHORT = "1. Term. A year."
NAME = "contract_long"
GONE = "contract_gone"
ITEM = Item.at(0, "A long one", {"contract_id": NAME})
REQUEST = {"question": "Which law governs?", "modelSelection": "primary", "contract_ids": [NAME]}

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Context:
    """What the work may use: contracts of one text, and a scripted model. After so many calls its job is over."""

    def __init__(self, model: ScriptedModel, text: str, *, ends_after: int | None = None) -> None:
        self.calls: list[ModelCall] = []
        self.steps: list[tuple[int, str]] = []
        self.told: list[str] = []
        self.loaded: list[str] = []
        self.model = Metered(model, Listeners(self.calls.append, self._has_ended, told=self.told.append))
        self._text = text
        self._ends_after = ends_after

    async def _has_ended(self) -> bool:
        return self._ends_after is not None and len(self.calls) >= self._ends_after

    @property
    def files(self) -> Files:
        raise NotImplementedError

    @property
    def artifacts(self) -> Artifacts:
        raise NotImplementedError

    async def load(self, input_id: str) -> Any:
        if input_id == GONE:
            raise NotFoundError("There is no such contract.")
        self.loaded.append(input_id)
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


class Cutting(QueryQuestions):
    """Asks as many questions as it is told, each of which can be halved as often as it is told."""

    def __init__(self, questions: int = 1, halvings: int = 0) -> None:
        self._questions = questions
        self._halvings = halvings

    def questions(
        self, item: Item, request: Request, loaded: Loaded, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        (whole,) = super().questions(item, request, loaded, limits)
        return [named(whole, str(n)) for n in range(self._questions)]

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        name = name_of(question)
        return [named(question, f"{name}{half}") for half in "ab"] if len(name) <= self._halvings else []

    def parse(self, completion: Completion, question: ModelRequest) -> Any:
        if completion.text == BROKEN:
            raise InvalidAnswerError("It is no answer.")
        return f"{name_of(question)}: {completion.text}"

    def compose(self, answers: Sequence[Answer], item: Item, request: Request, loaded: Loaded) -> JsonObject:  # noqa: ARG002
        return {"answers": [answer.content for answer in answers], "models": [answer.model for answer in answers]}

    def row(self, content: Any) -> JsonObject:
        return {"answers": len(content["answers"])}


BROKEN = "broken"


def named(question: ModelRequest, name: str) -> ModelRequest:
    return replace(question, variables={**question.variables, "name": name})


def name_of(question: ModelRequest) -> str:
    return str(question.variables["name"])


def asked(model: ScriptedModel) -> list[str]:
    """The names of the questions in the order in which they were asked."""
    return [name_of(question) for question in model.requests]


TOO_LARGE = QuestionTooLargeError("It is too long.")


async def test_an_answer_that_is_broken_is_repaired_once() -> None:
    model = ScriptedModel()
    model.will(NAME, "{", ANSWER)
    context = Context(model, SHORT)
    done = await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)
    assert (done.row["status"], model.calls[NAME], len(context.calls)) == ("not_stated", 2, 2)
    model.will(NAME, "{", "{")
    with pytest.raises(InvalidAnswerError):
        await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)
    assert model.calls[NAME] == 4


async def test_a_repair_is_the_question_again_with_the_broken_answer_and_what_is_wrong_with_it() -> None:
    model = ScriptedModel()
    model.will(NAME, BROKEN, "fine")
    done = await ModelWork(Cutting()).run(ITEM, REQUEST, Context(model, SHORT), None)
    first, second = model.requests
    assert second.messages == [
        *first.messages,
        Message("assistant", BROKEN),
        Message("user", "This answer cannot be used: It is no answer. Answer again, with valid JSON only."),
    ]
    assert replace(second, messages=first.messages) == first
    assert done == Done({"answers": ["0: fine"], "models": ["scripted"]}, {"answers": 1})


async def test_each_of_several_answers_is_repaired_once() -> None:
    model = ScriptedModel()
    model.will(NAME, BROKEN, "one", BROKEN, "two")
    done = await ModelWork(Cutting(2)).run(ITEM, REQUEST, Context(model, SHORT), None)
    assert done.content["answers"] == ["0: one", "1: two"]


async def test_one_question_is_asked_after_the_other_and_answers_are_in_their_order() -> None:
    model, ends = ScriptedModel(), asyncio.Event()
    model.will(NAME, Held(ends, "one"), "two", "three")
    running = asyncio.create_task(ModelWork(Cutting(3)).run(ITEM, REQUEST, Context(model, SHORT), None))
    await model.asked.wait()
    await settled()
    assert (model.at_work, asked(model)) == (1, ["0"])
    ends.set()
    assert (await running).content["answers"] == ["0: one", "1: two", "2: three"]


async def test_a_question_that_is_too_large_is_asked_in_smaller_ones_in_its_place() -> None:
    model = ScriptedModel()
    model.will(NAME, TOO_LARGE, TOO_LARGE, "aa", "ab", "b", "last")
    done = await ModelWork(Cutting(2, halvings=2)).run(ITEM, REQUEST, Context(model, SHORT), None)
    assert asked(model) == ["0", "0a", "0aa", "0ab", "0b", "1"]
    assert done.content["answers"] == ["0aa: aa", "0ab: ab", "0b: b", "1: last"]


async def test_a_question_that_is_too_large_and_cannot_be_smaller_is_told_as_the_model_told_it() -> None:
    model = ScriptedModel()
    model.will(NAME, TOO_LARGE, TOO_LARGE)
    with pytest.raises(QuestionTooLargeError, match="It is too long"):
        await ModelWork(Cutting(2, halvings=1)).run(ITEM, REQUEST, Context(model, SHORT), None)
    assert asked(model) == ["0", "0a"]


async def test_an_item_takes_as_many_questions_as_are_allowed_and_not_one_more() -> None:
    model = ScriptedModel()
    done = await ModelWork(Cutting(MAX_QUESTIONS)).run(ITEM, REQUEST, Context(model, SHORT), None)
    assert done.row == {"answers": MAX_QUESTIONS}
    with pytest.raises(QuestionTooLargeError, match=f"more than {MAX_QUESTIONS} questions .*MODEL_PROMPT_TOKENS"):
        await ModelWork(Cutting(MAX_QUESTIONS + 1)).run(ITEM, REQUEST, Context(model, SHORT), None)
    assert model.calls[NAME] == MAX_QUESTIONS


async def test_halved_questions_count_among_those_that_are_allowed() -> None:
    model = ScriptedModel()
    model.will(NAME, *[TOO_LARGE] * MAX_QUESTIONS)
    with pytest.raises(QuestionTooLargeError, match="more than"):
        await ModelWork(Cutting(1, halvings=99)).run(ITEM, REQUEST, Context(model, SHORT), None)
    # Each that was asked left one more to ask: half of those allowed, and the other halves wait.
    assert model.calls[NAME] == MAX_QUESTIONS // 2


@pytest.mark.parametrize("ends_after", [1, 2])
async def test_nothing_more_is_asked_when_the_job_is_over(ends_after: int) -> None:
    model = ScriptedModel()
    with pytest.raises(StoppedError):
        await ModelWork(Cutting(3)).run(ITEM, REQUEST, Context(model, SHORT, ends_after=ends_after), None)
    assert model.calls[NAME] == ends_after


async def test_a_broken_answer_is_not_repaired_when_the_job_is_over() -> None:
    model = ScriptedModel()
    model.will(NAME, BROKEN, "fine")
    with pytest.raises(StoppedError):
        await ModelWork(Cutting()).run(ITEM, REQUEST, Context(model, SHORT, ends_after=1), None)
    assert model.calls[NAME] == 1


async def test_what_the_model_says_is_told_as_it_comes_broken_answers_too() -> None:
    model = ScriptedModel()
    model.will(NAME, BROKEN, "fine", "two")
    context = Context(model, SHORT)
    await ModelWork(Cutting(2)).run(ITEM, REQUEST, context, None)
    assert context.told == [BROKEN, "fine", "two"]


async def test_what_is_gone_is_told_before_anything_is_asked() -> None:
    model = ScriptedModel()
    gone = Item.at(0, "It is gone", {"contract_id": GONE})
    for act in (
        ModelWork(QueryQuestions()).run(gone, REQUEST, Context(model, SHORT), None),
        ModelWork(QueryQuestions()).key(gone, REQUEST, Context(model, SHORT)),
    ):
        with pytest.raises(NotFoundError):
            await act
    assert not model.calls


async def test_each_input_that_an_item_needs_is_loaded_once() -> None:
    context = Context(ScriptedModel(), TEXT)
    comparison = Item.at(0, "The other", {"contract_id": other(0)})
    await ModelWork(ComparisonQuestions()).run(comparison, request_body(3), context, None)
    assert context.loaded == [STANDARD, other(0)]


async def test_it_tells_how_far_it_is_in_the_words_that_callers_know() -> None:
    model = ScriptedModel()
    model.will(NAME, ANSWER)
    context = Context(model, SHORT)
    await ModelWork(QueryQuestions()).run(ITEM, REQUEST, context, None)
    assert context.steps == [(30, "generating_prompt"), (60, "calling_llm"), (90, "processing_results")]


async def test_its_key_depends_on_the_text_the_question_and_who_answers() -> None:
    work = ModelWork(QueryQuestions())
    same = Context(ScriptedModel(), SHORT)
    key = await work.key(ITEM, REQUEST, same)
    assert key == await work.key(ITEM, REQUEST, same)
    assert key != await work.key(ITEM, REQUEST, Context(ScriptedModel(), "1. Term. Two years."))
    assert key != await work.key(ITEM, REQUEST | {"question": "Which court?"}, same)
    smaller, another = ScriptedModel(), ScriptedModel()
    smaller.limits = ModelLimits(prompt_tokens=4_000, answer_tokens=500)
    another.name = "another"
    assert key != await work.key(ITEM, REQUEST, Context(smaller, SHORT))
    assert key != await work.key(ITEM, REQUEST, Context(another, SHORT))


@pytest.mark.parametrize(("limits", "room"), [(None, ""), (ModelLimits(4_000, 500), "4000/500")])
async def test_its_key_is_made_as_the_keys_of_stored_answers_were(limits: ModelLimits | None, room: str) -> None:
    model = ScriptedModel()
    model.limits = limits
    key = await ModelWork(QueryQuestions()).key(ITEM, REQUEST, Context(model, SHORT))
    text = hashlib.sha256(SHORT.encode()).hexdigest()
    question = ["contract_query", PROMPT_VERSION, text, "Which law governs?", "primary"]
    parts = [*question, "scripted/primary", room]
    assert key == hashlib.sha256("".join(f"{part}\x00" for part in parts).encode()).hexdigest()


async def test_an_equal_items_result_becomes_this_items() -> None:
    work, model = ModelWork(QueryQuestions()), ScriptedModel()
    context = Context(model, SHORT)
    model.will(NAME, ANSWER)
    done = await work.run(ITEM, REQUEST, context, None)
    equal = Item.at(1, "Another", {"contract_id": "contract_equal"})
    again = await work.readdress(done.content, equal, REQUEST, context)
    named_anew = {"contract_id": "contract_equal", "contract_title": "Title of contract_equal"}
    assert again == Done(done.content | named_anew, {**done.row, **named_anew})
    assert done.content["contract_id"] == NAME


async def test_it_plans_and_names_what_its_questions_do() -> None:
    work = ModelWork(QueryQuestions())
    assert work.inputs(REQUEST) == {NAME: "/contract_ids/0"}
    assert list(work.plan(REQUEST, {NAME: InputHeader("A long one")})) == [ITEM]
