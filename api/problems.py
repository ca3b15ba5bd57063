"""Problem documents (RFC 9457): every error a caller sees, in one shape."""

import logging
import math
import traceback
from typing import Any

from azurefunctions.extensions.http.fastapi import JSONResponse, Response

from shared.errors import (
    AlreadyExistsError,
    ConflictError,
    ContractBatchError,
    ForbiddenError,
    IllegalTransitionError,
    InvalidRequestError,
    LimitReachedError,
    NoAnswerError,
    NotFoundError,
    OutOfTimeError,
    OverBudgetError,
    PermanentError,
    TemporaryError,
    UnauthenticatedError,
)

_SHOWN_FAULTS = 100
MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


class BodyTooLargeError(PermanentError):
    """The request's body is over the limit of its endpoint."""


class RangeNotSatisfiableError(PermanentError):
    """The range that a request asks for is behind the end of a file of `size` bytes."""

    def __init__(self, message: str, size: int) -> None:
        super().__init__(message)
        self.size = size


class UnsupportedMediaTypeError(PermanentError):
    """The request's body is not of a kind that its endpoint takes."""


_KINDS: tuple[tuple[type[ContractBatchError], int, str], ...] = (
    (InvalidRequestError, 400, "The request has faults"),
    (UnauthenticatedError, 401, "Who are you?"),
    (ForbiddenError, 403, "Not yours to do"),
    (NotFoundError, 404, "Not found"),
    (AlreadyExistsError, 409, "Already there"),
    (IllegalTransitionError, 409, "Not possible in this state"),
    (ConflictError, 409, "Changed by somebody else meanwhile"),
    (BodyTooLargeError, 413, "Too large"),
    (OverBudgetError, 413, "Too much for a call in real time"),
    (UnsupportedMediaTypeError, 415, "Unsupported media type"),
    (RangeNotSatisfiableError, 416, "No such range"),
    (LimitReachedError, 429, "Too much for now"),
    (OutOfTimeError, 504, "Not answered in time"),
    (NoAnswerError, 502, "No usable answer from the model"),
    (TemporaryError, 503, "Not possible right now"),
    (PermanentError, 422, "Not possible"),
)


def problem(error: ContractBatchError, **members: object) -> Response:
    """The problem document of an error, with further members; a temporary one says when to try again."""
    body = document_of(error) | members
    return JSONResponse(body, body["status"], headers=_headers(error), media_type=MEDIA_TYPE)


def document_of(error: ContractBatchError) -> dict[str, Any]:
    """The same as data."""
    status, title = next((status, title) for kind, status, title in _KINDS if isinstance(error, kind))
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": _sendable(str(error))}
    if isinstance(error, InvalidRequestError):
        body["detail"] = f"{len(error.faults)} to mend{_more(len(error.faults))}."
        shown = error.faults[:_SHOWN_FAULTS]
        body["errors"] = [{"pointer": _sendable(f.pointer), "message": _sendable(f.message)} for f in shown]
    if isinstance(error, OverBudgetError):
        body |= error.figures
    return body


def _headers(error: ContractBatchError) -> dict[str, str] | None:
    if isinstance(error, LimitReachedError):
        return {"Retry-After": str(max(1, math.ceil(error.retry_after)))}
    if isinstance(error, RangeNotSatisfiableError):
        return {"Content-Range": f"bytes */{error.size}"}
    if isinstance(error, UnauthenticatedError):
        return {"WWW-Authenticate": "Bearer"}
    # What took too long would take as long again.
    again = isinstance(error, TemporaryError) and not isinstance(error, OutOfTimeError)
    return {"Retry-After": "2"} if again else None


def _more(faults: int) -> str:
    return f", of which the first {_SHOWN_FAULTS} are listed" if faults > _SHOWN_FAULTS else ""


def _sendable(text: str) -> str:
    """The text without halves of characters, which a request may hold and no answer can."""
    return text.encode(errors="replace").decode()


def defect(error: Exception) -> Response:
    """The problem document of an error that nobody foresaw."""
    return JSONResponse(defect_document(error), 500, media_type=MEDIA_TYPE)


def defect_document(error: Exception) -> dict[str, Any]:
    """The same as data."""
    # The message may quote the request: the log gets the error's kind and its place only.
    kind, place = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
    _log.error("A request failed with %s at\n%s", kind, place)
    detail = "The server failed on this request. Try again; if it happens again, report the time and the address."
    return {"type": "about:blank", "title": "Server error", "status": 500, "detail": detail}
