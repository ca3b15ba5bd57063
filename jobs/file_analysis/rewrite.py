"""Irregular files, read by Python's csv module and written again so that every parser reads the same."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from jobs.file_analysis.background import Stop
from jobs.file_analysis.dialect import Dialect
from jobs.file_analysis.encoding import SHOWN, Decoding
from jobs.file_analysis.value_types import MAX_FIELD_CHARACTERS
from shared.errors import PermanentError

_CHECK_EVERY = 4_096
"""Rows between two looks whether the work is to stop."""

_MOST_BYTES = 4
"""Of a character in UTF-8."""


@dataclass(slots=True)
class Spots:
    """How often something occurs, and the first lines where it does."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.lines) < SHOWN:
            self.lines.append(line)


@dataclass(slots=True)
class Rewritten:
    """What was found on the way.

    `kept` counts data rows that were written, the longest of `longest` bytes; the rest was left out.
    `unclosed` is the line of a quote that opens and is never closed: everything behind it is lost. Lines are counted
    from 1.
    """

    kept: int = 0
    longest: int = 0
    blank: int = 0
    too_few: Spots = field(default_factory=Spots)
    too_many: Spots = field(default_factory=Spots)
    quotes: Spots = field(default_factory=Spots)
    unclosed: int | None = None

    @property
    def left_out(self) -> int:
        """Malformed rows; what an unclosed quote swallows counts as one."""
        return self.too_few.count + self.too_many.count + self.quotes.count + (self.unclosed is not None)


def rewrite(
    source: Path, target: Path, decoding: Decoding, dialect: Dialect, width: int, *, header: bool, stop: Stop
) -> Rewritten:
    """Write the well-formed data rows as UTF-8 with commas, LF and all fields in double quotes, without the header.

    Undecodable bytes and NULs become U+FFFD.

    Raises:
        PermanentError: a field is longer than 16 MiB.
        WorkStoppedError: the work is to stop.
    """
    found = Rewritten()
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    with (
        source.open(encoding=decoding.codec, errors="replace", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
        skip = header
        for number, (line, row) in enumerate(_rows(text, dialect, found)):
            if number % _CHECK_EVERY == 0:
                stop.check()
            if not row and (width > 1 or skip):
                found.blank += 1
            elif skip:
                skip = False
            elif len(row or [""]) == width:
                written_characters = writer.writerow(row or [""])
                found.kept += 1
                if written_characters > found.longest // _MOST_BYTES:
                    found.longest = max(found.longest, _bytes_of(row))
            else:
                (found.too_few if len(row) < width else found.too_many).add(line)
    return found


def _rows(text: TextIO, dialect: Dialect, found: Rewritten) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows with the lines on which they begin. What is wrong with quotes goes to `found`."""
    reader = csv.reader(
        (line.replace("\0", "\ufffd") for line in text),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.spaced,
        strict=True,
    )
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _note(error, line, found)
        else:
            yield line, row


def _bytes_of(row: Sequence[str]) -> int:
    """The length of a row as it is written."""
    return sum(len(cell.encode()) + cell.count('"') + len('"",') for cell in row) + len("\n")


def _note(error: csv.Error, line: int, found: Rewritten) -> None:
    if "field larger than field limit" in str(error):
        raise PermanentError(
            f"A field that begins on line {line:,} is longer than 16 MB. Often a quote there is never closed: "
            "close it, or double it if it belongs to the text, and upload the file again."
        ) from error
    if "unexpected end of data" in str(error):
        found.unclosed = line
    else:
        found.quotes.add(line)
