"""The language model, as the application sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    language model can answer too. `answer_schema` is the JSON schema that the answer's text must satisfy.
    """

    task: str
    variables: Mapping[str, Any]
    messages: Sequence[Message]
    answer_schema: Mapping[str, Any]
    max_tokens: int
    selection: ModelSelection = "primary"


@dataclass(frozen=True, slots=True)
class Completion:
    """The model's answer: JSON text, what it cost in tokens, who answered and how long it took (s)."""

    text: str
    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = field(default=0.0)


class Model(Protocol):
    """Answers a request.

    Raises:
        TemporaryError: the same call may succeed later (overload, time-out, lost connection).
        PermanentError: it will not (refused, too long, misconfigured).
    """

    async def complete(self, request: ModelRequest) -> Completion:
        """Answer one request."""
        ...
