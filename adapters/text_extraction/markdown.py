"""Markdown into plain text in which headings and numbers still show."""

import html
import re

from adapters.text_extraction import plain_text

_COMMENT = re.compile(r"<!--(?:(?!-->).){0,20000}-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{1,500}\)")
_CONTENTS_ENTRY = re.compile(r"\s*(?:[-*+]|\d+\.)\s+\[[^\]\n]{1,300}\]\(#[^)\n]{1,300}\)\s*$")
_RULE = re.compile(r"\s*(?:(?:-\s?){3,}|(?:\*\s?){3,}|(?:_\s?){3,}|\|?[\s:|-]*-{3,}[\s:|-]*)\s*$")
_UNDERLINE = re.compile(r"\s*(?:=+|-{3,})\s*$")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(.*?)\s*#*\s*$")
_ORDERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,3})[.)][ \t]+")
_BULLET_BEFORE_NUMBER = re.compile(r"\s*[-*+]\s+(?=\(?[A-Za-z0-9]{1,4}[.)])")
_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,400}?)(?<=[^\s*_])\1(?!\w)")
_LEADING_BOLD = re.compile(r"\*\*(?=[^\s*\d(])[^*\n]{2,90}\*\*[.:]?\s")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>-])")
_TAB = 4


def read(filename: str, content: bytes) -> str:
    """The text: tags, links and emphasis taken off, `#` before headings kept, nested lists numbered 1.1.

    A bold run that opens an unnumbered paragraph keeps its asterisks, since it is that paragraph's heading.

    Raises:
        UnreadableFileError: the bytes are no text.
    """
    raw = _COMMENT.sub("", plain_text.read(filename, content)).replace("\r\n", "\n")
    lines = _headings_marked(raw.split("\n"))
    numbering = _Numbering()
    return "\n".join(
        _plain(numbering.numbered(line)) for line in lines if not (_CONTENTS_ENTRY.match(line) or _RULE.match(line))
    )


def _headings_marked(lines: list[str]) -> list[str]:
    """Underlined headings get the `#` form."""
    marked: list[str] = []
    for line in lines:
        if marked and _UNDERLINE.match(line) and marked[-1].strip() and marked[-1].lstrip()[0] not in "#|->":
            marked[-1] = f"## {marked[-1].strip()}"
        else:
            marked.append(line)
    return marked


def _plain(line: str) -> str:
    text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", line)))
    heading = _HEADING.match(text)
    if heading and line.lstrip().startswith("#"):
        words = _without_emphasis(heading[2])
        return f"{heading[1]} {words}" if words else ""
    bold = _LEADING_BOLD.match(text)
    head = bold[0] if bold else ""
    return html.unescape(head + _without_emphasis(text[len(head) :]))


def _without_emphasis(text: str) -> str:
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)


class _Numbering:
    """Gives the items of nested ordered lists the number a reader sees: 1.1 for the first under 1."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def numbered(self, line: str) -> str:
        line = _BULLET_BEFORE_NUMBER.sub("", line)
        match = _ORDERED.match(line)
        if match is None:
            if line.strip() and not line[0].isspace():
                self._open.clear()
            return line
        indent = len(match["indent"].expandtabs(_TAB))
        self._open = [(at, number) for at, number in self._open if at < indent]
        self._open.append((indent, match["number"]))
        shown = ".".join(number for _, number in self._open)
        dot = "." if len(self._open) == 1 else ""
        return f"{shown}{dot} {line[match.end() :]}"
