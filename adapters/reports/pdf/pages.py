"""Pages that are filled from the top: where the next line goes, what stands on every page, what leads where."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from adapters.reports.pdf.lines import Chunk, Line, Span, wrapped
from adapters.reports.pdf.styles import (
    BOTTOM,
    GROUNDS,
    HEIGHT,
    INNER,
    MARGIN,
    MM,
    QUIET,
    RULE,
    SMALL,
    TOP,
    WIDTH,
    Colour,
    Style,
)
from shared.domain.word_differences import Mark

rl_config.useA85 = 0  # streams need not be spelled in ASCII, which takes time and a quarter more room

_PAGES = "pages"
"""The form that holds the number of pages: it is drawn on every page and known after the last."""


class Pages:
    """A PDF in the making. `y` is how far down the page is filled, counted from its foot."""

    def __init__(self, title: str, kind: str, made: datetime) -> None:
        self._file = io.BytesIO()
        self._canvas: Any = Canvas(
            self._file, (WIDTH, HEIGHT), pageCompression=1, invariant=1, lang="en", initialFontName="Helvetica"
        )
        self._describe(title, kind, made)
        self._running = wrapped([Span(title, SMALL)], INNER - 40 * MM)[0]
        self._numbers: dict[str, int] = {}
        self._asked: set[str] = set()
        self._number = 1
        self.y = TOP
        self.head: Callable[[], None] | None = None
        """Draws what is repeated on top of the next pages."""

    def _describe(self, title: str, kind: str, made: datetime) -> None:
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setSubject(kind)
        canvas.setAuthor("Contract Batch")
        canvas.setCreator("Contract Batch")
        canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}+00'00'")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()

    def need(self, height: float) -> None:
        """Begin another page unless so much room is left on this one."""
        if self.y - height < BOTTOM:
            self.break_page()

    def break_page(self) -> None:
        """Begin another page, with the head that is to be repeated."""
        self._foot()
        self._canvas.showPage()
        self._number += 1
        self.y = TOP
        if self.head:
            self.head()

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == TOP

    def skip(self, height: float) -> None:
        """Leave room."""
        self.y -= height

    def write(self, text: str, style: Style, width: float = INNER, x: float = MARGIN) -> None:
        """A text in lines below each other, over as many pages as it takes."""
        for line in wrapped([Span(text, style)], width):
            self.need(style.leading)
            self.draw(line, x, self.y - style.size, width)
            self.y -= style.leading

    def draw(self, line: Line, x: float, baseline: float, width: float = 0.0) -> None:
        """A line at a place; one that is read from the right ends where the width does."""
        if line.right_to_left and width:
            x += width - line.width
        text = self._canvas.beginText(x, baseline)
        font, colour = None, ""
        for chunk in _merged(line.chunks):
            self._mark(chunk, x, baseline)
            if font != (chunk.font, chunk.style.size):
                font = (chunk.font, chunk.style.size)
                text.setFont(*font)
            if colour != chunk.style.colour:
                colour = chunk.style.colour
                text.setFillColor(_colour(colour))
            text.textOut(chunk.text)
            x += chunk.width
        self._canvas.drawText(text)

    def _mark(self, chunk: Chunk, x: float, baseline: float) -> None:
        """A coloured ground, and a line: through what was removed, under what was added."""
        mark, size = chunk.style.mark, chunk.style.size
        if mark is Mark.SAME:
            return
        self.fill(GROUNDS[mark], x, baseline - 0.24 * size, chunk.width, 1.16 * size)
        height = 0.28 * size if mark is Mark.REMOVED else -0.14 * size
        self.rule(chunk.style.colour, x, baseline + height, chunk.width, 0.5)

    def fill(self, colour: Colour, x: float, y: float, width: float, height: float, radius: float = 0.0) -> None:
        """A coloured box."""
        self._canvas.setFillColor(_colour(colour))
        self._canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def rule(self, colour: Colour, x: float, y: float, width: float, thickness: float = 0.6) -> None:
        """A line from left to right."""
        self._canvas.setStrokeColor(_colour(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, y, x + width, y)

    def stand(self, colour: Colour, x: float, y: float, height: float, thickness: float = 0.6) -> None:
        """A line upwards."""
        self._canvas.setStrokeColor(_colour(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, y, x, y + height)

    def bookmark(self, key: str, title: str, depth: int = 0) -> None:
        """Make this place one that the outline and links lead to."""
        self._numbers[key] = self._number
        self._canvas.bookmarkHorizontal(key, 0, self.y + 8)
        self._canvas.addOutlineEntry(title, key, depth, closed=depth == 0)

    def link(self, key: str, x: float, y: float, width: float, height: float) -> None:
        """Let a click there lead to a bookmark, which may come later."""
        self._canvas.linkRect("", key, (x, y, x + width, y + height), thickness=0)

    def page_number(self, key: str, x: float, baseline: float) -> None:
        """The number of the page with a bookmark that may come later."""
        self._asked.add(key)
        self._put(f"page-{key}", x, baseline)

    def _put(self, form: str, x: float, baseline: float) -> None:
        self._canvas.saveState()
        self._canvas.translate(x, baseline)
        self._canvas.doForm(form)
        self._canvas.restoreState()

    def _foot(self) -> None:
        self.rule(RULE, MARGIN, BOTTOM - 4 * MM, INNER)
        baseline = BOTTOM - 8 * MM
        self.draw(self._running, MARGIN, baseline)
        (of,) = wrapped([Span(f"Page {self._number} of", SMALL)], INNER)
        self.draw(of, WIDTH - MARGIN - 16 - of.width, baseline)
        self._put(_PAGES, WIDTH - MARGIN - 14, baseline)

    def finish(self) -> bytes:
        """The file."""
        self._foot()
        self._canvas.showPage()
        self._form(_PAGES, str(self._number), SMALL)
        for key in sorted(self._asked):
            self._form(f"page-{key}", str(self._numbers[key]), Style(9, colour=QUIET))
        self._canvas.save()
        return self._file.getvalue()

    def _form(self, name: str, text: str, style: Style) -> None:
        self._canvas.beginForm(name, 0, -10, 60, 20)
        (line,) = wrapped([Span(text, style)], INNER)
        self.draw(line, 0, 0)
        self._canvas.endForm()


@cache
def _colour(name: Colour) -> Any:
    return HexColor(name)


def _merged(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """Neighbours of one font and style as one."""
    for (font, style), group in groupby(chunks, lambda chunk: (chunk.font, chunk.style)):
        same = list(group)
        yield Chunk(font, "".join(chunk.text for chunk in same), style, sum(chunk.width for chunk in same))
