"""What the server can be told to do."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any

from tests.fakes.openai_server.errors import ApiError

_BUSY = "Rate limit reached for requests per min (RPM): Limit 500, Used 500, Requested 1."


@dataclass(frozen=True)
class Answer:
    """A text of one's own as the model's."""

    text: str


@dataclass(frozen=True)
class Broken:
    """The good answer without its end, as if it were whole: JSON that cannot be read."""


@dataclass(frozen=True)
class Refused:
    """The model declines, in the field that structured outputs have for it."""


@dataclass(frozen=True)
class Filtered:
    """The content filter objects: to the question, as a 400, or to the answer, in its finish reason."""

    question: bool = True


@dataclass(frozen=True)
class TooLong:
    """The answer stops at its limit of tokens."""


@dataclass(frozen=True)
class ContextLength:
    """The question is longer than the model reads."""


@dataclass(frozen=True)
class Stalled:
    """Nothing comes until the client goes; or, `dripping`, a little comes all the time and never the whole."""

    dripping: bool = False


@dataclass(frozen=True)
class Cut:
    """The connection ends in the middle: of the body that was announced, or, `quietly`, of its JSON."""

    quietly: bool = False


@dataclass(frozen=True)
class Held:
    """In a stream: half of the answer comes, and the rest when the event is set."""

    until: asyncio.Event


@dataclass(frozen=True)
class Failing:
    """In a stream: half of the answer comes, and then the error, which has no status any more."""

    error: Any


@dataclass(frozen=True)
class Counting:
    """In a stream: every piece says what was used until then, as some servers do; the rest comes with the event."""

    until: asyncio.Event


@dataclass(frozen=True)
class Whole:
    """Where a stream was asked for: the whole answer at once; or, `cut`, half of the body that was announced."""

    cut: bool = False


@dataclass(frozen=True)
class Nulls:
    """In a stream: what has nothing to say is null and not empty."""


Step = (
    Answer
    | Broken
    | Refused
    | Filtered
    | TooLong
    | ContextLength
    | Stalled
    | Cut
    | Held
    | Failing
    | Counting
    | Whole
    | Nulls
    | ApiError
)


def too_many_requests(*, retry_after: str | None = None, retry_after_ms: str | None = None) -> ApiError:
    """A 429, with the headers that are given."""
    named = {"retry-after": retry_after, "retry-after-ms": retry_after_ms}
    headers = {name: value for name, value in named.items() if value is not None}
    return ApiError(429, _BUSY, "rate_limit_exceeded", "requests", headers=headers)


def server_error(status: int = 500) -> ApiError:
    """A fault of the server's own."""
    return ApiError(status, "The server had an error while processing your request.", kind="server_error")


@dataclass(frozen=True)
class Refusing:
    """What the server does not know, as servers that are only like OpenAI's."""

    json_schema: bool = False
    response_format: bool = False
    max_completion_tokens: bool = False
    stream_options: bool = False
    stream: bool = False


@dataclass(frozen=True)
class Rates:
    """How often something goes wrong by itself: shares of all requests, decided by the seed and the running number."""

    seed: int = 0
    rate_limited: float = 0.0
    server_error: float = 0.0
    broken_json: float = 0.0
    dropped: float = 0.0
    retry_after_ms: int = 50

    def step(self, number: int) -> Step | None:
        """What goes wrong with a request, counted from 1; None for nothing."""
        drawn = _drawn(self.seed, number)
        faults: list[tuple[float, Step]] = [
            (self.rate_limited, too_many_requests(retry_after_ms=str(self.retry_after_ms))),
            (self.server_error, server_error()),
            (self.broken_json, Broken()),
            (self.dropped, Cut()),
        ]
        for share, step in faults:
            if drawn < share:
                return step
            drawn -= share
        return None


def _drawn(seed: int, number: int) -> float:
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
