"""Headings that bear no number."""

import re
from itertools import pairwise

from shared.domain.classification.headings import type_of_heading
from shared.domain.clauses import ClauseType
from shared.domain.segmentation.headings import Case, Heading, read_heading
from shared.domain.segmentation.lines import Line
from shared.domain.segmentation.marks import Mark, Unnumbered, mark_of

_MARKDOWN = re.compile(r"#{1,6}[ \t]+(?=\S)")
_LETTER_AND_DIGITS = re.compile(r"([A-Z]\.\d{1,3}(?:\.\d{1,3})*)\.?\s+")
_BOLD = re.compile(r"\*\*(?P<words>[^*\n]{2,90})\*\*[.:]?(?=\s|$)")
_MAX_CHARS = 90
_MAX_WORDS = 9
_LINES_BACK = 12
_MAX_LOOSE_WORDS = 8
_MIN_LOOSE = 3
_DOCUMENT_TITLE = re.compile(
    r"\b(?:agreement|contract|addendum|(?:standard )?terms(?: and conditions)?|exhibit|nda|letter|policy|license)\b",
    re.IGNORECASE,
)
_NOT_A_HEADING = re.compile(
    r"(?:\b(?:inc|llc|ltd|limited|corp|corporation|company|gmbh|l\.?p|plc|n\.?a)\.?,?[\s)\"”]*$)"
    r"|^if to\b|@|__|\$|/s/|\d{4,}"
    r"|^(?:by|name|title|date|its|and|between|per|to|from|re|attn|attention|tel|fax|phone|email|address|signature|printed?|company|witness)\b[:\s]*",
    re.IGNORECASE,
)


def unnumbered_heading(text: str, lines: list[Line], index: int, marks: list[Mark]) -> Mark | None:
    """The mark of the heading without a number that line `index` is, or begins with; None for other text."""
    line = lines[index]
    markdown = _MARKDOWN.match(line.text)
    if markdown:
        return _markdown(line, markdown, marks)
    bold = _BOLD.match(line.text)
    if bold:
        number, words = _number_and_words(bold["words"])
        return Mark(line.start, line.start + bold.end(), Unnumbered.TITLE, number, words)
    heading = read_heading(text, line.start, line.end)
    if heading is None or _NOT_A_HEADING.search(heading.words) or not _stands_free(lines, index):
        return None
    return _plain(line, heading, lines, index, marks)


def _markdown(line: Line, markdown: re.Match[str], marks: list[Mark]) -> Mark | None:
    number, words = _number_and_words(line.text[markdown.end() :])
    depth = len(markdown[0].strip())
    if depth == 1 and not marks and (_DOCUMENT_TITLE.search(words) or type_of_heading(words) is None):
        return None
    style = Unnumbered.CAPITALS if depth <= len("##") else Unnumbered.TITLE
    return Mark(line.start, line.end, style, number, words)


def _number_and_words(heading: str) -> tuple[str, str]:
    """The parts of a marked heading that bears a number no other clause form has, such as A.2 Service."""
    number = _LETTER_AND_DIGITS.match(heading)
    words = heading[number.end() if number else 0 :].strip(" #.:*_")
    return (number[1] if number else ""), words


def _plain(line: Line, heading: Heading, lines: list[Line], index: int, marks: list[Mark]) -> Mark | None:
    known = type_of_heading(heading.words) is not None
    if heading.case is Case.SENTENCE or len(heading.words.split()) > _MAX_WORDS:
        return None
    if not marks and (not known or _DOCUMENT_TITLE.search(heading.words)):
        return None
    if not heading.own_line:
        return mark_of(line.start, _style(heading), heading, heading.end) if known and heading.closed else None
    if line.text.endswith(".") or len(line.text) > _MAX_CHARS or _repeats(heading, marks):
        return None
    if not (known or _followed_by_text(lines, index)):
        return None
    return mark_of(line.start, _style(heading), heading, heading.end)


def _style(heading: Heading) -> Unnumbered:
    if type_of_heading(heading.words) is ClauseType.PARTIES:
        return Unnumbered.PREAMBLE
    return Unnumbered.CAPITALS if heading.case is Case.CAPITALS else Unnumbered.TITLE


def _stands_free(lines: list[Line], index: int) -> bool:
    """Whether the paragraph before has ended: a sentence may go on below the end of a page."""
    before = range(index - 1, max(-1, index - _LINES_BACK), -1)
    above = next((lines[i] for i in before if lines[i].is_body), None)
    if above is None or above.text[-1] in '.:;”")*_-|]':
        return True
    return above is not lines[index - 1] and len(above.text) <= _MAX_CHARS


def _followed_by_text(lines: list[Line], index: int) -> bool:
    """Whether the next thing said is a paragraph, and not another short line as in an address or a list."""
    for line in lines[index + 1 : index + 6]:
        if line.is_body:
            return len(line.text) > _MAX_CHARS or line.text[-1] == "."
    return False


def _repeats(heading: Heading, marks: list[Mark]) -> bool:
    """Some contracts print an article's heading twice."""
    return bool(marks) and marks[-1].heading.casefold() == heading.words.casefold()


def loose_headings(body: list[Line]) -> list[Mark]:
    """Marks of the headings in ordinary writing of a text that numbers nothing, such as a letter.

    Without rules of form to go by, a heading is a few words on a line, without a full stop, above a paragraph.
    Fewer than three of them are taken for chance, and none is returned.
    """
    found = [line for line, below in pairwise(body) if _is_loose(line) and not _is_loose(below)]
    marks = [Mark(line.start, line.end, Unnumbered.TITLE, heading=line.text) for line in found]
    return marks if len(marks) >= _MIN_LOOSE else []


def _is_loose(line: Line) -> bool:
    words = line.text.split()
    short = len(words) <= _MAX_LOOSE_WORDS and line.text[0].isupper() and line.text[-1].isalpha()
    return short and not any(char.isdigit() for char in line.text) and not _NOT_A_HEADING.search(line.text)
