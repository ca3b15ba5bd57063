"""Texts of contracts as they can be printed."""

import re
import unicodedata
from collections.abc import Iterable

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\u200b\ufeff]")
_HEADING_MARKS = re.compile(r"^[ \t]*#+(?:[ \t]+|$)", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BEGINS_ANEW = re.compile(r"[-*\u2022\u2013] |\(?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5})[.)](?:\s|$)|\d+\.\d")
_SHORT_LINE = 45
"""A line of fewer characters ends where its writer ended it; a longer one where the page did."""
_GAPS = re.compile(r"\n\s*\n+")


def cleaned(text: str) -> str:
    r"""The text without what no page can hold: control characters and halves of surrogate pairs.

    Line ends become `\\n`; what stood for something becomes U+FFFD.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNPRINTABLE.sub(_replacement, plain)


def _replacement(found: re.Match[str]) -> str:
    return "" if found[0] in "\u200b\ufeff" else "\ufffd"


def one_line(text: str) -> str:
    """The text cleaned, in one line."""
    return " ".join(cleaned(text).split())


def printable(text: str) -> str:
    """A clause to be printed in a narrow column.

    Without the signs of Markdown headings and bold type, and with lines joined that were broken to fit another page.
    """
    plain = _EMPHASIS.sub(r"\1", _HEADING_MARKS.sub("", cleaned(text)))
    return _GAPS.sub("\n\n", "\n".join(_rejoined(plain.split("\n")))).strip()


def _rejoined(lines: Iterable[str]) -> list[str]:
    joined: list[str] = []
    before = ""
    for line in map(str.strip, lines):
        if len(before) >= _SHORT_LINE and line and not _BEGINS_ANEW.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        before = line
    return joined


def reads_from_right(text: str) -> bool:
    """Whether the first letter of the text is of a script that is written from right to left."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"
