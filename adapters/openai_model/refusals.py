"""Any other status than 200: whose fault it is, and whether to try again."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.openai_model import sentences
from adapters.openai_model.dialect import Feature
from adapters.openai_model.outcomes import Failure
from shared.errors import PermanentError, QuestionTooLargeError, TemporaryError

_TOO_LONG = re.compile(
    r"context.?(length|window|size)|too many (input )?tokens|(prompt|input|request)( \w+)? is too (long|large)"
    r"|reduce the length",
    re.IGNORECASE,
)
"""How servers like OpenAI's say that a question does not fit."""

_OVER_THE_MINUTE = re.compile(r"request too large", re.IGNORECASE)
"""One request is over the limit of tokens a minute: waiting does not help, smaller questions do."""

_ANSWER_LIMIT = re.compile(r"max_(completion_)?tokens.{0,80}(too large|at most)", re.IGNORECASE | re.DOTALL)
"""The model cannot write as much as it is allowed to."""

_CUT_OFF = re.compile(r"(max_(completion_)?tokens|output limit).{0,40}was reached", re.IGNORECASE | re.DOTALL)

_FORMAT = re.compile(r"response[_ ]format|json_schema|json_object|json mode|structured output", re.IGNORECASE)
_TOKENS = re.compile(r"max_completion_tokens", re.IGNORECASE)
_STREAM_OPTIONS = re.compile(r"stream_options|include_usage", re.IGNORECASE)
_STREAM = re.compile(r"\bstream(ing|ed)?\b", re.IGNORECASE)
_READ_CHARACTERS = 4_000

_OVERLOAD, _TIMES_OUT = 429, (408, 504)
_TOO_LARGE = 413
_ACCESS = (401, 403)
_MISSING = 404
_NO_MODEL = ("model_not_found", "DeploymentNotFound")
_SERVER = 500
_CONFLICT = 409
_NOT_UNDERSTOOD = (400, 404, 422)


def failure_of(status: int, body: object, retry_after: float | None, model: str, *, streamed: bool) -> Failure:
    """The failure that an error response to a call stands for.

    `body` is what the SDK made of it: the error object, any other JSON, or text. It may quote the contract: only its
    code is ever repeated. What concerns streams is refused only to a call that asked for one.
    """
    code, words = _code(body), _words(body)
    if code == "content_filter" or "ResponsibleAIPolicyViolation" in words:
        return Failure("content_filter", PermanentError(sentences.CONTENT_FILTER))
    if code == "insufficient_quota" or _field(body, "type") == "insufficient_quota":
        return Failure("rejected", PermanentError(sentences.QUOTA))
    if status in _NOT_UNDERSTOOD and _CUT_OFF.search(words):
        return Failure("truncated", QuestionTooLargeError(sentences.TRUNCATED))
    if status in _NOT_UNDERSTOOD and _ANSWER_LIMIT.search(words):
        return Failure("rejected", PermanentError(sentences.ANSWER_LIMIT))
    if _is_too_long(status, code, words):
        return Failure("context_length", QuestionTooLargeError(sentences.TOO_LARGE))
    return _passing(status, retry_after) or _lasting(status, code, words, model, streamed=streamed)


def _is_too_long(status: int, code: str | None, words: str) -> bool:
    if status == _OVERLOAD:
        return bool(_OVER_THE_MINUTE.search(words))
    if status >= _SERVER or status in _ACCESS:
        return False
    return code == "context_length_exceeded" or status == _TOO_LARGE or bool(_TOO_LONG.search(words))


def _passing(status: int, retry_after: float | None) -> Failure | None:
    if status == _OVERLOAD:
        return Failure("rate_limited", TemporaryError(sentences.RATE_LIMITED), passing=True, retry_after=retry_after)
    if status in _TIMES_OUT:
        return Failure("timeout", TemporaryError(sentences.TIMEOUT), passing=True, retry_after=retry_after)
    if status >= _SERVER or status == _CONFLICT:
        return Failure("server_error", TemporaryError(sentences.SERVER_ERROR), passing=True, retry_after=retry_after)
    return None


def _lasting(status: int, code: str | None, words: str, model: str, *, streamed: bool) -> Failure:
    if status in _ACCESS:
        return Failure("rejected", PermanentError(sentences.ACCESS))
    refused = _refused(words, streamed=streamed) if status in _NOT_UNDERSTOOD else None
    unknown = refused is None and (status == _MISSING or code in _NO_MODEL)
    sentence = sentences.unknown_model(model) if unknown else sentences.rejected(status, code)
    return Failure("rejected", PermanentError(sentence), refused=refused)


def _refused(words: str, *, streamed: bool) -> Feature | None:
    if _TOKENS.search(words):
        return "max_completion_tokens"
    if _FORMAT.search(words):
        return "response_format"
    if not streamed:
        return None
    if _STREAM_OPTIONS.search(words):
        return "stream_options"
    return "stream" if _STREAM.search(words) else None


def _code(body: object) -> str | None:
    code = _field(body, "code")
    return None if code is None else str(code)


def _field(body: object, name: str) -> Any:
    return body.get(name) if isinstance(body, Mapping) else None


def _words(body: object) -> str:
    """The response as text, to look for what it is about; never to be shown."""
    return str(body)[:_READ_CHARACTERS]
