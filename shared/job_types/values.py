"""The small values that pass between the engine and a job type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.ports.inputs import InputHeader

__all__ = ["Continue", "Done", "InputHeader", "Inputs", "JsonObject", "Request", "Row"]

JsonObject = dict[str, Any]

Request = dict[str, Any]
"""A request in the wire shape, validated and normalised, as the job document holds it."""

Row = Mapping[str, Any]
"""An item's line in the result: small."""

Inputs = Mapping[str, InputHeader]
"""The headers of the inputs that a request names, by id. Those that were deleted are missing."""


@dataclass(frozen=True, slots=True)
class Done:
    """An item is done: `content` is its result, `row` its line in the job's result."""

    content: JsonObject
    row: JsonObject


@dataclass(frozen=True, slots=True)
class Continue:
    """An item goes on later from this cursor (at most 2 KB), perhaps in another process. That is progress, no retry."""

    cursor: JsonObject
