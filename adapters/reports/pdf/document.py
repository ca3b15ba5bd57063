"""A report as a PDF."""

import threading
from collections.abc import Iterator
from datetime import datetime

from adapters.reports.pdf.cover import cover
from adapters.reports.pdf.fonts import is_missing
from adapters.reports.pdf.overview import Overview
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.sections import draw_section
from shared.domain.report import Report
from shared.domain.report.bounds import printed
from shared.domain.report.text import one_line

ROOM = 1_200_000
"""Characters of clauses that are printed: some four hundred pages."""

_one_at_a_time = threading.Lock()
"""reportlab's fonts keep a place in their files: two threads would move it for each other."""


def pdf(report: Report, made: datetime) -> bytes:
    """The whole file."""
    with _one_at_a_time:
        return _pdf(report, made)


def _pdf(report: Report, made: datetime) -> bytes:
    shown = printed(report, ROOM)
    pages = Pages(one_line(report.title), report.kind, made)
    pages.bookmark("cover", report.kind)
    cover(pages, report, [note for note in (*report.notices, shown.note, _missing_signs(report)) if note])
    if report.sections:
        Overview(pages, report).draw(report)
    for place in range(len(report.sections)):
        draw_section(pages, report, place, shown)
    return pages.finish()


def _missing_signs(report: Report) -> str:
    """What the report says when there are characters that no font of it has."""
    missing = {sign for sign in set().union(*map(set, _texts(report))) if is_missing(sign)}
    if not missing:
        return ""
    return (
        f"{len(missing)} characters have no sign in this document's fonts: \ufffd stands for them. The JSON has them."
    )


def _texts(report: Report) -> Iterator[str]:
    yield report.title
    yield from (fact.value for fact in report.facts)
    for section in report.sections:
        yield from (section.title, section.summary, section.unremarkable)
        for finding in section.findings:
            yield from (finding.summary, finding.reason, *finding.details, *(quote.text for quote in finding.quotes))
            if finding.pair:
                yield from (passage.text for passage in (*finding.pair.left, *finding.pair.right))
