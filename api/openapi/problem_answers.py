"""The problem documents of the API, an answer for each status."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from api.openapi.answers import ProblemDocument
from api.openapi.operation import Operation
from api.openapi.schemas import Schemas
from api.problems import MEDIA_TYPE

_ALWAYS = (500, 503)
_OF_KNOWN_CALLERS = (401, 403)
_MEANINGS = {
    400: "The request has faults: `errors` names every one of them.",
    401: "The request does not prove who sent it.",
    403: "The caller is known, and this is not for them.",
    404: "There is no such thing, or it is not the caller's to see.",
    409: "What is there already, or the state it is in, does not allow it.",
    413: "The body is too large; or, in real time, the contracts are: then `batch_url` says where to submit them.",
    415: "The body is of a kind that is not taken here.",
    416: "The file has no such range.",
    422: "The server understood, and it is not possible.",
    429: "A limit or a quota of the caller is used up; `Retry-After` says for how long.",
    500: "The server failed.",
    502: "The model gave no usable answer about any contract.",
    503: "Not possible right now: try again after the seconds in `Retry-After`.",
    504: "Not answered in time: submit it as a job, at `batch_url`.",
}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "How to prove it.", "schema": {"type": "string"}}},
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}


def statuses_of(operation: Operation) -> list[int]:
    """The statuses of the problem documents that an operation may answer with."""
    always = _ALWAYS if operation.public else (*_OF_KNOWN_CALLERS, *_ALWAYS)
    plain = {answer.status for answer in operation.answers}
    return sorted({*operation.problems, *always} - plain)


def references(statuses: Iterable[int]) -> dict[str, Any]:
    """The answers of these statuses, as an operation lists them."""
    return {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in statuses}


def components(schemas: Schemas) -> dict[str, Any]:
    """Every answer that can be referred to."""
    content = {MEDIA_TYPE: {"schema": schemas.one_of((ProblemDocument,), "serialization")}}
    return {
        _name(status): {"description": meaning, "content": content}
        | ({"headers": _HEADERS[status]} if status in _HEADERS else {})
        for status, meaning in _MEANINGS.items()
    }


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")
