"""How much of the protocol a server understands."""

from dataclasses import dataclass, replace
from typing import Literal

AnswerFormat = Literal["json_schema", "json_object", "none"]
Feature = Literal["response_format", "max_completion_tokens", "stream_options", "stream"]
"""What some servers refuse, by its name in the request."""

_SIMPLER: dict[AnswerFormat, AnswerFormat] = {"json_schema": "json_object", "json_object": "none"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is asked for: the answer's format, the name of the limit on its tokens, and streams."""

    answer_format: AnswerFormat = "json_schema"
    tokens_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    streams: bool = True
    counts_streams: bool = True
    """It can be asked to say at the end of a stream what it took."""

    def __str__(self) -> str:
        """What it asks for, in a few words, and what it leaves out of streams."""
        left_out = "" if self.counts_streams else ", without stream_options"
        left_out = left_out if self.streams else ", without stream"
        return f"{self.answer_format} and {self.tokens_field}{left_out}"

    def streaming_as(self, other: "Dialect") -> "Dialect":
        """The same, with what another knows of streams."""
        return replace(self, streams=other.streams, counts_streams=other.counts_streams)

    def without(self, refused: Feature) -> "Dialect | None":
        """The next simpler dialect; None when there is none."""
        if refused == "max_completion_tokens":
            return replace(self, tokens_field="max_tokens") if self.tokens_field == refused else None
        if refused == "stream_options":
            return replace(self, counts_streams=False) if self.counts_streams else None
        if refused == "stream":
            return replace(self, streams=False) if self.streams else None
        simpler = _SIMPLER.get(self.answer_format)
        return replace(self, answer_format=simpler) if simpler else None
