"""The language model, as the application sees it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

ModelSelection = Literal["primary", "secondary"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One question to the model.

    `task` and `variables` say in structure what `messages` say in words, so that an adapter that is no
    language model can answer too. `answer_schema` is the JSON schema that the answer's text must satisfy;
    `max_tokens` bounds the answer.
    """

    task: str
    variables: Mapping[str, Any]
    messages: Sequence[Message]
    answer_schema: Mapping[str, Any]
    max_tokens: int
    selection: ModelSelection = "primary"


@dataclass(frozen=True, slots=True)
class Completion:
    """The model's answer: JSON text, and who answered."""

    text: str
    model: str


CallError = Literal[
    "cancelled",
    "connection",
    "content_filter",
    "context_length",
    "rate_limited",
    "refused",
    "rejected",
    "server_error",
    "timeout",
    "truncated",
]
"""Why a call brought no usable answer: `rejected` is any other refusal of the provider (key, model name, request)."""


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One call to the provider, answered or not: what is accounted for.

    Tokens are what the provider counted, 0 where it did not say; `cached_tokens` are those of the prompt tokens that
    it had in its cache. `seconds` is how long the call took.
    """

    model: str
    seconds: float
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    error: CallError | None = None


Report = Callable[[ModelCall], None]
"""Takes note of a call the moment it ends, also of one that failed and is made again."""

Told = Callable[[str], None]
"""Hears the whole text of the answer so far, each time that more of it is there.

What it heard does not count until the answer is complete: after a failed call the text begins anew.
"""


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """How much one question may hold, in tokens."""

    prompt_tokens: int
    answer_tokens: int


class Model(Protocol):
    """Answers a request."""

    @property
    def limits(self) -> ModelLimits | None:
        """How much one question may hold; None when there is no limit."""
        ...

    def identity(self, selection: ModelSelection) -> str:
        """Who would answer: another text wherever the same question may get another answer for that reason."""
        ...

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Answer one request; every call made for it goes to `report`, and the text as it comes to `told`.

        The last that `told` hears is the text of the completion. A request that is cancelled is given up at the
        provider too, and reported with the usage that is known by then.

        Raises:
            TemporaryError: the same request may succeed later (overload, time-out, lost connection).
            QuestionTooLargeError: the question or its answer does not fit the model: ask in smaller parts.
            PermanentError: it will not succeed (refused, filtered, misconfigured).
        """
        ...

    async def reachable(self) -> bool:
        """Whether somebody is there to ask, found out without using tokens; in a few seconds at most."""
        ...
