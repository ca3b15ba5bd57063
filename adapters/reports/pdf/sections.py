"""What the report says of one contract."""

from adapters.reports.pdf.lines import Span, first_lines, wrapped
from adapters.reports.pdf.overview import key_of
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.pills import pill
from adapters.reports.pdf.sides import side_by_side
from adapters.reports.pdf.styles import (
    BODY,
    CLAUSE,
    HEADING,
    INNER,
    MARGIN,
    MM,
    NOTE,
    RULE,
    STRONG,
    SUBHEADING,
    WIDTH,
    Style,
)
from shared.domain.report import Finding, Quote, Report, Section
from shared.domain.report.bounds import NOT_PRINTED, Printed
from shared.domain.report.text import one_line, printable, without_markup

_STATUS = Style(9, colour=NOTE.colour)
_INDENT = 4 * MM
_HEADING_LINES = 3
_BEGINNING = 45 * MM
"""The room that the first lines of a contract take."""
_CLAUSES = 32 * MM
"""The room that the first lines of clauses side by side take, with what stands over them."""


def draw_section(pages: Pages, report: Report, place: int, shown: Printed) -> None:
    """A contract, beginning on a page of its own unless there is little to say of each."""
    section = report.sections[place]
    if report.flowing and place:
        pages.skip(8 * MM)
        pages.need(_BEGINNING)
    else:
        pages.break_page()
    title = one_line(section.title)
    pages.bookmark(key_of(place), title)
    _heading(pages, section, title)
    if section.summary:
        pages.write(without_markup(section.summary), BODY)
    if section.unremarkable:
        pages.skip(2 * MM)
        pages.write(without_markup(section.unremarkable), NOTE)
    for n, finding in enumerate(section.findings):
        _finding(pages, finding, f"{key_of(place)}-{n}")
        if finding.pair and (place, n) in shown.places:
            side_by_side(pages, finding.pair, (report.sides[0], title))
        elif finding.pair:
            pages.write(NOT_PRINTED, NOTE)


def _heading(pages: Pages, section: Section, title: str) -> None:
    if section.level:
        pill(pages, section.level, MARGIN, pages.y - 9)
        pages.skip(7 * MM)
    pages.write(title, HEADING)
    pages.skip(2 * MM)


def _finding(pages: Pages, finding: Finding, key: str) -> None:
    """The finding in words, kept together with the first lines of what follows."""
    pages.skip(6 * MM)
    pages.need(_height(finding) + (_CLAUSES if finding.pair else 0))
    pages.rule(RULE, MARGIN, pages.y, INNER)
    pages.skip(3 * MM)
    pages.bookmark(key, one_line(finding.heading), 1)
    _finding_heading(pages, finding)
    if finding.summary:
        pages.write(without_markup(finding.summary), STRONG)
    for detail in finding.details:
        pages.need(BODY.leading)
        pages.draw(wrapped([Span("\u2022", BODY)], _INDENT)[0], MARGIN + 1 * MM, pages.y - BODY.size)
        pages.write(without_markup(detail), BODY, INNER - _INDENT, MARGIN + _INDENT)
    if finding.reason:
        pages.write(without_markup(finding.reason), NOTE)
    for quote in finding.quotes:
        _quote(pages, quote)
    pages.skip(2.5 * MM)


def _height(finding: Finding) -> float:
    """About how much room the finding takes in words, at most a third of a page."""
    texts = [finding.summary, finding.reason, *finding.details]
    lines = sum(len(wrapped([Span(without_markup(text), BODY)], INNER)) for text in texts if text)
    return min(lines * BODY.leading + 14 * MM, 90 * MM)


def _finding_heading(pages: Pages, finding: Finding) -> None:
    lines = first_lines(one_line(finding.heading), SUBHEADING, INNER - 70 * MM, _HEADING_LINES)
    baseline = pages.y - SUBHEADING.size
    right = WIDTH - MARGIN
    if finding.level:
        right -= _pill_at_the_right(pages, finding, baseline) + 3 * MM
    (status,) = wrapped([Span(one_line(finding.status), _STATUS)], INNER)
    pages.draw(status, right - status.width, baseline)
    for line in lines:
        pages.draw(line, MARGIN, pages.y - SUBHEADING.size, INNER - 70 * MM)
        pages.skip(SUBHEADING.leading)
    pages.skip(1 * MM)


def _pill_at_the_right(pages: Pages, finding: Finding, baseline: float) -> float:
    assert finding.level  # noqa: S101 - looked at by the caller
    (word,) = wrapped([Span(finding.level.label, Style(7.5, STRONG.face))], INNER)
    width = word.width + 10
    return pill(pages, finding.level, WIDTH - MARGIN - width, baseline + 1)


def _quote(pages: Pages, quote: Quote) -> None:
    pages.skip(1.5 * MM)
    pages.write(printable(quote.text), CLAUSE, INNER - 2 * _INDENT, MARGIN + _INDENT)
    pages.write(one_line(quote.place), NOTE, INNER - 2 * _INDENT, MARGIN + _INDENT)
