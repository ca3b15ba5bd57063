"""Contract text into clauses: the one entry to this package."""

import itertools
import re
from collections.abc import Sequence

from shared.domain.classification.classify import classify
from shared.domain.clauses import Clause, ClauseType
from shared.domain.segmentation.lines import Line, read_lines
from shared.domain.segmentation.marks import Mark, Unnumbered
from shared.domain.segmentation.outline import read_outline
from shared.domain.segmentation.unnumbered import loose_headings

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_NAMES_PARTIES = re.compile(r"\b(?:between|part(?:y|ies)|whereas|among|company|undersigned)\b", re.IGNORECASE)
_MIN_MARKS = 2
_FEW_BLANK_LINES = 0.1
_SENTENCE_ENDS = (".", ";", ":")
_LONG_OPENING = 2000


def segment(text: str) -> list[Clause]:
    """The clauses of a contract, in reading order, none overlapping another.

    Everything said in the contract is in some clause, except page furniture at a clause's edge and the table
    of contents. The text before the first number or heading is a clause of type `parties`, the signature
    block one of type `other`. A text in which nothing looks like a clause's beginning is split by paragraphs.

    Args:
        text: Plain text or markdown, any newlines. Offsets of the clauses are into exactly this text.

    Returns:
        No clause for a text that is blank, or nothing but page furniture.
    """
    lines = read_lines(text)
    body = [line for line in lines if line.is_body]
    if not body:
        return []
    marks = read_outline(text, lines)
    if len(marks) < _MIN_MARKS:
        marks = loose_headings(body) or [
            Mark(start, start, Unnumbered.PARAGRAPH) for start in _paragraph_starts(body, lines)
        ]
    return _clauses(text, _with_opening(marks, body, lines), lines)


def _paragraph_starts(body: list[Line], lines: list[Line]) -> list[int]:
    """Where paragraphs begin: after a blank line or, in a text without blank lines, after a sentence's end."""
    pairs = list(itertools.pairwise(lines))
    starts = {below.start for above, below in pairs if below.is_body and not above.is_body}
    if len(starts) <= len(body) * _FEW_BLANK_LINES:
        starts |= {below.start for above, below in pairs if below.is_body and above.text[-1:] in _SENTENCE_ENDS}
    return [line.start for line in body if line is body[0] or line.start in starts]


def _with_opening(marks: list[Mark], body: list[Line], lines: list[Line]) -> list[Mark]:
    """Adds the marks of what stands before the first clause: a cover page, then the parties."""
    first = marks[0].start
    opening = [line for line in body if line.start < first]
    contents_end = max((line.end for line in lines if line.contents and line.start < first), default=0)
    starts = sorted({group[0].start for group in _split_at(opening, contents_end) if group})
    added = [Mark(start, start, Unnumbered.PREAMBLE) for start in starts]
    if starts and first - starts[-1] > max(_LONG_OPENING, (body[-1].end - body[0].start) // 2):
        opening = [line for line in opening if line.start > contents_end]
        added += [Mark(start, start, Unnumbered.PARAGRAPH) for start in _paragraph_starts(opening, lines)[1:]]
    for mark in marks:
        mark.parent = None if mark.parent is None else mark.parent + len(added)
    return added + marks


def _split_at(lines: list[Line], position: int) -> tuple[list[Line], list[Line]]:
    return [line for line in lines if line.start < position], [line for line in lines if line.start >= position]


def _clauses(text: str, marks: Sequence[Mark], lines: list[Line]) -> list[Clause]:
    ends = _ends(text, marks, lines)
    clauses: list[Clause] = []
    for index, (mark, end) in enumerate(zip(marks, ends, strict=True)):
        parent = clauses[mark.parent] if mark.parent is not None else None
        clauses.append(_clause(text, index, mark, end, parent))
    return clauses


def _ends(text: str, marks: Sequence[Mark], lines: list[Line]) -> list[int]:
    """Where each clause's last words end: before the next mark, without furniture and white space."""
    bounds = [mark.start for mark in marks[1:]] + [len(text)]
    ends: list[int] = []
    index, last = 0, 0
    for bound in bounds:
        while index < len(lines) and lines[index].start < bound:
            if lines[index].is_body:
                last = lines[index].end
            index += 1
        ends.append(_trimmed(text, min(last, bound)))
    return ends


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _clause(text: str, index: int, mark: Mark, end: int, parent: Clause | None) -> Clause:
    body_start = min(mark.body_start, end)
    kind, also = _type_of(mark, text[body_start:end], parent)
    return Clause(
        clause_id=f"c{index + 1:03d}",
        clause_type=kind,
        also=also,
        number=mark.number,
        heading=mark.heading,
        text=text[mark.start : end],
        start=mark.start,
        end=end,
        body_offset=body_start - mark.start,
        level=mark.level,
        parent_id=parent.clause_id if parent else None,
    )


def _type_of(mark: Mark, body: str, parent: Clause | None) -> tuple[ClauseType, tuple[ClauseType, ...]]:
    if mark.style is Unnumbered.PREAMBLE and mark.heading:
        return ClauseType.PARTIES, ()
    if mark.style is Unnumbered.PREAMBLE:
        return (ClauseType.PARTIES if _NAMES_PARTIES.search(body) else ClauseType.OTHER), ()
    if mark.style is Unnumbered.SIGNATURE:
        return ClauseType.OTHER, ()
    return classify(mark.heading, body, parent.clause_type if parent else None)
