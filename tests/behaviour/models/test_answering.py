import asyncio
from itertools import pairwise

from jobs.contract_comparison.models import ComparisonAnswer
from shared.ports.model import Completion, Model, ModelCall, ModelSelection
from tests.behaviour.models.models import KEY, question


def ignore(_: ModelCall) -> None:
    """Take no note of a call."""


async def test_an_answer_satisfies_its_schema(model: Model) -> None:
    completion = await model.complete(question(), ignore)
    answer = ComparisonAnswer.model_validate_json(completion.text)
    assert answer.findings
    assert completion.model


async def test_every_call_is_reported_and_the_last_is_the_one_that_answered(model: Model) -> None:
    calls: list[ModelCall] = []
    completion = await model.complete(question(), calls.append)
    *failed, last = calls
    assert (last.model, last.error) == (completion.model, None)
    assert all(call.error for call in failed)
    assert all(call.seconds >= 0 and 0 <= call.cached_tokens <= call.prompt_tokens for call in calls)


async def test_an_answer_is_told_as_it_grows_until_it_is_whole(model: Model) -> None:
    told: list[str] = []
    calls: list[ModelCall] = []
    completion = await model.complete(question(), calls.append, told.append)
    assert told[-1] == completion.text
    assert all(later.startswith(earlier) for earlier, later in pairwise(told))
    assert calls[-1].error is None


async def test_an_answer_is_the_same_whether_somebody_listens_or_not(model: Model) -> None:
    heard = await model.complete(question(), ignore, lambda _: None)
    assert heard == await model.complete(question(), ignore)


async def test_a_question_that_is_given_up_while_it_is_told_leaves_nothing_behind(model: Model) -> None:
    calls: list[ModelCall] = []
    begun = asyncio.Event()
    asking = asyncio.create_task(model.complete(question(), calls.append, lambda _: begun.set()))
    await begun.wait()
    asking.cancel()
    [outcome] = await asyncio.gather(asking, return_exceptions=True)
    assert isinstance(outcome, Completion | asyncio.CancelledError)
    await model.complete(question(), calls.append)
    assert calls[-1].error is None


async def test_the_same_question_can_be_asked_again(model: Model) -> None:
    first = await model.complete(question(), ignore)
    again = await model.complete(question(), ignore)
    assert again == first


async def test_questions_asked_together_get_each_its_own_answer(model: Model) -> None:
    texts = [f"1. Payment\nCustomer pays within {days} days.\n2. Law\nEngland.\n" for days in (30, 45, 60, 75)]
    questions = [question(number, text) for number, text in enumerate(texts)]
    together = await asyncio.gather(*(model.complete(asked, ignore) for asked in questions))
    alone = [await model.complete(asked, ignore) for asked in questions]
    assert together == alone


async def test_a_question_that_is_given_up_leaves_nothing_behind(model: Model) -> None:
    calls: list[ModelCall] = []
    asking = asyncio.create_task(model.complete(question(), calls.append))
    await asyncio.sleep(0)
    asking.cancel()
    [outcome] = await asyncio.gather(asking, return_exceptions=True)
    answered = bool(calls) and calls[-1].error is None
    assert isinstance(outcome, Completion if answered else asyncio.CancelledError)
    await model.complete(question(), calls.append)
    assert calls[-1].error is None


async def test_a_model_says_how_much_it_reads_or_that_it_reads_everything(model: Model) -> None:
    limits = model.limits
    assert limits is None or (limits.prompt_tokens > 0 and limits.answer_tokens > 0)


async def test_a_model_that_is_there_can_be_reached_without_a_call(model: Model) -> None:
    assert await model.reachable()


async def test_a_model_says_who_answers_the_same_each_time_and_without_its_key(model: Model) -> None:
    selections: tuple[ModelSelection, ...] = ("primary", "secondary")
    for selection in selections:
        identity = model.identity(selection)
        assert identity == model.identity(selection)
        assert identity
        assert KEY not in identity
