"""The server that stands for the provider: whether it is as strict as the provider is."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.tokens import O200kTokenCounter
from jobs.contract_comparison.models import ComparisonAnswer
from tests.fakes.openai_server import Broken, FakeOpenAI, Rates, server_error, too_many_requests
from tests.fakes.openai_server.answers import clauses_of, compare
from tests.unit.openai_model.asking import KEY, question

ROOT = Path(__file__).parents[3]


def body(**fields: Any) -> dict[str, Any]:
    messages = [{"role": message.role, "content": message.content} for message in question().messages]
    return {"model": "gpt-test", "messages": messages} | fields


async def post(
    server: FakeOpenAI, sent: Any, path: str = "/v1/chat/completions", **headers: str
) -> tuple[int, dict[str, Any]]:
    given = headers or {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession() as session, session.post(server.origin + path, json=sent, headers=given) as got:
        return got.status, await got.json()


async def streamed(server: FakeOpenAI, sent: Any) -> list[dict[str, Any]]:
    """The chunks of a streamed answer."""
    headers = {"Authorization": f"Bearer {KEY}"}
    url = f"{server.base_url}/chat/completions"
    async with aiohttp.ClientSession() as session, session.post(url, json=sent, headers=headers) as got:
        assert got.content_type == "text/event-stream"
        events = [line.removeprefix("data: ") for line in (await got.text()).split("\n\n") if line]
    assert events[-1] == "[DONE]"
    return [json.loads(event) for event in events[:-1]]


async def test_a_good_request_gets_a_whole_completion(server: FakeOpenAI) -> None:
    status, completion = await post(server, body())
    assert status == 200
    assert set(completion) == {"id", "object", "created", "model", "choices", "usage", "system_fingerprint"}
    ComparisonAnswer.model_validate_json(completion["choices"][0]["message"]["content"])
    assert [received.answered for received in server.received] == [True]


async def test_a_stream_ends_with_its_reason_then_its_usage_if_that_was_asked_for(server: FakeOpenAI) -> None:
    for options in ({}, {"stream_options": {"include_usage": True}}):
        chunks = await streamed(server, body(stream=True, **options))
        last = chunks[-2] if options else chunks[-1]
        assert last["choices"][0]["finish_reason"] == "stop"
        assert all(chunk["usage"] is None for chunk in (chunks[:-1] if options else chunks))
        text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks if chunk["choices"])
        ComparisonAnswer.model_validate_json(text)
    assert (chunks[-1]["choices"], chunks[-1]["usage"]["completion_tokens"] > 0) == ([], True)


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (body(temprature=0), "Unrecognized request argument supplied: temprature"),
        ({"model": "gpt-test"}, "Missing required parameter: 'messages'."),
        (body(messages=[]), "Invalid value for 'messages'"),
        (body(messages=[{"role": "lawyer", "content": "Hello"}]), "Invalid value for 'messages.0.role'"),
        (body(max_tokens=1, max_completion_tokens=1), "at the same time"),
        (body(max_completion_tokens=0), "Invalid value for 'max_completion_tokens'"),
        (body(stream_options={"include_usage": True}), "only allowed when 'stream' is enabled"),
        (body(stream=True, stream_options={"usage": True}), "Unrecognized request argument supplied"),
        (body(response_format={"type": "json_schema"}), "Missing required parameter: 'response_format.json_schema'."),
        (body(response_format={"type": "json"}), "Invalid value for 'response_format.type'"),
        (
            body(messages=[{"role": "user", "content": "Hello"}], response_format={"type": "json_object"}),
            "must contain the word 'json'",
        ),
        ([], "not a JSON object"),
    ],
)
async def test_a_request_of_another_shape_is_refused_as_the_provider_does(
    server: FakeOpenAI, sent: Any, complaint: str
) -> None:
    status, refusal = await post(server, sent)
    assert status == 400
    assert complaint in refusal["error"]["message"]
    assert set(refusal["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, "additionalProperties"),
        ({"type": "object", "properties": {"a": {}}, "additionalProperties": False}, "'required' is required"),
        ({"type": "array", "items": {"type": "string", "minLength": 1}}, "'minLength' is not permitted"),
        ({"anyOf": [{"$ref": "#", "description": "beside"}]}, "In context=/0, $ref cannot have other keywords"),
    ],
)
async def test_a_schema_that_strict_mode_does_not_take_is_refused(
    server: FakeOpenAI, schema: dict[str, Any], complaint: str
) -> None:
    described = {"name": "answer", "strict": True, "schema": schema}
    status, refusal = await post(server, body(response_format={"type": "json_schema", "json_schema": described}))
    assert status == 400
    assert complaint in refusal["error"]["message"]


async def test_only_the_key_is_let_in(server: FakeOpenAI) -> None:
    assert (await post(server, body(), Authorization="Bearer sk-other"))[0] == 401
    assert (await post(server, body(), Accept="*/*"))[0] == 401
    assert (await post(server, body(), **{"api-key": KEY}))[0] == 200


async def test_models_are_listed(server: FakeOpenAI) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(f"{server.base_url}/models") as got:
        assert [model["id"] for model in (await got.json())["data"]] == ["gpt-test", "gpt-small"]


async def test_azures_path_needs_a_version(server: FakeOpenAI) -> None:
    path = "/openai/deployments/gpt-test/chat/completions"
    assert (await post(server, body(), path))[0] == 400
    assert (await post(server, body(), f"{path}?api-version=2024-10-21"))[0] == 200


async def test_a_prompt_that_is_too_long_for_the_model_is_refused(server: FakeOpenAI) -> None:
    status, refusal = await post(server, body(max_completion_tokens=128_000))
    assert (status, refusal["error"]["code"]) == (400, "context_length_exceeded")


async def test_an_answer_ends_at_its_limit(server: FakeOpenAI) -> None:
    _, completion = await post(server, body(max_completion_tokens=20))
    assert completion["choices"][0]["finish_reason"] == "length"
    assert completion["usage"]["completion_tokens"] == 20


def test_faults_come_as_often_as_asked_for_and_the_same_for_the_same_seed() -> None:
    rates = Rates(seed=7, rate_limited=0.05, server_error=0.02, broken_json=0.01)
    steps = [rates.step(number) for number in range(1, 4_001)]
    assert steps == [Rates(7, 0.05, 0.02, 0.01).step(number) for number in range(1, 4_001)]
    assert steps != [Rates(8, 0.05, 0.02, 0.01).step(number) for number in range(1, 4_001)]
    assert 140 < steps.count(too_many_requests(retry_after_ms="50")) < 260
    assert 50 < steps.count(server_error()) < 110
    assert 20 < steps.count(Broken()) < 65
    assert steps.count(None) > 3_500


REWORDED = [
    {"role": "system", "content": "You get a STANDARD [first] and a CONTRACT [second]."},
    {"role": "user", "content": 'STANDARD (clauses [1, 2])\n[{"clause_id": "c1", "text": "CONTRACT"}] and so on'},
    {"role": "user", "content": 'CONTRACT, part 2 [of 3] of it\n[{"clause_id": "c9", "text": "]["}]\n\nCompare: all.'},
    {"role": "assistant", "content": "CONTRACT []"},
    {"role": "user", "content": "This answer cannot be used."},
]


def test_the_clauses_are_found_however_the_prompt_is_worded() -> None:
    assert [clause["clause_id"] for clause in clauses_of({"messages": REWORDED}, "CONTRACT")] == ["c9"]
    assert [clause["clause_id"] for clause in clauses_of({"messages": REWORDED}, "STANDARD")] == ["c1"]


async def test_the_scope_of_the_question_is_kept() -> None:
    asked = question(comparisonMode="clauses", selectedClauses=["governing_law"])
    messages = [{"role": message.role, "content": message.content} for message in asked.messages]
    answer = ComparisonAnswer.model_validate_json(await asyncio.to_thread(compare, {"messages": messages}))
    assert [finding.clause_type for finding in answer.findings] == ["governing_law"]


async def test_an_answer_is_put_more_briefly_where_it_must_be_short() -> None:
    asked = question("1. Payment\nCustomer pays within 90 days, never earlier.\n2. Governing Law\nThe laws of Peru.\n")
    messages = [{"role": message.role, "content": message.content} for message in asked.messages]
    count = O200kTokenCounter().count
    whole = await asyncio.to_thread(compare, {"messages": messages})
    shorter = await asyncio.to_thread(compare, {"messages": messages, "max_completion_tokens": count(whole) - 1})
    assert count(shorter) < count(whole)
    ComparisonAnswer.model_validate_json(shorter)
    assert await asyncio.to_thread(compare, {"messages": messages, "max_tokens": 1}) == whole


async def test_the_program_says_where_it_listens() -> None:
    arguments = ("-m", "tests.fakes.openai_server", "--port", "0", "--seed", "1", "--server-error", "1")
    program = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, cwd=ROOT, env=os.environ
    )
    assert program.stdout is not None
    line = (await program.stdout.readline()).decode()
    origin = line.removeprefix("Listening on ").removesuffix("/v1\n")
    url, headers = f"{origin}/v1/chat/completions", {"api-key": "any"}
    async with aiohttp.ClientSession() as session, session.post(url, json=body(), headers=headers) as got:
        assert got.status == 500
    program.send_signal(signal.SIGTERM)
    await program.communicate()
    assert program.returncode == -signal.SIGTERM
