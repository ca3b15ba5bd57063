"""A request of the port as the body of a call."""

import json
from collections.abc import Mapping
from typing import Any

from adapters.openai_model.dialect import Dialect
from adapters.openai_model.schema import strict_schema
from shared.ports.model import Message, ModelRequest

_SCHEMA_NAME = "answer"


def body_of(request: ModelRequest, model: str, dialect: Dialect, *, streamed: bool) -> dict[str, Any]:
    """The arguments of the call, whose answer comes as a stream if that is wanted.

    No temperature is sent, because models that reason refuse one, and nothing that names a user or asks the provider
    to keep the answer.
    """
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in _messages(request, dialect)],
        dialect.tokens_field: request.max_tokens,
    }
    if dialect.answer_format == "json_schema":
        body["response_format"] = _by_schema(request.answer_schema)
    elif dialect.answer_format == "json_object":
        body["response_format"] = {"type": "json_object"}
    if streamed:
        body["stream"] = True
    if streamed and dialect.counts_streams:
        body["stream_options"] = {"include_usage": True}
    return body


def _by_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    strict = strict_schema(schema)
    described = {"name": _SCHEMA_NAME, "strict": strict is not None, "schema": strict or dict(schema)}
    return {"type": "json_schema", "json_schema": described}


def _messages(request: ModelRequest, dialect: Dialect) -> list[Message]:
    """The messages; a server that takes no schema is told it in words, ahead of everything that changes."""
    messages = list(request.messages)
    if dialect.answer_format == "json_schema":
        return messages
    told = "Answer with one JSON object that satisfies this JSON schema, and with nothing else:\n" + json.dumps(
        request.answer_schema, ensure_ascii=False
    )
    if messages and messages[0].role == "system":
        return [Message("system", f"{messages[0].content}\n\n{told}"), *messages[1:]]
    return [Message("system", told), *messages]
