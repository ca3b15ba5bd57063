"""How much of the protocol a server understands."""

from dataclasses import dataclass, replace
from typing import Literal

AnswerFormat = Literal["json_schema", "json_object", "none"]
Feature = Literal["response_format", "max_completion_tokens"]
"""What some servers refuse, by its name in the request."""

_SIMPLER: dict[AnswerFormat, AnswerFormat] = {"json_schema": "json_object", "json_object": "none"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is asked for: the answer's format, and the name of the limit on its tokens."""

    answer_format: AnswerFormat = "json_schema"
    tokens_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"

    def without(self, refused: Feature) -> "Dialect | None":
        """The next simpler dialect; None when there is none."""
        if refused == "max_completion_tokens":
            return replace(self, tokens_field="max_tokens") if self.tokens_field == refused else None
        simpler = _SIMPLER.get(self.answer_format)
        return replace(self, answer_format=simpler) if simpler else None
