"""A server of our own that speaks OpenAI's protocol, and Azure's, over a real socket."""

from tests.fakes.openai_server.errors import ApiError
from tests.fakes.openai_server.script import (
    Answer,
    Broken,
    ContextLength,
    Cut,
    Filtered,
    Rates,
    Refused,
    Refusing,
    Stalled,
    Step,
    TooLong,
    server_error,
    too_many_requests,
)
from tests.fakes.openai_server.server import FakeOpenAI, Received, serving

__all__ = [
    "Answer",
    "ApiError",
    "Broken",
    "ContextLength",
    "Cut",
    "FakeOpenAI",
    "Filtered",
    "Rates",
    "Received",
    "Refused",
    "Refusing",
    "Stalled",
    "Step",
    "TooLong",
    "server_error",
    "serving",
    "too_many_requests",
]
