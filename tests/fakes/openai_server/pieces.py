"""An answer as a stream of server-sent events, as OpenAI writes it."""

import json
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from tests.fakes.openai_server.script import Counting, Cut, Failing, Held, Nulls, Step
from tests.fakes.openai_server.wire import ChatRequest

_CHARACTERS = 24
"""Of a piece."""


async def streamed(
    request: web.Request, completion: dict[str, Any], step: Step | None, chat: ChatRequest
) -> web.StreamResponse:
    """The completion in pieces, or what the step makes of it."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    chunks = list(_chunks(completion, chat, counting=isinstance(step, Counting), nulls=isinstance(step, Nulls)))
    half = len(chunks) // 2
    for chunk in chunks[:half]:
        await _write(response, chunk)
    if isinstance(step, Held | Counting):
        await step.until.wait()
    if isinstance(step, Failing):
        await _write(response, {"error": step.error})
        return response
    if isinstance(step, Cut):
        if not step.quietly and request.transport is not None:
            request.transport.close()
        return response
    for chunk in chunks[half:]:
        await _write(response, chunk)
    await response.write(b"data: [DONE]\n\n")
    return response


def _chunks(completion: dict[str, Any], chat: ChatRequest, *, counting: bool, nulls: bool) -> Iterator[dict[str, Any]]:
    choice, usage = completion["choices"][0], completion["usage"]
    message = choice["message"]
    wanted = chat.stream_options is not None and chat.stream_options.include_usage
    field = "content" if message["content"] is not None else "refusal"
    text = message[field]
    deltas = [{"role": "assistant", field: ""}]
    deltas += [{field: text[start : start + _CHARACTERS]} for start in range(0, len(text), _CHARACTERS)]
    for number, delta in enumerate(deltas):
        so_far = usage | {"completion_tokens": number, "total_tokens": usage["prompt_tokens"] + number}
        yield _chunk(completion, [_piece(delta, None)], so_far if counting else None)
    yield _chunk(completion, [_piece(None if nulls else {}, choice["finish_reason"])], None)
    if wanted:
        yield _chunk(completion, None if nulls else [], usage)


def _piece(delta: dict[str, Any] | None, reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}


def _chunk(
    completion: dict[str, Any], choices: list[dict[str, Any]] | None, usage: dict[str, Any] | None
) -> dict[str, Any]:
    identity = {name: completion[name] for name in ("id", "created", "model", "system_fingerprint")}
    return identity | {"object": "chat.completion.chunk", "choices": choices, "usage": usage}


async def _write(response: web.StreamResponse, data: Any) -> None:
    await response.write(b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n")
