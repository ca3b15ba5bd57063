"""A document's JSON: one text for one value, so that texts can be compared instead of values."""

import json
from collections.abc import Iterable
from typing import Any

from shared.errors import DocumentTooLargeError, PermanentError
from shared.ports.documents import MAX_DOCUMENT_BYTES, JsonDocument

MAX_DEPTH = 128
"""Levels of objects and lists, the document's own included (Cosmos DB's limit)."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def encode(body: Any) -> str:
    """The JSON of a document or a part of one.

    Raises:
        PermanentError: it holds what JSON does not know (NaN, Infinity, other types than JSON's, itself), half
            of a surrogate pair, or more than MAX_DEPTH levels.
        DocumentTooLargeError: over MAX_DOCUMENT_BYTES of UTF-8.
    """
    try:
        text = _encode(body)
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError as error:
        raise PermanentError(
            "The document has a text with half of a surrogate pair, which UTF-8 cannot hold: "
            "read the text again from its source and replace what cannot be decoded."
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    except (TypeError, ValueError) as error:
        raise PermanentError(f"The document cannot be written as JSON: {error}. Change that value.") from error
    if size > MAX_DOCUMENT_BYTES:
        raise DocumentTooLargeError(
            f"The document has {size:,} bytes, more than the {MAX_DOCUMENT_BYTES:,} the store accepts: "
            "store it in parts."
        )
    if text.count("{") + text.count("[") > MAX_DEPTH and _deeper_than(body, MAX_DEPTH):
        raise _too_deep()
    return text


def decode(text: str) -> JsonDocument:
    """A document of its own, shared with nobody."""
    document: JsonDocument = json.loads(text)
    return document


def _too_deep() -> PermanentError:
    return PermanentError(f"The document is nested over {MAX_DEPTH} levels deep: store it flatter.")


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [part for parent in level for part in _parts(parent) if isinstance(part, dict | list | tuple)]
        if not level:
            return False
    return True


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
