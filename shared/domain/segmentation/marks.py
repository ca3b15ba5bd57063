"""Where clauses begin, as the reading of a text finds them."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.segmentation.headings import Heading
from shared.domain.segmentation.numbering import NumberStyle

SIGNATURE = re.compile(
    r"(?:^|(?<=[.;:\"”)\]]\s)|(?<=\n))[ \t]*(?P<start>"
    r"IN WITNESS (?:WHEREOF|HEREOF|THEREOF)|In [Ww]itness [Ww]hereof"
    r"|(?:EXECUTED|Executed) (?:this|as of|by the|and delivered)"
    r"|(?:The [Pp]arties|THE PARTIES) (?:have|HAVE) (?:executed|signed|EXECUTED)"
    r"|Dated (?:the|this) [_\d]"
    r"|(?:AGREED|Agreed) (?:(?:AND|and|TO) (?:ACCEPTED|accepted|AND|and)|for [A-Z])"
    r"|ATTEST:|SIGNATURES?[ \t:]*\n|Signatures?[ \t:]*\n|SIGNED (?:by|BY|for|FOR)\b)",
    re.MULTILINE,
)
"""The words that open the block where the parties sign."""


class Unnumbered(StrEnum):
    """What begins a clause without a number."""

    PREAMBLE = "preamble"
    CAPITALS = "capitals"
    TITLE = "title"
    SIGNATURE = "signature"
    PARAGRAPH = "paragraph"


Style = NumberStyle | Unnumbered

RANKS: dict[Style, int] = {
    Unnumbered.PREAMBLE: 0,
    Unnumbered.SIGNATURE: 0,
    Unnumbered.PARAGRAPH: 0,
    NumberStyle.ATTACHMENT: 0,
    NumberStyle.ARTICLE: 1,
    Unnumbered.CAPITALS: 2,
    NumberStyle.PART: 2,
    NumberStyle.ROMAN: 3,
    NumberStyle.INTEGER: 3,
    NumberStyle.DECIMAL: 4,
    Unnumbered.TITLE: 9,
    NumberStyle.UPPER_LETTER: 10,
    NumberStyle.PAREN_UPPER: 11,
    NumberStyle.LOWER_LETTER: 11,
    NumberStyle.PAREN_LOWER: 11,
    NumberStyle.PAREN_ROMAN: 12,
    NumberStyle.PAREN_DIGIT: 12,
}
"""Which style stands above which: a style of a lower rank holds those of a higher one."""


_LEAVES = frozenset({Unnumbered.PREAMBLE, Unnumbered.SIGNATURE, Unnumbered.PARAGRAPH})
"""What nothing stands under."""


@dataclass(slots=True)
class Mark:
    """The beginning of a clause: its place, its number and its heading."""

    start: int
    body_start: int
    style: Style
    number: str = ""
    heading: str = ""
    values: tuple[int, ...] = ()
    level: int = 1
    parent: int | None = None


@dataclass(slots=True)
class Nesting:
    """Gives each mark its level and its parent, by the styles of the marks before it."""

    marks: list[Mark] = field(default_factory=list)
    _open: list[int] = field(default_factory=list)
    _seen: dict[Style, list[int]] = field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        """Puts `mark` under the last open one that stands above its style."""
        rank = self._rank(mark)
        if rank == 0:
            self._seen.clear()
        open_ = self._resumed(mark) if mark.style in (NumberStyle.INTEGER, NumberStyle.ROMAN) else self._open
        self._open = self._above(open_, mark, rank)
        mark.parent = self._open[-1] if self._open else None
        mark.level = len(self._open) + 1
        self._seen[mark.style] = list(self._open)
        self._open.append(len(self.marks))
        self.marks.append(mark)

    def _resumed(self, mark: Mark) -> list[int]:
        """A number that goes on counting stands where its predecessor stood, whatever came between."""
        seen = self._seen.get(mark.style)
        return self._open if seen is None or mark.values == (1,) else seen

    def _above(self, open_: list[int], mark: Mark, rank: int) -> list[int]:
        for depth, index in enumerate(open_):
            other = self.marks[index]
            same = self._rank(other) == rank
            if (
                other.style in _LEAVES
                or self._rank(other) > rank
                or (same and (rank == 0 or other.style == mark.style))
            ):
                return open_[:depth]
        return list(open_)

    @staticmethod
    def _rank(mark: Mark) -> int:
        if mark.style is NumberStyle.DECIMAL:
            depth = len(mark.values) - (mark.values[-1] == 0)
            return RANKS[NumberStyle.INTEGER] + depth - 1
        return RANKS[mark.style]


def mark_of(start: int, style: Style, heading: Heading | None, body_start: int) -> Mark:
    """A mark without a number."""
    return Mark(start, heading.end if heading else body_start, style, heading=heading.words if heading else "")
