"""Texts of contracts as they can be printed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b\u2066-\u2069\ufeff]")
_WITHOUT_MEANING = frozenset("\u200b\u2066\u2067\u2068\u2069\ufeff")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HEADING_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+(?=\W{0,3}(?:\d|[^\W_a-z])|\()|#{2,6}[ \t]*$)", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*\*")
_BEGINS_ANEW = re.compile(r"[-*\u2022\u2013] |[|#]|\(?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5})[.)](?:\s|$)|\d+\.\d")
_SHORT_LINE = 45
"""A line of fewer characters ends where its writer ended it; a longer one where the page did."""
_GOES_ON = re.compile(
    r"(?:,|\b(?:an?|the|of|to|in|on|at|by|for|from|with|without|and|n?or|but|any|all|each|every|no|its|their|such|this|"
    r"that|which|than|as|if|where|until|unless|under|between|into|per|is|are|shall|will|may|must|not))$"
)
"""How no sentence ends, nor a row of a table."""
_LONGEST_LINK = 10
"""Characters of a line's end that are looked at for them."""
_GAPS = re.compile(r"\n\s*\n+")


def cleaned(text: str) -> str:
    r"""The text without what no page can hold: control characters and halves of surrogate pairs.

    Line ends become `\\n`; what stood for something becomes U+FFFD.
    """
    return _UNPRINTABLE.sub(_replacement, _LINE_ENDS.sub("\n", text))


def _replacement(found: re.Match[str]) -> str:
    return "" if found[0] in _WITHOUT_MEANING else "\ufffd"


def one_line(text: str) -> str:
    """The text cleaned, in one line."""
    return " ".join(cleaned(text).split())


def without_markup(text: str) -> str:
    """The text cleaned, without the signs of Markdown headings and bold type."""
    return _EMPHASIS.sub(r"\1", _HEADING_MARKS.sub("", cleaned(text)))


def printable(text: str) -> str:
    """A clause to be printed in a narrow column.

    Without the signs of Markdown headings and bold type, and with lines joined that were broken to fit another page.
    """
    lines = [line.strip() for line in without_markup(text).split("\n")]
    rejoined = "\n".join(line for stretch in _stretches(lines) for line in _rejoined(stretch))
    return _GAPS.sub("\n\n", rejoined).strip()


def _stretches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines that may belong together: those before an empty one, and those before a list or a table is begun."""
    stretch: list[str] = []
    for line in lines:
        stretch.append(line)
        if not line or line[-1] in ":;":
            yield stretch
            stretch = []
    yield stretch


def _rejoined(lines: Sequence[str]) -> list[str]:
    joined = [*lines[:1]]
    longest = max(map(len, lines), default=0)
    flows = any(line[:1].islower() for line in lines[1:])
    for before, line in pairwise(lines):
        fills = flows and len(before) + 1 + len(line.partition(" ")[0]) > longest
        if _was_broken(before, line, fills=fills):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _was_broken(before: str, line: str, *, fills: bool) -> bool:
    """Whether the one line goes on in the next; `fills` when it was as full as those about it.

    A line that begins with a capital may be a row of a table or somebody's signature: then more speaks for it than that
    the line before is long.
    """
    if len(before) < _SHORT_LINE or before[-1] == "_" or not line or _BEGINS_ANEW.match(line):
        return False
    begins = line[0].isupper() or line[0].isdigit()
    return not begins or fills or _GOES_ON.search(before[-_LONGEST_LINK:]) is not None


def reads_from_right(text: str) -> bool:
    """Whether the first letter of the text is of a script that is written from right to left."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"
