"""How a file is written: delimiter, quote character and header, found in a sample of its text."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.file_analysis.value_types import CANDIDATES, MAX_FIELD_CHARACTERS

DELIMITERS = (",", ";", "\t", "|")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SCORED_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the fields of a row are told apart. `spaced` is for files with spaces between delimiters and quotes."""

    delimiter: str
    quote: str
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The dialect, with the rows at the start of the file.

    `header` has the first row's cells if they are names. `rows` are data rows of exactly `width` cells. `guessed` is
    whether nothing but the look of the first row says that it is the header, or is not.
    """

    dialect: Dialect
    width: int
    header: Sequence[str] | None
    guessed: bool
    rows: Sequence[Sequence[str]]


def find_layout(text: str, others: Sequence[str], *, whole: bool) -> Layout:
    """The layout of a file that starts with `text`; `others` are texts from further on.

    `whole` is whether `text` is all there is: if not, its last row is incomplete and not used.
    """
    dialect = _find_dialect(text, others, whole=whole)
    rows = _rows(text, dialect, whole=whole)
    if not rows:
        return Layout(dialect, 0, None, guessed=False, rows=[])
    header, guessed = _has_header(rows)
    width = _width(rows, header=header)
    data = [row for row in rows[int(header) :] if len(row) == width]
    return Layout(dialect, width, rows[0] if header else None, guessed, data)


def _find_dialect(text: str, others: Sequence[str], *, whole: bool) -> Dialect:
    lines = [line for line in text.splitlines()[:_SCORED_ROWS] if line]
    quote = _quote(text)
    spaced = re.search(rf"(?:^|[,;\t|]) +{quote}[^{quote}\r\n]*{quote} *(?:[,;\t|]|$)", text, re.MULTILINE) is not None
    best = max(DELIMITERS, key=lambda one: _score(Dialect(one, quote, spaced), text, others, whole=whole))
    return Dialect(best if any(best in line for line in lines) else ",", quote, spaced)


def _quote(text: str) -> str:
    """The single quote if fields begin and end with it, and none with the double quote."""
    single, double = (
        len(re.findall(rf"(?:^|[,;\t|]){mark}[^\r\n{mark}]*{mark}(?=[,;\t|\r\n]|\Z)", text, re.MULTILINE))
        for mark in ("'", '"')
    )
    return "'" if single > 0 and double == 0 and text.count('"') == 0 else '"'


def _score(dialect: Dialect, text: str, others: Sequence[str], *, whole: bool) -> tuple[float, int]:
    """How many rows have the most frequent number of fields, if that is more than one, and that number."""
    widths = Counter(len(row) for row in _rows(text, dialect, whole=whole)[:_SCORED_ROWS])
    # A slice begins and ends inside a row.
    for other in others:
        widths.update(len(row) for row in _rows(other, dialect, whole=False)[1:])
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (rows / widths.total(), width) if width > 1 else (0.0, width)


def _rows(text: str, dialect: Dialect, *, whole: bool) -> list[list[str]]:
    """The rows of a text that are neither blank nor malformed."""
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    lines = [line for line in _LINES.findall(text) if line]
    reader = csv.reader(
        lines, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=dialect.spaced, strict=True
    )
    rows: list[list[str]] = []
    while True:
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error:
            rows.append([])
    return [row for row in (rows if whole else rows[:-1]) if row]


def _width(rows: Sequence[Sequence[str]], *, header: bool) -> int:
    """The most frequent number of cells in the data rows, but at least that of the header."""
    widths = Counter(map(len, rows[1:] if header else rows))
    usual = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    return max(usual, len(rows[0])) if header else usual


def _has_header(rows: Sequence[Sequence[str]]) -> tuple[bool, bool]:
    """Whether the first row has names, and whether that is a guess."""
    first, data = rows[0], rows[1 : _SCORED_ROWS + 1]
    if any(_is_typed(cell) for cell in first) or not any(cell.strip() for cell in first):
        return False, False
    typed = [place for place in range(len(first)) if _column_is_typed(data, place)]
    if typed:
        return True, False
    # All columns are text: names do not come again in their own columns.
    again = any(cell and cell == row[place] for row in data for place, cell in enumerate(first[: len(row)]))
    return not again, True


def _column_is_typed(rows: Sequence[Sequence[str]], place: int) -> bool:
    values = [row[place] for row in rows if len(row) > place and row[place]]
    return bool(values) and any(all(map(one.may_be, values)) for one in CANDIDATES)


def _is_typed(cell: str) -> bool:
    return any(one.may_be(cell) for one in CANDIDATES)
