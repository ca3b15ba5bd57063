"""The parts of a report. All texts are as they came: whoever writes them cleans and marks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Row = Sequence[str]
"""A line of a table."""


class Level(StrEnum):
    """How much something should worry the reader, the worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"

    @property
    def label(self) -> str:
        """In a word, so that nobody has to see colours."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """The place in a list that begins with the worst."""
        return list(Level).index(self)


_LABELS = {Level.HIGH: "High risk", Level.MEDIUM: "Medium risk", Level.LOW: "Low risk", Level.NONE: "No risk"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the title page tells."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause, or a part of one: where it stands and what it says."""

    place: str
    text: str

    def is_named_by(self, printed: str) -> bool:
        """Whether the text, as it is printed, begins with its place."""
        opening = " ".join(printed[: 2 * len(self.place) + 20].split())
        return all(word in opening for word in self.place.split())


@dataclass(frozen=True, slots=True)
class Pair:
    """Clauses to be read side by side. One side may be empty: then `gap` says so in its place."""

    left: Sequence[Passage]
    right: Sequence[Passage]
    gap: str = ""

    @property
    def length(self) -> int:
        """Characters of both sides."""
        return sum(len(passage.text) for passage in [*self.left, *self.right])


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a contract and where they stand."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a contract."""

    heading: str
    status: str
    summary: str
    level: Level | None = None
    details: Sequence[str] = ()
    """A line each."""
    reason: str = ""
    pair: Pair | None = None
    quotes: Sequence[Quote] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One contract. `unremarkable` is a line on what needs no finding of its own; `rows` are its rows of the CSV."""

    title: str
    summary: str
    level: Level | None = None
    findings: Sequence[Finding] = ()
    unremarkable: str = ""
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A contract in the overview: the cells behind its name, which is that of its section."""

    cells: Row
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The overview: a row for every section, in their order; `columns` names the cells."""

    columns: Row
    rows: Sequence[TableRow]

    @property
    def has_levels(self) -> bool:
        """Whether any row has one."""
        return any(row.level for row in self.rows)


@dataclass(frozen=True, slots=True)
class Report:
    """A result to be handed on."""

    kind: str
    """What sort of report, in two words."""
    title: str
    facts: Sequence[Fact]
    guidance: Sequence[str]
    """How to read it, a paragraph each."""
    notices: Sequence[str]
    """What is missing from it, a paragraph each."""
    overview: Table
    sections: Sequence[Section]
    columns: Row
    """The names of the columns of the CSV."""
    rows: Sequence[Row] = ()
    """Rows of the CSV about contracts that have no section."""
    sides: tuple[str, str] = ("", "")
    """What stands over the two columns of clauses that are read side by side."""
    answer: Sequence[str] = ()
    """The answer over all contracts, a paragraph each."""
    flowing: bool = False
    """Whether there is so little on each contract that it need not begin a page."""

    @property
    def has_pairs(self) -> bool:
        """Whether there are clauses to be read side by side."""
        return any(finding.pair for section in self.sections for finding in section.findings)
