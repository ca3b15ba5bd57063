"""A report as a Word file."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from docx import Document

from adapters.reports.docx.front import front
from adapters.reports.docx.markup import Element, field, paragraph, right_stop, tab, words
from adapters.reports.docx.sections import section_blocks
from adapters.reports.docx.styles import SMALL, WIDTH, prepare
from shared.domain.report import Report
from shared.domain.report.bounds import Printed, printed
from shared.domain.report.text import one_line

ROOM = 1_200_000
"""Characters of clauses that are printed: Word is slow with files of many more."""

_TITLE = 100
"""Characters of the title at the foot of each page."""


def docx(report: Report, made: datetime) -> bytes:
    """The whole file."""
    document: Any = Document()
    prepare(document)
    _describe(document, report, made)
    shown = printed(report, ROOM)
    last = document.element.body[-1]  # the page's measures, behind which nothing may stand
    for block in _blocks(report, shown):
        last.addprevious(block)
    _foot(document, report)
    file = io.BytesIO()
    document.save(file)
    return _dated(file, made)


def _blocks(report: Report, shown: Printed) -> Iterator[Element]:
    notices: Sequence[str] = [note for note in (*report.notices, shown.note) if note]
    yield from front(report, notices)
    for place in range(len(report.sections)):
        yield from section_blocks(report, place, shown)


def _describe(document: Any, report: Report, made: datetime) -> None:
    properties, time = document.core_properties, made.replace(tzinfo=None)
    properties.title, properties.subject = one_line(report.title)[:250], report.kind
    properties.author = properties.last_modified_by = "Contract Batch"
    properties.created = properties.modified = time
    properties.language, properties.comments = "en", ""


def _foot(document: Any, report: Report) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    title = words(one_line(report.title)[:_TITLE])
    line = paragraph(SMALL, title, tab(), words("Page "), field("PAGE"), words(" of "), field("NUMPAGES"))
    line[0].append(right_stop(WIDTH))
    footer.paragraphs[0]._p.addprevious(line)  # noqa: SLF001 - python-docx has no words for fields
    footer.paragraphs[1]._p.getparent().remove(footer.paragraphs[1]._p)  # noqa: SLF001 - the empty one


def _dated(file: io.BytesIO, made: datetime) -> bytes:
    """The same file with this time on all its parts: otherwise no two would be the same."""
    dated = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            copy.writestr(zipfile.ZipInfo(name, made.timetuple()[:6]), parts.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()
