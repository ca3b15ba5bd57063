"""A report as its readers see it, before anybody decides on what kind of page it stands."""

from shared.domain.report.model import (
    Fact,
    Finding,
    Level,
    Pair,
    Passage,
    Quote,
    Report,
    Row,
    Section,
    Table,
    TableRow,
)

__all__ = ["Fact", "Finding", "Level", "Pair", "Passage", "Quote", "Report", "Row", "Section", "Table", "TableRow"]
