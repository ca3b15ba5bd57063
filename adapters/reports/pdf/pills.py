"""A level as a coloured pill with its word in it."""

from adapters.reports.pdf.fonts import BOLD
from adapters.reports.pdf.lines import Span, wrapped
from adapters.reports.pdf.pages import Pages
from adapters.reports.pdf.styles import INNER, LEVELS, Style
from shared.domain.report import Level

_PADDING = 5.0


def pill(pages: Pages, level: Level, x: float, baseline: float, size: float = 7.5) -> float:
    """Draw it with its word on a baseline; its width."""
    ground, ink = LEVELS[level]
    (line,) = wrapped([Span(level.label, Style(size, BOLD, ink))], INNER)
    width = line.width + 2 * _PADDING
    pages.fill(ground, x, baseline - 0.5 * size, width, 1.7 * size, 0.85 * size)
    pages.draw(line, x + _PADDING, baseline)
    return width
