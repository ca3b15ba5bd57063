"""Text broken into lines of a width."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from adapters.reports.pdf.fonts import EAST_ASIAN, is_east_asian, set_in
from adapters.reports.pdf.reading_order import has_right_to_left, reordered
from adapters.reports.pdf.styles import Style
from shared.domain.report.text import reads_from_right

_LONGEST_PIECE = 400
"""Characters of a word that are set in one go: joining letters takes more than its share of time on longer ones."""

_PIECE = re.compile(rf"\n|[^\S\n]+|[{EAST_ASIAN}]|[^\s{EAST_ASIAN}]{{1,{_LONGEST_PIECE}}}")


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one style; a line break in it is one on the page."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is drawn in one go: text in one font and style, with its width in points."""

    font: str
    text: str
    style: Style
    width: float


@dataclass(slots=True)
class Line:
    """A line; `width` is that of its chunks together."""

    chunks: list[Chunk] = field(default_factory=list)
    width: float = 0.0
    right_to_left: bool = False

    def add(self, chunks: Sequence[Chunk], width: float) -> None:
        """Put something behind the rest."""
        self.chunks.extend(chunks)
        self.width += width


@dataclass(frozen=True, slots=True)
class _Word:
    """What is not broken, and the space behind it, which vanishes at a line's end."""

    chunks: Sequence[Chunk]
    width: float
    space: Chunk | None


def wrapped(spans: Iterable[Span], width: float) -> list[Line]:
    """The spans as lines that are no wider than `width`, an empty line for each line break too many."""
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        lines.extend(_filled(paragraph, width))
    return lines


def first_lines(text: str, style: Style, width: float, most: int) -> list[Line]:
    """A text in one style in so many lines, the last of them with dots when there is more of it."""
    lines = wrapped([Span(text, style)], width)
    if len(lines) <= most:
        return lines
    shown = text[: sum(_signs(line) + 1 for line in lines[:most])]
    while len(lines) > most:
        words, _, _ = shown.rpartition(" ")
        shown = words or shown[:-1]
        lines = wrapped([Span(f"{shown} \u2026", style)], width)
    return lines


def _signs(line: Line) -> int:
    return sum(len(chunk.text) for chunk in line.chunks)


def _paragraphs(spans: Iterable[Span]) -> Iterator[list[Span]]:
    paragraph: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        paragraph.append(Span(first, span.style))
        for other in others:
            yield paragraph
            paragraph = [Span(other, span.style)]
    yield paragraph


def _filled(paragraph: Sequence[Span], width: float) -> Iterator[Line]:
    text = "".join(span.text for span in paragraph)
    turned = has_right_to_left(text)
    leads_right = turned and reads_from_right(text)
    for line in _greedy(_words(paragraph, width), width):
        if turned:
            line.chunks = _turned(line.chunks, right_to_left=leads_right)
            line.right_to_left = leads_right
        yield line


def _greedy(words: Iterable[_Word], width: float) -> Iterator[Line]:
    line, space = Line(), None
    for word in words:
        gap = space.width if space else 0.0
        if line.chunks and line.width + gap + word.width > width:
            yield line
            line, space, gap = Line(), None, 0.0
        if space:
            line.add([space], gap)
        line.add(word.chunks, word.width)
        space = word.space
    yield line


def _words(paragraph: Sequence[Span], width: float) -> Iterator[_Word]:
    chunks: list[Chunk] = []
    for span in paragraph:
        for piece in _PIECE.findall(span.text):
            if piece.isspace():
                (space,) = _chunks(" ", span.style)
                yield from _fitting(chunks, space, width)
                chunks = []
                continue
            chunks.extend(_chunks(piece, span.style))
            if _may_end_a_line(piece):
                yield from _fitting(chunks, None, width)
                chunks = []
    if chunks:
        yield from _fitting(chunks, None, width)


def _may_end_a_line(piece: str) -> bool:
    """Whether it is an East Asian sign, or ends with the hyphen or stroke behind two letters."""
    return is_east_asian(piece[-1]) or (piece[-1] in "-/" and len(piece) > 2 and piece[-3:-1].isalpha())  # noqa: PLR2004


@lru_cache(maxsize=50_000)
def _chunks(text: str, style: Style) -> tuple[Chunk, ...]:
    return tuple(Chunk(font, shown, style, width * style.size) for font, shown, width in set_in(text, style.face))


def _fitting(chunks: Sequence[Chunk], space: Chunk | None, width: float) -> Iterator[_Word]:
    """The word, or its characters when it is wider than a line."""
    total = sum(chunk.width for chunk in chunks)
    if total <= width:
        yield _Word(chunks, total, space)
        return
    letters = [letter for chunk in chunks for sign in chunk.text for letter in _chunks(sign, chunk.style)]
    for letter in letters[:-1]:
        yield _Word([letter], letter.width, None)
    yield _Word(letters[-1:], letters[-1].width, space)


def _turned(chunks: Sequence[Chunk], *, right_to_left: bool) -> list[Chunk]:
    """The chunks as they stand on the page from left to right."""
    styles = [chunk.style for chunk in chunks for _ in chunk.text]
    text = "".join(chunk.text for chunk in chunks)
    turned: list[Chunk] = []
    for place, sign in reordered(text, right_to_left=right_to_left):
        (chunk,) = _chunks(sign, styles[place])
        last = turned[-1] if turned else None
        if last and (last.font, last.style) == (chunk.font, chunk.style):
            turned[-1] = Chunk(chunk.font, last.text + chunk.text, chunk.style, last.width + chunk.width)
        else:
            turned.append(chunk)
    return turned
