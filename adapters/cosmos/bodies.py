"""Documents as the service answers them, without what is the service's or this adapter's own."""

import math
from collections.abc import Mapping
from typing import Any

from shared.ports.documents import JsonDocument

_SERVICE_FIELDS = frozenset({"_rid", "_self", "_etag", "_attachments", "_ts"})
MARK = "patched_by_"
"""How the fields begin in which writers note the patches they made."""


def body_of(answer: Mapping[str, Any]) -> JsonDocument:
    """The document that was stored."""
    return {name: value for name, value in without_service_fields(answer).items() if not name.startswith(MARK)}


def without_service_fields(answer: Mapping[str, Any]) -> JsonDocument:
    """The document with its marks."""
    return {name: value for name, value in answer.items() if name not in _SERVICE_FIELDS}


def is_same(stored: Any, written: Any) -> bool:
    """Whether the one is what the service makes of the other: it keeps every number as a double."""
    if isinstance(stored, Mapping) and isinstance(written, Mapping):
        return stored.keys() == written.keys() and all(is_same(stored[name], written[name]) for name in stored)
    if isinstance(stored, list) and isinstance(written, list):
        return len(stored) == len(written) and all(map(is_same, stored, written))
    if _is_number(stored) and _is_number(written):
        return _double(stored) == _double(written)
    return type(stored) is type(written) and bool(stored == written)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
