"""How a PDF looks: colours, sizes, distances. Lengths are in points."""

from dataclasses import dataclass

from adapters.reports.pdf.fonts import BOLD, ITALIC, REGULAR
from shared.domain.report import Level
from shared.domain.word_differences import Mark

Colour = str
"""As `#rrggbb`."""

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM
TOP, BOTTOM = HEIGHT - 18 * MM, 22 * MM
INNER = WIDTH - 2 * MARGIN
GUTTER = 6 * MM
COLUMN = (INNER - GUTTER) / 2

INK: Colour = "#1d2430"
QUIET: Colour = "#5b6472"
ACCENT: Colour = "#1f3a5f"
RULE: Colour = "#d4d9e0"
SHADE: Colour = "#f3f5f8"

LEVELS: dict[Level, tuple[Colour, Colour]] = {
    Level.HIGH: ("#a61b1b", "#ffffff"),
    Level.MEDIUM: ("#f2c14e", "#1d2430"),
    Level.LOW: ("#cfe0f2", "#1d2430"),
    Level.NONE: ("#e4ede4", "#1d2430"),
}
"""The ground and the ink of each."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of text looks."""

    size: float
    face: str = REGULAR
    colour: Colour = INK
    mark: Mark = Mark.SAME

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * 1.36


TITLE = Style(26, BOLD, ACCENT)
KIND = Style(10.5, BOLD, QUIET)
HEADING = Style(17, BOLD, ACCENT)
SUBHEADING = Style(11.5, BOLD)
LABEL = Style(7.5, BOLD, QUIET)
BODY = Style(9.5)
STRONG = Style(9.5, BOLD)
NOTE = Style(8.5, ITALIC, QUIET)
CLAUSE = Style(8.4)
CLAUSE_HEAD = Style(8.4, BOLD, ACCENT)
SMALL = Style(7.5, REGULAR, QUIET)

MARKED = {
    Mark.REMOVED: Style(CLAUSE.size, REGULAR, "#8c1d18", Mark.REMOVED),
    Mark.ADDED: Style(CLAUSE.size, REGULAR, "#14532d", Mark.ADDED),
    Mark.SAME: CLAUSE,
}
GROUNDS = {Mark.REMOVED: "#fbe3e1", Mark.ADDED: "#dcf2e0"}
