"""How long to wait before a call is made again."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

_FIRST_SECONDS = 1.0
_LONGEST_SECONDS = 20.0
_BELIEVED_SECONDS = 3_600.0
"""A provider that asks for more than an hour means something else."""


def backoff(failures: int, random: Callable[[], float]) -> float:
    """Seconds to wait after that many failures, counted from 1: anywhere up to 1, 2, 4, ... 20 s."""
    return random() * min(_LONGEST_SECONDS, _FIRST_SECONDS * 2.0 ** (failures - 1))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the provider asks for, in `retry-after-ms` or `retry-after`; None if it asks for nothing sensible.

    `headers` must find names in lower case.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    asked = headers.get("retry-after")
    if milliseconds is not None:
        seconds: float | None = milliseconds / 1_000
    else:
        seconds = _number(asked)
        if seconds is None and asked:
            seconds = _until(asked, now)
    return seconds if seconds is not None and 0 < seconds <= _BELIEVED_SECONDS else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _until(date: str, now: datetime) -> float | None:
    try:
        return (parsedate_to_datetime(date) - now).total_seconds()
    except (TypeError, ValueError):
        return None
