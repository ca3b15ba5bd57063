"""What a Word report says of one contract."""

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
from adapters.reports.docx.styles import BULLET, CLAUSE, HEADING, NOTE, PLACE, QUOTE, SMALL, SUBHEADING, WIDTH
from shared.domain.report import Finding, Pair, Passage, Report
from shared.domain.report.bounds import NOT_PRINTED, Printed
from shared.domain.report.marking import marked
from shared.domain.report.text import cleaned, one_line, printable
from shared.domain.word_differences import Run


def section_blocks(report: Report, place: int, shown: Printed) -> Iterator[Element]:
    """A contract, beginning on a page of its own unless there is little to say of each."""
    section = report.sections[place]
    title = one_line(section.title)
    yield paragraph(HEADING, words(title), follows=report.flowing and place > 0)
    if section.level:
        yield paragraph("Normal", words(f" {section.level.label} ", level_look(section.level)))
    yield from paragraphs("Normal", cleaned(section.summary))
    yield from paragraphs(NOTE, cleaned(section.unremarkable))
    for n, finding in enumerate(section.findings):
        yield from _finding(finding)
        if finding.pair and (place, n) in shown.places:
            yield from _pair(finding.pair, (report.sides[0], title))
        elif finding.pair:
            yield paragraph(NOTE, words(NOT_PRINTED))


def _finding(finding: Finding) -> Iterator[Element]:
    yield paragraph(SUBHEADING, words(one_line(finding.heading)))
    standing = [words(f" {finding.level.label} ", level_look(finding.level))] if finding.level else []
    yield paragraph("Normal", *standing, words(f"  {one_line(finding.status)}"), keep=True)
    kept = finding.pair is not None
    yield from paragraphs("Normal", cleaned(finding.summary), BOLD, keep=kept)
    for detail in finding.details:
        yield from paragraphs(BULLET, cleaned(detail), keep=kept)
    yield from paragraphs(NOTE, cleaned(finding.reason), keep=kept)
    for quote in finding.quotes:
        yield from paragraphs(QUOTE, printable(quote.text))
        yield from paragraphs(PLACE, one_line(quote.place))


def _pair(pair: Pair, sides: tuple[str, str]) -> Iterator[Element]:
    comparison = marked(pair)
    head = [Cell([paragraph(SMALL, words(one_line(name), BOLD), keep=True)], HEAD) for name in sides]
    row = [_cell(pair.left, comparison.left, pair.gap), _cell(pair.right, comparison.right, pair.gap)]
    if comparison.note:
        yield paragraph(NOTE, words(comparison.note), keep=True)
    yield table([WIDTH / 2, WIDTH / 2], [head, row], heads=1, whole=False)
    yield paragraph(NOTE)


def _cell(passages: Sequence[Passage], texts: Sequence[Sequence[Run]], gap: str) -> Cell:
    if not passages:
        return Cell([paragraph(NOTE, words(gap))])
    blocks: list[Element] = []
    for passage, runs in zip(passages, texts, strict=True):
        if not passage.is_named_by("".join(run.text for run in runs)):
            blocks.append(paragraph(CLAUSE, words(one_line(passage.place), BOLD)))
        blocks += marked_paragraphs(CLAUSE, runs)
    return Cell(blocks)
