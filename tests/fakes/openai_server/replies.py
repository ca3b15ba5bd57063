"""Responses to a request that is in order."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.openai_server.errors import ApiError
from tests.fakes.openai_server.pieces import streamed
from tests.fakes.openai_server.script import (
    Answer,
    Broken,
    ContextLength,
    Cut,
    Filtered,
    Refused,
    Stalled,
    Step,
    TooLong,
    Whole,
)
from tests.fakes.openai_server.wire import ChatRequest

_CHARACTERS_A_TOKEN = 3
_DRIP_SECONDS = 0.01


@dataclass(frozen=True)
class Good:
    """The answer that would be given if all went well."""

    model: str
    text: str
    prompt_tokens: int
    cached_tokens: int


def context_length(limit: int, asked: int) -> ApiError:
    message = f"This model's maximum context length is {limit} tokens. However, your messages resulted in {asked}."
    return ApiError(400, message, "context_length_exceeded", param="messages")


async def respond(
    request: web.Request, step: Step | None, good: Good, chat: ChatRequest, count: Callable[[str], int]
) -> web.StreamResponse:
    """The good answer, or what the step makes of it."""
    if isinstance(step, ApiError):
        raise step
    if isinstance(step, ContextLength):
        raise context_length(128_000, 130_000)
    if isinstance(step, Filtered) and step.question:
        message = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
        raise ApiError(400, message, "content_filter", param="prompt")
    if isinstance(step, Stalled):
        await _stall(request, step)
    body = _completion(good, step, chat.answer_tokens, count)
    if isinstance(step, Whole) and step.cut:
        return await _cut(request, body, Cut())
    if chat.stream and not isinstance(step, Whole):
        return await streamed(request, body, step, chat)
    return await _cut(request, body, step) if isinstance(step, Cut) else web.json_response(body)


def _completion(good: Good, step: Step | None, limit: int, count: Callable[[str], int]) -> dict[str, Any]:
    text = step.text if isinstance(step, Answer) else good.text
    refusal = "I cannot help with that." if isinstance(step, Refused) else None
    reason = "content_filter" if isinstance(step, Filtered) else "stop"
    if isinstance(step, Broken):
        text = text[: len(text) // 2]
    tokens = count(text)
    if isinstance(step, TooLong) or tokens > limit:
        text, reason, tokens = text[: limit * _CHARACTERS_A_TOKEN][:-1], "length", limit
    return _body(good, {"role": "assistant", "content": None if refusal else text, "refusal": refusal}, reason, tokens)


def _body(good: Good, message: dict[str, Any], reason: str, tokens: int) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": f"{good.model}-2026-01-01",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        "usage": {
            "prompt_tokens": good.prompt_tokens,
            "completion_tokens": tokens,
            "total_tokens": good.prompt_tokens + tokens,
            "prompt_tokens_details": {"cached_tokens": good.cached_tokens},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
        "system_fingerprint": None,
    }


async def _stall(request: web.Request, step: Stalled) -> None:
    if not step.dripping:
        await asyncio.Event().wait()
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(_DRIP_SECONDS)


async def _cut(request: web.Request, body: dict[str, Any], step: Cut) -> web.StreamResponse:
    whole = web.json_response(body).body
    half = bytes(whole)[: len(bytes(whole)) // 2]  # type: ignore[arg-type]
    if step.quietly:
        return web.Response(body=half, content_type="application/json")
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(half) * 2)})
    await response.prepare(request)
    await response.write(half)
    if request.transport is not None:
        request.transport.close()
    return response
