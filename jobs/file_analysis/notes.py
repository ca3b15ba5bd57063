"""Notes on everything unusual about a file, so that nothing is passed over in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.file_analysis.columns import Figures
from jobs.file_analysis.dialect import Layout
from jobs.file_analysis.encoding import Decoding
from jobs.file_analysis.result import Note, NoteCode
from jobs.file_analysis.rewrite import Rewritten, Spots
from jobs.file_analysis.scan import Scan

_SHOWN_COLUMNS = 20
_SHOWN_IN_MESSAGE = 5


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the stages found.

    `undecodable` counts characters of a UTF-16 file; for other encodings the scan knows.
    """

    decoding: Decoding
    layout: Layout
    scan: Scan
    rewritten: Rewritten | None
    undecodable: int
    rows: int
    renamed: Sequence[str]
    figures: Figures


def notes_of(found: Findings) -> list[Note]:
    """The notes, about the text first, then the rows, then the columns."""
    return [*_about_the_text(found), *_about_rows(found), *_about_columns(found)]


def empty_file_note() -> Note:
    """The only note on a file without any row."""
    return Note(code="empty_file", message="The file is empty.")


def _about_the_text(found: Findings) -> Iterator[Note]:
    scan, decoding = found.scan, found.decoding
    if decoding.confidence == "guess" or (decoding.confidence == "likely" and scan.utf8.bad == 0):
        yield Note(
            code="encoding_guessed",
            message=f"The file does not name its encoding. Read as {decoding.encoding}: check accents.",
        )
    undecodable = scan.utf8.bad if decoding.encoding in ("utf-8", "utf-8-sig") else found.undecodable
    if undecodable:
        yield Note(
            code="undecodable_bytes",
            message=f"{_number(undecodable, 'place is', 'places are')} not valid {decoding.encoding}: U+FFFD there.",
            count=undecodable,
            offsets=scan.utf8.offsets if undecodable == scan.utf8.bad else [],
        )
    if scan.nuls:
        yield Note(
            code="nul_bytes", message=f"{_number(scan.nuls, 'NUL is', 'NULs are')} read as U+FFFD.", count=scan.nuls
        )
    if scan.line_ending == "mixed":
        yield Note(
            code="mixed_line_endings",
            message=f"Lines end in different ways: {scan.lf:,} with LF, {scan.crlf:,} with CRLF, {scan.cr:,} with CR.",
        )
    if found.layout.dialect.spaced:
        yield Note(code="spaces_before_quotes", message="Spaces between a delimiter and a value are dropped.")


def _about_rows(found: Findings) -> Iterator[Note]:
    rewritten, width = found.rewritten, found.layout.width
    blank = rewritten.blank if rewritten else found.scan.blank if width > 1 else 0
    if blank:
        yield Note(
            code="blank_lines", message=f"{_number(blank, 'blank line is', 'blank lines are')} no rows.", count=blank
        )
    if rewritten:
        yield from _spots("too_few_fields", rewritten.too_few, f"fewer than {width:,} fields")
        yield from _spots("too_many_fields", rewritten.too_many, f"more than {width:,} fields")
        yield from _spots("unbalanced_quotes", rewritten.quotes, "text behind a closing quote")
        if rewritten.unclosed is not None:
            yield Note(
                code="unclosed_quote",
                message=(
                    f"The quote that opens in the row on line {rewritten.unclosed:,} is never closed. Everything from "
                    "there to the end of the file is left out and counts as one row."
                ),
                count=1,
                lines=[rewritten.unclosed],
            )
    if found.rows == 0:
        yield Note(code="only_header", message="The file has a header and no rows.")


def _spots(code: NoteCode, spots: Spots, what: str) -> Iterator[Note]:
    if spots.count:
        yield Note(
            code=code,
            message=f"{_number(spots.count, 'row has', 'rows have')} {what}: left out of the columns' figures.",
            count=spots.count,
            lines=spots.lines,
        )


def _about_columns(found: Findings) -> Iterator[Note]:
    layout = found.layout
    if layout.guessed:
        reading = "column names" if layout.header is not None else "a data row"
        yield Note(code="header_guessed", message=f"All columns are text. The first row was read as {reading}.")
    if layout.header is not None and layout.width > len(layout.header):
        yield Note(
            code="extra_columns",
            message=f"The header names {len(layout.header):,} columns and most rows have {layout.width:,}.",
            count=layout.width - len(layout.header),
        )
    if found.renamed:
        yield Note(
            code="renamed_columns",
            message="Column names that were empty, repeated or too long have other names here.",
            count=len(found.renamed),
            columns=list(found.renamed[:_SHOWN_COLUMNS]),
        )
    ambiguous, nearly = found.figures.ambiguous, found.figures.nearly
    if nearly:
        named = "; ".join(f"{one.name}: {one.others:,} not {one.type}" for one in nearly[:_SHOWN_IN_MESSAGE])
        yield Note(
            code="nearly_typed",
            message=f"Columns are text because of a few values: {named}.",
            count=len(nearly),
            columns=[one.name for one in nearly[:_SHOWN_COLUMNS]],
        )
    if ambiguous:
        yield Note(
            code="ambiguous_dates",
            message="All dates in these columns may have the day or the month first. The day was taken to be first.",
            count=len(ambiguous),
            columns=list(ambiguous[:_SHOWN_COLUMNS]),
        )


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
