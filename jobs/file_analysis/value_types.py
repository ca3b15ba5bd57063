"""The types that a column may have, each as a test in Python for a sample and as a test in SQL for all rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from jobs.file_analysis.result import ColumnType

MAX_FIELD_CHARACTERS = 16 * 1024 * 1024

_EXACT_INTEGERS = 2**53
"""Up to this size JSON readers, which have doubles, hold integers exactly."""

JsonValue = int | float | str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A type in one way of writing it.

    Attributes:
        type: What the column is if all values fit.
        format: How people know this way of writing, if there are several.
        shape: A regular expression for the whole value, in the syntax that Python and RE2 share.
        value: SQL for the value of the column `{c}`; NULL if it has the shape and is none, such as 31 February.
        smallest: SQL for the smallest of all values `{v}` of the column `{c}`; so is `largest`.
        show: The smallest or largest value as JSON holds it.
    """

    type: ColumnType
    format: str | None
    shape: str
    value: str
    show: Callable[[Any], JsonValue]
    smallest: str = "min({v})"
    largest: str = "max({v})"
    compiled: re.Pattern[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.shape, re.ASCII))

    def may_be(self, value: str) -> bool:
        """Whether a value has the shape. Every value that passes the test in SQL does."""
        return self.compiled.fullmatch(value) is not None

    def expressions(self, column: str) -> tuple[str, str, str]:
        """SQL for how many values of a quoted column fit, and for the smallest and the largest of them."""
        value = self.value.format(c=column)
        checked = f"CASE WHEN regexp_full_match({column}, '{self.shape}') THEN {value} END"
        smallest, largest = (one.format(c=column, v=checked) for one in (self.smallest, self.largest))
        return f"count({checked})", smallest, largest


def _integer(value: int) -> JsonValue:
    return value if abs(value) <= _EXACT_INTEGERS else str(value)


def _decimal(text: str) -> JsonValue:
    number = float(text)
    exact = Decimal(text) == Decimal(repr(number)) if abs(number) != float("inf") else False
    return number if exact else text


def _decimal_with_comma(text: str) -> JsonValue:
    return _decimal(text.replace(",", "."))


def _iso(value: date | datetime | time) -> JsonValue:
    return value.isoformat()


def _utc(value: datetime) -> JsonValue:
    return f"{value.isoformat()}Z"


def _text(value: str) -> JsonValue:
    return value


_DATES: Mapping[str, tuple[str, str]] = {
    "YYYY-MM-DD": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "%Y-%m-%d"),
    "YYYY/MM/DD": (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", "%Y/%m/%d"),
    "DD/MM/YYYY": (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%d/%m/%Y"),
    "MM/DD/YYYY": (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%m/%d/%Y"),
    "DD.MM.YYYY": (r"[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}", "%d.%m.%Y"),
    "DD-MM-YYYY": (r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}", "%d-%m-%Y"),
    "MM-DD-YYYY": (r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}", "%m-%d-%Y"),
}

AMBIGUOUS: Mapping[str, str] = {
    first + rest: second + rest
    for first, second in (("DD/MM/YYYY", "MM/DD/YYYY"), ("DD-MM-YYYY", "MM-DD-YYYY"))
    for rest in ("", " HH:MM[:SS]")
}
"""Ways of writing a date that the same values may fit. The first one is taken, with a note."""

_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"


def _date(name: str, shape: str, pattern: str) -> Candidate:
    return Candidate("date", name, shape, f"CAST(try_strptime({{c}}, '{pattern}') AS DATE)", _iso)


def _day_and_time(name: str, shape: str, pattern: str) -> Candidate:
    patterns = ", ".join(f"'{pattern} {clock}'" for clock in ("%H:%M:%S", "%H:%M"))
    clock = r" [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
    return Candidate("timestamp", f"{name} HH:MM[:SS]", shape + clock, f"try_strptime({{c}}, [{patterns}])", _iso)


_NUMBERS = (
    Candidate("integer", None, r"-?(0|[1-9][0-9]{0,37})", "TRY_CAST({c} AS HUGEINT)", _integer),
    Candidate(
        "decimal",
        None,
        r"-?((0|[1-9][0-9]*)([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]+)?",
        "TRY_CAST({c} AS DOUBLE)",
        _decimal,
        smallest="arg_min({c}, {v})",
        largest="arg_max({c}, {v})",
    ),
    # Three digits after the comma may be thousands: such columns are text.
    Candidate(
        "decimal",
        "1234,56",
        r"-?(0|[1-9][0-9]*)(,([0-9]{1,2}|[0-9]{4,}))?",
        "TRY_CAST(replace({c}, ',', '.') AS DOUBLE)",
        _decimal_with_comma,
        smallest="arg_min({c}, {v})",
        largest="arg_max({c}, {v})",
    ),
)

CANDIDATES: tuple[Candidate, ...] = (
    *_NUMBERS,
    Candidate("boolean", None, r"(?i:true|false|yes|no)", "lower({c})", _text),
    *(_date(name, shape, pattern) for name, (shape, pattern) in _DATES.items()),
    Candidate(
        "timestamp",
        "ISO 8601",
        rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}",
        "TRY_CAST({c} AS TIMESTAMP)",
        _iso,
    ),
    Candidate(
        "timestamp",
        "ISO 8601 with a time zone",
        rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}(Z|[-+][0-9]{{2}}:?[0-9]{{2}})",
        "timezone('UTC', TRY_CAST({c} AS TIMESTAMPTZ))",
        _utc,
    ),
    *(_day_and_time(name, *_DATES[name]) for name in _DATES if name != "YYYY-MM-DD"),
    Candidate("time", "HH:MM[:SS]", _CLOCK, "TRY_CAST({c} AS TIME)", _iso),
)
"""In the order in which they are preferred: the narrower type first."""
