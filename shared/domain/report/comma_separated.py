"""Rows as CSV that a spreadsheet opens without being told anything, and without doing what a cell says."""

import csv
import io
import re
from collections.abc import Iterable

from shared.domain.report.model import Row
from shared.domain.report.text import cleaned

BYTE_ORDER_MARK = "\ufeff"
"""In front of the first row: Excel takes a file without it for one of its own code page."""

MAX_CELL = 32_000
"""Characters; a spreadsheet's cell holds 32,767 and breaks what is longer over rows."""

_SHORTENED = " [shortened: the whole text is in the JSON]"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

_BEGINS_FORMULA = re.compile('([;\t\n][ "]*)(?=[=+@\uff1d\uff0b\uff0d\uff20]|-(?! )|- *\\w{1,50}[|(])')
"""Within a cell: where lists are written with semicolons a spreadsheet cuts lines there, quotes or no quotes.

A hyphen with a space behind it begins an item of a list, unless a function or a program is named next.
"""


def csv_lines(rows: Iterable[Row]) -> str:
    """The rows as RFC 4180 has them, each ended by CR LF."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([_cell(text) for text in row] for row in rows)
    return lines.getvalue()


def _cell(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    plain = _BEGINS_FORMULA.sub(r"\1'", cleaned(text))
    if len(plain) > MAX_CELL:
        plain = plain[: MAX_CELL - len(_SHORTENED)] + _SHORTENED
    return f"'{plain}" if plain.startswith(_FORMULA_SIGNS) else plain
