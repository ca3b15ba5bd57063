"""A server of our own that speaks OpenAI's protocol, and Azure's, over a real socket."""

from tests.fakes.openai_server.errors import ApiError
from tests.fakes.openai_server.script import (
    Answer,
    Broken,
    ContextLength,
    Counting,
    Cut,
    Failing,
    Filtered,
    Held,
    Nulls,
    Rates,
    Refused,
    Refusing,
    Stalled,
    Step,
    TooLong,
    Whole,
    server_error,
    too_many_requests,
)
from tests.fakes.openai_server.server import FakeOpenAI, Received, serving

__all__ = [
    "Answer",
    "ApiError",
    "Broken",
    "ContextLength",
    "Counting",
    "Cut",
    "Failing",
    "FakeOpenAI",
    "Filtered",
    "Held",
    "Nulls",
    "Rates",
    "Received",
    "Refused",
    "Refusing",
    "Stalled",
    "Step",
    "TooLong",
    "Whole",
    "server_error",
    "serving",
    "too_many_requests",
]
