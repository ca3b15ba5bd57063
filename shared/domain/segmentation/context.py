"""What stands before a number: the beginning of a line, the end of a sentence, or the middle of one."""

import re
from enum import Enum, auto

from shared.domain.segmentation.lines import Line
from shared.domain.segmentation.words import REFERENCE_WORDS

_LOOK_BACK = 80
_SENTENCE_END = '.;:!?”"\u2019)]'
_PROSE_END = re.compile(r"[.;:!?)\]”\"*_>-]$")
_LAST_WORD = re.compile(r"([A-Za-z§.&]+)[\s“\"(]*$")


class Before(Enum):
    """The place a number has in its paragraph."""

    LINE_START = auto()
    HEADING = auto()
    SENTENCE_END = auto()
    CAPITALS = auto()
    WORDS = auto()
    REFERENCE = auto()
    """In a sentence that refers to the number, or goes on over the line's end: it begins no clause."""


def what_is_before(text: str, start: int, line: Line, above: Line | None, last_heading_end: int) -> Before:
    """How the number at `start` of `line` is led up to.

    `above` is the line right above when that is not blank; the heading read last ended at `last_heading_end`.
    """
    follows = 0 <= last_heading_end <= start <= last_heading_end + _LOOK_BACK
    if follows and not text[last_heading_end:start].strip(" \t.:\u2013—-*_"):
        return Before.HEADING
    if start - line.start <= _LOOK_BACK and not text[line.start : start].strip(' \t#>*_-\u2013•●“"['):
        return Before.REFERENCE if above is not None and _goes_on(above.text) else Before.LINE_START
    return _inline(text[max(line.start, start - _LOOK_BACK) : start])


def _goes_on(above: str) -> bool:
    """Whether the line above ends in the middle of a sentence."""
    return not _PROSE_END.search(above) and any(char.islower() for char in above) and _names_a_reference(above)


def _names_a_reference(before: str) -> bool:
    word = _LAST_WORD.search(before[-_LOOK_BACK:])
    return word is not None and word[1].lower() in REFERENCE_WORDS


def _inline(before: str) -> Before:
    if _names_a_reference(before):
        return Before.REFERENCE
    stripped = before.rstrip().rstrip("*_")
    if stripped[-1:] and stripped[-1] in _SENTENCE_END:
        return Before.SENTENCE_END
    last = stripped.split()[-1:] or [""]
    return Before.CAPITALS if len(last[0]) > 1 and last[0].isupper() else Before.WORDS
