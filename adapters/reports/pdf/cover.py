"""The title page: what the report is about, how bad it is, how to read it, what is missing."""

from collections import Counter
from collections.abc import Sequence

from adapters.reports.pdf.fonts import BOLD
from adapters.reports.pdf.lines import Span, wrapped
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.styles import (
    ACCENT,
    BODY,
    CLAUSE,
    INNER,
    KIND,
    LEVELS,
    MARGIN,
    MARKED,
    MM,
    RULE,
    SUBHEADING,
    TITLE,
    Style,
)
from shared.domain.report import Fact, Level, Report
from shared.domain.report.text import cleaned, one_line
from shared.domain.report.words import ANSWER, GUIDANCE, MARKS, MISSING

_LABELS = 34 * MM
_MARKS = [Span(run.text, MARKED[run.mark]) for run in MARKS]


def cover(pages: Pages, report: Report, notices: Sequence[str]) -> None:
    """The first page, or more of them when much is missing."""
    pages.fill(ACCENT, MARGIN, pages.y - 3, 26 * MM, 3)
    pages.skip(24 * MM)
    pages.write(report.kind.upper(), KIND)
    pages.skip(2 * MM)
    pages.write(one_line(report.title), TITLE)
    pages.skip(8 * MM)
    for fact in report.facts:
        _fact(pages, fact)
    pages.skip(7 * MM)
    _levels(pages, report)
    _paragraphs(pages, ANSWER, report.answer)
    _paragraphs(pages, MISSING, notices)
    _paragraphs(pages, GUIDANCE, report.guidance)
    if report.has_pairs:
        _example(pages)


def _fact(pages: Pages, fact: Fact) -> None:
    pages.need(2 * BODY.leading)
    (label,) = wrapped([Span(fact.label, Style(BODY.size, BOLD, "#5b6472"))], _LABELS)
    pages.draw(label, MARGIN, pages.y - BODY.size)
    pages.write(one_line(fact.value), BODY, INNER - _LABELS, MARGIN + _LABELS)
    pages.skip(1.5 * MM)
    pages.rule(RULE, MARGIN, pages.y, INNER, 0.4)
    pages.skip(1.5 * MM)


def _levels(pages: Pages, report: Report) -> None:
    """How many contracts there are of each level, as a row of boxes."""
    counts = Counter(section.level for section in report.sections if section.level)
    if not counts:
        return
    pages.need(26 * MM)
    gap, height = 4 * MM, 19 * MM
    width = (INNER - 3 * gap) / 4
    for n, level in enumerate(Level):
        _box(pages, level, counts[level], MARGIN + n * (width + gap), width, height)
    pages.skip(height + 7 * MM)


def _box(pages: Pages, level: Level, count: int, x: float, width: float, height: float) -> None:
    ground, ink = LEVELS[level]
    bottom = pages.y - height
    pages.fill(ground, x, bottom, width, height, 3)
    (number,) = wrapped([Span(str(count), Style(20, BOLD, ink))], width)
    pages.draw(number, x + 9, bottom + height - 25)
    word = "contract" if count == 1 else "contracts"
    (label,) = wrapped([Span(f"{level.label} \u00b7 {word}", Style(8, colour=ink))], width)
    pages.draw(label, x + 9, bottom + 9)


def _paragraphs(pages: Pages, heading: str, paragraphs: Sequence[str]) -> None:
    if not paragraphs:
        return
    pages.need(20 * MM)
    pages.write(heading, SUBHEADING)
    pages.skip(1.5 * MM)
    for paragraph in paragraphs:
        pages.write(cleaned(paragraph), BODY)
        pages.skip(1.5 * MM)
    pages.skip(4 * MM)


def _example(pages: Pages) -> None:
    pages.skip(-3 * MM)
    (line,) = wrapped(_MARKS, INNER)
    pages.need(CLAUSE.leading)
    pages.draw(line, MARGIN, pages.y - CLAUSE.size)
    pages.skip(CLAUSE.leading)
