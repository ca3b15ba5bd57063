"""What a patch may do, and what it makes of a document: the same in every adapter that has to do it itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.documents.encoding import decode, encode
from adapters.documents.rules import field_name
from shared.errors import PermanentError
from shared.ports.documents import JsonDocument

MAX_FIELDS = 10
"""Fields of one patch (Cosmos DB's limit)."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A checked patch that shares nothing with its caller."""

    increment: Mapping[str, float]
    assign: JsonDocument

    def apply(self, document: JsonDocument) -> None:
        """Change the document in place.

        Raises:
            PermanentError: a field to be incremented holds something else than a number; nothing is changed.
        """
        sums = {name: _number(document, name) + amount for name, amount in self.increment.items()}
        document.update(sums)
        document.update(self.assign)


def make_patch(partition_field: str, increment: Mapping[str, float] | None, assign: Mapping[str, Any] | None) -> Patch:
    """Check a patch and take a copy of it.

    Raises:
        ValueError: no field or more than MAX_FIELDS, a field named twice, a nested path, a field that is part
            of the document's key or the store's own, or an increment that is no number.
        PermanentError: an assigned value is not JSON.
    """
    names = [*(increment or ()), *(assign or ())]
    if not 1 <= len(names) <= MAX_FIELDS:
        raise ValueError(f"A patch names 1 to {MAX_FIELDS} fields; this one names {len(names)}.")
    if len(set(names)) < len(names):
        raise ValueError("A patch cannot increment and assign the same field.")
    for name in names:
        if field_name(name) in ("id", partition_field) or name.startswith("_"):
            raise ValueError(f"`{name}` cannot be patched: it is part of the key or the store's own.")
    for name, amount in (increment or {}).items():
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            raise ValueError(  # noqa: TRY004  a wrong value of a mapping
                f"`{name}` cannot be incremented by a {type(amount).__name__}."
            )
    encode(dict(increment or {}))
    return Patch(dict(increment or {}), decode(encode(dict(assign or {}))))


def _number(document: JsonDocument, name: str) -> int | float:
    value = document.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PermanentError(f"`{name}` holds no number, so nothing can be added to it; assign it instead.")
    return value
