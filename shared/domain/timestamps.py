"""One way to write a moment, so that the order of the texts is the order of the moments."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema


def iso(moment: datetime) -> str:
    """UTC with six decimals and a Z, `2026-01-31T08:30:00.000000Z`: one length, so texts sort as times."""
    # Not strftime, which writes a year before 1000 with fewer digits on some systems.
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


_WRITTEN = WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization")

Timestamp = Annotated[datetime, PlainSerializer(iso, return_type=str, when_used="json"), _WRITTEN]
"""A datetime that is written as `iso` does in every document and answer."""
