"""The body of a 200, which may still be no answer."""

import re

from pydantic import BaseModel, Field, ValidationError

from adapters.openai_model import sentences
from adapters.openai_model.outcomes import Failure, Outcome, Usage
from shared.errors import PermanentError, QuestionTooLargeError, TemporaryError

_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)

_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n", re.IGNORECASE)


class _CachedTokens(BaseModel):
    cached_tokens: int | None = None


class CountedUsage(BaseModel):
    """Tokens, as the provider writes them down."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _CachedTokens | None = None

    def counted(self) -> Usage:
        """The same, with 0 for what is not said."""
        details = self.prompt_tokens_details or _CachedTokens()
        return Usage(self.prompt_tokens or 0, details.cached_tokens or 0, self.completion_tokens or 0)


class Message(BaseModel):
    """What the model said, whole or in part."""

    content: str | None = None
    refusal: str | None = None


class Choice(BaseModel):
    """The one answer that was asked for."""

    message: Message
    finish_reason: str | None = None


class _Reply(BaseModel):
    model: str | None = None
    choices: list[Choice] = Field(min_length=1)
    usage: CountedUsage | None = None


def outcome_of(content: bytes) -> Outcome:
    """Read a reply; one that is cut off, or that is no reply at all, counts as a lost connection."""
    try:
        reply = _Reply.model_validate_json(content)
    except ValidationError:
        return Outcome(failure=lost())
    usage = (reply.usage or CountedUsage()).counted()
    choice = reply.choices[0]
    return Outcome(reply.model or "", choice.message.content or "", usage, failure_of_choice(choice))


def failure_of_choice(choice: Choice) -> Failure | None:
    """Why an answer is none; None when it is one."""
    if choice.message.refusal:
        return Failure("refused", PermanentError(sentences.REFUSED))
    if choice.finish_reason == "content_filter":
        return Failure("content_filter", PermanentError(sentences.CONTENT_FILTER))
    if choice.finish_reason == "length":
        return Failure("truncated", QuestionTooLargeError(sentences.TRUNCATED))
    return None if (choice.message.content or "").strip() else lost()


def lost() -> Failure:
    """The failure of a connection that did not bring a whole answer."""
    return Failure("connection", TemporaryError(sentences.CONNECTION), passing=True)


def unfenced(text: str) -> str:
    """The text without the code fence that models like to put around JSON when they are only told of it."""
    fenced = _FENCED.fullmatch(text)
    return fenced[1] if fenced else text


def opened(text: str) -> str:
    """The beginning of an answer without the code fence that it may begin with."""
    return _FENCE.sub("", text, count=1)
