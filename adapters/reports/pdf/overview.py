"""The table of all contracts, which is the table of contents too."""

from adapters.reports.pdf.fonts import BOLD
from adapters.reports.pdf.lines import Span, first_lines, wrapped
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.pills import pill
from adapters.reports.pdf.styles import (
    BODY,
    HEADING,
    INK,
    INNER,
    LABEL,
    MARGIN,
    MM,
    RULE,
    SHADE,
    SMALL,
    STRONG,
    WIDTH,
    Style,
)
from shared.domain.report import Report, Section, TableRow
from shared.domain.report.text import one_line, without_markup
from shared.domain.report.words import CONTRACT, OVERALL, OVERVIEW

_LEVEL = 24 * MM
_CELL = 16 * MM
_PAGE = 10 * MM
_TITLE_LINES = 3
_SUMMARY_LINES = 2
_NUMBER = Style(9, BOLD, INK)


def key_of(section: int) -> str:
    """The bookmark of a section."""
    return f"section-{section}"


class Overview:
    """Draws the table."""

    def __init__(self, pages: Pages, report: Report) -> None:
        self._pages = pages
        self._columns = report.overview.columns
        self._has_levels = report.overview.has_levels
        self._cells = MARGIN + INNER - _PAGE - _CELL * len(self._columns)
        self._levels = self._cells - (_LEVEL if self._has_levels else 0)
        self._name = self._levels - MARGIN - 4 * MM

    def draw(self, report: Report) -> None:
        """The table, on a page of its own and as many more as it takes."""
        pages = self._pages
        pages.break_page()
        pages.bookmark("overview", OVERVIEW)
        pages.write(OVERVIEW, HEADING)
        pages.skip(4 * MM)
        self._head()
        pages.head = self._head
        for n, (section, row) in enumerate(zip(report.sections, report.overview.rows, strict=True)):
            self._row(n, section, row)
        pages.head = None

    def _head(self) -> None:
        pages, labels = self._pages, [wrapped([Span(name, LABEL)], _CELL - 2) for name in self._columns]
        deepest = max([1, *map(len, labels)])
        height = deepest * LABEL.leading + 3 * MM
        bottom = pages.y - height
        pages.fill(SHADE, MARGIN, bottom, INNER, height)
        base = bottom + 1.5 * MM + 2
        self._label(CONTRACT, MARGIN + 2 * MM, base)
        if self._has_levels:
            self._label(OVERALL, self._levels, base)
        for n, lines in enumerate(labels):
            for m, line in enumerate(reversed(lines)):
                pages.draw(line, self._cells + n * _CELL, base + m * LABEL.leading)
        self._label("Page", WIDTH - MARGIN - _PAGE + 1 * MM, base)
        pages.skip(height + 1.5 * MM)

    def _label(self, text: str, x: float, baseline: float) -> None:
        (line,) = wrapped([Span(text, LABEL)], INNER)
        self._pages.draw(line, x, baseline)

    def _row(self, place: int, section: Section, row: TableRow) -> None:
        pages = self._pages
        title, summary = one_line(section.title), one_line(without_markup(section.summary))
        lines = [(line, STRONG) for line in first_lines(title, STRONG, self._name, _TITLE_LINES)]
        lines += [(line, SMALL) for line in first_lines(summary, SMALL, self._name, _SUMMARY_LINES)]
        height = sum(style.leading for _, style in lines) + 3 * MM
        pages.need(height)
        top = pages.y
        self._cells_of(place, row, top - BODY.size)
        for line, style in lines:
            pages.draw(line, MARGIN + 2 * MM, pages.y - style.size, self._name)
            pages.skip(style.leading)
        pages.skip(1.5 * MM)
        pages.rule(RULE, MARGIN, pages.y, INNER, 0.4)
        pages.skip(1.5 * MM)
        pages.link(key_of(place), MARGIN, pages.y, INNER, top - pages.y)

    def _cells_of(self, place: int, row: TableRow, baseline: float) -> None:
        pages = self._pages
        if row.level:
            pill(pages, row.level, self._levels, baseline + 0.5)
        for n, cell in enumerate(row.cells):
            for m, line in enumerate(wrapped([Span(one_line(cell), _NUMBER)], _CELL - 2)[:_SUMMARY_LINES]):
                pages.draw(line, self._cells + n * _CELL, baseline - m * _NUMBER.leading)
        pages.page_number(key_of(place), WIDTH - MARGIN - _PAGE + 1 * MM, baseline)
