"""Clauses side by side, the words that differ marked, over as many pages as the longer one takes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from adapters.reports.pdf.lines import Line, Span, wrapped
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.styles import (
    BOTTOM,
    CLAUSE,
    CLAUSE_HEAD,
    COLUMN,
    GUTTER,
    INNER,
    LABEL,
    MARGIN,
    MARKED,
    MM,
    NOTE,
    RULE,
    SHADE,
)
from shared.domain.report import Pair, Passage
from shared.domain.report.marking import marked
from shared.domain.report.text import one_line, printable
from shared.domain.word_differences import Run

_RIGHT = MARGIN + COLUMN + GUTTER
_PADDING = 1.5 * MM
_TEXT = COLUMN - 2 * _PADDING
_HEAD = 7 * MM
_AT_LEAST = 5
_GAP = 0.55
"""The height of an empty line, in lines."""


def side_by_side(pages: Pages, pair: Pair, sides: tuple[str, str]) -> None:
    """Draw the pair, with the names of its columns on top of each page that it stands on.

    Clauses without a counterpart are drawn over the whole width.
    """
    comparison = marked(pair)
    if not pair.left or not pair.right:
        _alone(pages, pair, sides)
        return
    columns = [
        _Column(MARGIN, _lines(pair.left, comparison.left, _TEXT), _TEXT),
        _Column(_RIGHT, _lines(pair.right, comparison.right, _TEXT), _TEXT),
    ]
    if comparison.note:
        # Ahead of the clauses: behind them it might stand alone on the next page.
        pages.write(comparison.note, NOTE)
        pages.skip(1.5 * MM)
    _draw(pages, columns, lambda: _heads(pages, sides))


def _alone(pages: Pages, pair: Pair, sides: tuple[str, str]) -> None:
    name = sides[0] if pair.left else sides[1]
    passages = pair.left or pair.right
    runs = [[Run(printable(passage.text))] for passage in passages]
    title = f"{name} \u2013 {pair.gap}" if pair.gap else name
    width = INNER - 2 * _PADDING
    column = _Column(MARGIN, _lines(passages, runs, width), width)
    _draw(pages, [column], lambda: _head(pages, title, MARGIN, INNER))


@dataclass(slots=True)
class _Column:
    """Lines that go down the page from the same height as those beside them."""

    x: float
    lines: Sequence[Line]
    width: float
    drawn: int = 0

    def draw(self, pages: Pages, top: float) -> float:
        """Draw as many as the page has room for; where they end."""
        y = top
        for line in self.lines[self.drawn :]:
            height = CLAUSE.leading if line.chunks else CLAUSE.leading * _GAP
            if y - height < BOTTOM:
                break
            pages.draw(line, self.x + _PADDING, y - CLAUSE.size, self.width)
            y -= height
            self.drawn += 1
        return y

    @property
    def is_done(self) -> bool:
        """Whether all are drawn."""
        return self.drawn == len(self.lines)


def _draw(pages: Pages, columns: Sequence[_Column], head: Callable[[], None]) -> None:
    longest = max(len(column.lines) for column in columns)
    pages.need(_HEAD + min(longest, _AT_LEAST) * CLAUSE.leading)
    while True:
        head()
        top = pages.y
        pages.y = min(column.draw(pages, top) for column in columns)
        if len(columns) > 1:
            pages.stand(RULE, MARGIN + COLUMN + GUTTER / 2, pages.y, top - pages.y)
        if all(column.is_done for column in columns):
            return
        pages.break_page()


def _heads(pages: Pages, sides: tuple[str, str]) -> None:
    top = pages.y
    for x, name in zip((MARGIN, _RIGHT), sides, strict=True):
        pages.y = top
        _head(pages, name, x, COLUMN)


def _head(pages: Pages, name: str, x: float, width: float) -> None:
    bottom = pages.y - _HEAD + 1.5 * MM
    pages.fill(SHADE, x, bottom, width, _HEAD - 1.5 * MM)
    for line in wrapped([Span(one_line(name), LABEL)], width - 2 * _PADDING)[:1]:
        pages.draw(line, x + _PADDING, bottom + 1.8 * MM, width - 2 * _PADDING)
    pages.skip(_HEAD)


def _lines(passages: Sequence[Passage], runs: Sequence[Sequence[Run]], width: float) -> list[Line]:
    lines: list[Line] = []
    for passage, text in zip(passages, runs, strict=True):
        lines += [Line()] if lines else []
        lines += wrapped(_spans(passage, text), width)
    return lines


def _spans(passage: Passage, runs: Sequence[Run]) -> Iterator[Span]:
    """The text, under its place unless it begins with it."""
    if not passage.is_named_by("".join(run.text for run in runs)):
        yield Span(passage.place + "\n", CLAUSE_HEAD)
    for run in runs:
        yield Span(run.text, MARKED[run.mark])
