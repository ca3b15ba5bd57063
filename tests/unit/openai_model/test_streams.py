"""Answers that come in pieces."""

import asyncio
import json
import threading
from itertools import pairwise
from typing import Any

import pytest

from jobs.contract_comparison.models import ComparisonAnswer
from shared.errors import PermanentError, QuestionTooLargeError, TemporaryError
from tests.fakes.openai_server import (
    Counting,
    Cut,
    Failing,
    FakeOpenAI,
    Filtered,
    Held,
    Nulls,
    Refused,
    Refusing,
    Stalled,
    Step,
    TooLong,
    Whole,
    serving,
    too_many_requests,
)
from tests.fakes.openai_server.answers import compare
from tests.unit.openai_model.asking import KEY, Asker, asker_of, question


async def hear(asker: Asker) -> list[str]:
    """What is told of an answer."""
    told: list[str] = []
    completion = await asker.model.complete(question(), asker.calls.append, told.append)
    assert told[-1] == completion.text
    return told


async def test_an_answer_is_told_while_it_grows(asker: Asker) -> None:
    told = await hear(asker)
    assert len(told) > 10
    assert all(later.startswith(earlier) for earlier, later in pairwise(told))
    ComparisonAnswer.model_validate_json(told[-1])


async def test_a_stream_is_asked_for_only_when_somebody_listens(asker: Asker, server: FakeOpenAI) -> None:
    await hear(asker)
    await asker.ask()
    streamed, whole = (received.body for received in server.received)
    assert (streamed["stream"], streamed["stream_options"]) == (True, {"include_usage": True})
    assert not {"stream", "stream_options"} & whole.keys()


async def test_a_streamed_answer_costs_what_a_whole_one_costs(asker: Asker) -> None:
    await hear(asker)
    await asker.ask()
    streamed, whole = asker.calls
    assert streamed.model == whole.model == "gpt-test-2026-01-01"
    assert (streamed.prompt_tokens, streamed.completion_tokens) == (whole.prompt_tokens, whole.completion_tokens)
    assert streamed.completion_tokens > 0


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (Cut(), "connection"),
        (Cut(quietly=True), "connection"),
        (Failing({"message": "The server had an error.", "type": "server_error", "code": None}), "server_error"),
        (Failing({"message": "Slow down.", "type": "requests", "code": "rate_limit_exceeded"}), "rate_limited"),
        (Failing("out of order"), "server_error"),
        (too_many_requests(), "rate_limited"),
    ],
)
async def test_a_stream_that_breaks_off_is_begun_anew(asker: Asker, server: FakeOpenAI, step: Step, kind: str) -> None:
    server.will(step)
    told = await hear(asker)
    assert asker.errors == [kind, None]
    ComparisonAnswer.model_validate_json(told[-1])


@pytest.mark.parametrize(
    ("step", "kind", "error"),
    [
        (Refused(), "refused", PermanentError),
        (Filtered(question=False), "content_filter", PermanentError),
        (Failing({"message": "Filtered.", "code": "content_filter"}), "content_filter", PermanentError),
        (TooLong(), "truncated", QuestionTooLargeError),
        (Failing({"message": "The prompt is too long.", "code": 400}), "context_length", QuestionTooLargeError),
    ],
)
async def test_what_fails_for_good_fails_so_in_a_stream_too(
    asker: Asker, server: FakeOpenAI, step: Step, kind: str, error: type[Exception]
) -> None:
    server.will(step)
    with pytest.raises(error):
        await hear(asker)
    assert asker.errors == [kind]


async def test_nothing_that_the_provider_says_in_a_stream_is_repeated(asker: Asker, server: FakeOpenAI) -> None:
    server.will(*[Failing({"message": "Customer pays within 30 days.", "code": None})] * 4)
    with pytest.raises(TemporaryError) as refused:
        await hear(asker)
    assert "Customer" not in str(refused.value)
    assert refused.value.__cause__ is None


async def test_who_stops_listening_closes_the_connection_to_the_provider(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Held(asyncio.Event()))
    begun = asyncio.Event()
    asking = asyncio.create_task(asker.model.complete(question(), asker.calls.append, lambda _: begun.set()))
    async with asyncio.timeout(10):
        await begun.wait()
        asking.cancel()
        await server.left.wait()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert server.received[0].left
    assert asker.errors == ["cancelled"]


async def test_a_call_that_is_given_up_before_its_first_word_closes_the_connection_too(
    asker: Asker, server: FakeOpenAI
) -> None:
    server.will(Stalled())
    asking = asyncio.create_task(hear(asker))
    async with asyncio.timeout(10):
        await server.arrived.wait()
        asking.cancel()
        await server.left.wait()
        await asyncio.wait([asking])
    assert asker.errors == ["cancelled"]


async def test_what_is_known_of_the_usage_is_reported_when_a_call_is_given_up(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Counting(asyncio.Event()))
    told: list[str] = []
    enough = asyncio.Event()

    def note(text: str) -> None:
        told.append(text)
        if len(told) == 3:
            enough.set()

    asking = asyncio.create_task(asker.model.complete(question(), asker.calls.append, note))
    async with asyncio.timeout(10):
        await enough.wait()
        asking.cancel()
        await asyncio.wait([asking])
    [call] = asker.calls
    assert (call.model, call.error) == ("gpt-test-2026-01-01", "cancelled")
    assert call.prompt_tokens > 100
    assert call.completion_tokens >= 3


async def test_a_server_that_cannot_count_streams_is_asked_without(server: FakeOpenAI) -> None:
    server.refusing = Refusing(stream_options=True)
    asker = asker_of(server)
    told = await hear(asker)
    await hear(asker)
    await asker.model.close()
    assert len(told) > 10
    assert asker.errors == ["rejected", None, None]
    assert asker.calls[-1].prompt_tokens == 0


async def test_a_server_that_does_not_stream_is_asked_for_the_whole(server: FakeOpenAI) -> None:
    server.refusing = Refusing(stream=True)
    asker = asker_of(server)
    told = await hear(asker)
    await hear(asker)
    await asker.model.close()
    assert len(told) == 1
    assert asker.errors == ["rejected", None, None]
    assert asker.calls[-1].prompt_tokens > 0


async def test_what_a_stream_found_out_outlasts_calls_that_began_before() -> None:
    later = threading.Event()

    def slow(body: dict[str, Any]) -> str:
        if "Slowly" in str(body):
            assert later.wait(10)
        return compare(body)

    async with serving(FakeOpenAI(slow, key=KEY, refusing=Refusing(stream=True))) as server:
        asker = asker_of(server)
        under_way = asyncio.create_task(asker.ask("1. Term. Slowly."))
        await server.arrived.wait()
        await hear(asker)
        later.set()
        await under_way
        await hear(asker)
        await asker.model.close()
    assert asker.errors == ["rejected", None, None, None]


@pytest.mark.parametrize(
    ("refusing", "left_out"), [(Refusing(stream=True), "stream"), (Refusing(stream_options=True), "stream_options")]
)
async def test_the_log_names_what_a_stream_goes_without(
    server: FakeOpenAI, caplog: pytest.LogCaptureFixture, refusing: Refusing, left_out: str
) -> None:
    server.refusing = refusing
    asker = asker_of(server)
    await hear(asker)
    await asker.ask()
    await asker.model.close()
    [warning] = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert f"json_schema and max_completion_tokens, without {left_out} from now on" in warning


async def test_a_server_that_answers_whole_where_a_stream_was_asked_for_is_heard(
    asker: Asker, server: FakeOpenAI
) -> None:
    server.will(Whole())
    told = await hear(asker)
    assert len(told) == 1
    assert asker.errors == [None]
    assert asker.calls[0].prompt_tokens > 0
    assert asker.calls[0].model == "gpt-test-2026-01-01"


async def test_a_whole_answer_that_breaks_off_is_asked_for_anew(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Whole(cut=True))
    await hear(asker)
    assert asker.errors == ["connection", None]


async def test_what_is_null_in_a_stream_takes_nothing_else_with_it(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Nulls())
    told = await hear(asker)
    ComparisonAnswer.model_validate_json(told[-1])
    assert asker.errors == [None]
    assert asker.calls[0].prompt_tokens > 0


async def test_a_fence_around_the_answer_is_not_told() -> None:
    def fenced(body: dict[str, object]) -> str:
        return f"```json\n{compare(body)}\n```"

    async with serving(FakeOpenAI(fenced, key=KEY, refusing=Refusing(response_format=True))) as server:
        asker = asker_of(server)
        told = await hear(asker)
        await asker.model.close()
    json.loads(told[-1])
    assert all(text.startswith("{") for text in told)
