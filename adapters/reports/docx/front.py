"""The first pages of a Word report: what it is about, how to read it, all contracts in a table."""

from collections.abc import Iterator, Sequence

from adapters.reports.docx.markup import (
    BOLD,
    HEAD,
    Cell,
    Element,
    level_look,
    marked_paragraphs,
    paragraph,
    paragraphs,
    table,
    words,
)
from adapters.reports.docx.styles import CLAUSE, HEADING, SMALL, SUBHEADING, TITLE, WIDTH
from shared.domain.report import Level, Report, Section, TableRow
from shared.domain.report.text import cleaned, one_line
from shared.domain.report.words import ANSWER, CONTRACT, GUIDANCE, MARKS, MISSING, OVERALL, OVERVIEW

_LABELS = 34
_LEVEL = 26
_CELL = 19


def front(report: Report, notices: Sequence[str]) -> Iterator[Element]:
    """The blocks of these pages."""
    yield paragraph(SMALL, words(report.kind.upper()))
    yield paragraph(TITLE, words(one_line(report.title)))
    yield _facts(report)
    for heading, texts in ((ANSWER, report.answer), (MISSING, notices), (GUIDANCE, report.guidance)):
        if texts:
            yield paragraph(SUBHEADING, words(heading))
        for text in texts:
            yield from paragraphs("Normal", cleaned(text))
    if report.has_pairs:
        yield from marked_paragraphs(CLAUSE, MARKS)
    if report.sections:
        yield paragraph(HEADING, words(OVERVIEW))
        yield _overview(report)


def _facts(report: Report) -> Element:
    rows = [
        [
            Cell([paragraph("Normal", words(fact.label, BOLD))]),
            Cell([paragraph("Normal", words(one_line(fact.value)))]),
        ]
        for fact in report.facts
    ]
    return table([_LABELS, WIDTH - _LABELS], rows, heads=0, whole=True, lined=False)


def _overview(report: Report) -> Element:
    leveled = report.overview.has_levels
    others = [_LEVEL] * leveled + [_CELL] * len(report.overview.columns)
    names = [CONTRACT, *([OVERALL] if leveled else []), *report.overview.columns]
    head = [Cell([paragraph(SMALL, words(name, BOLD))], HEAD) for name in names]
    told = zip(report.sections, report.overview.rows, strict=True)
    rows = [_row(section, row, leveled=leveled) for section, row in told]
    return table([WIDTH - sum(others), *others], [head, *rows], heads=1, whole=True)


def _row(section: Section, row: TableRow, *, leveled: bool) -> list[Cell]:
    name = [paragraph("Normal", words(one_line(section.title), BOLD))]
    cells = [Cell([*name, paragraph(SMALL, words(one_line(section.summary)))])]
    if leveled:
        cells.append(_level(row.level))
    return cells + [Cell([paragraph("Normal", words(one_line(text)))]) for text in row.cells]


def _level(level: Level | None) -> Cell:
    if level is None:
        return Cell([])
    return Cell([paragraph("Normal", words(f" {level.label} ", level_look(level)))])
