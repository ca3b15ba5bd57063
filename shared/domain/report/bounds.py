"""Which clauses of a long report are printed: those of the worst findings, as far as there is room."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from shared.domain.report.model import Finding, Level, Pair, Report

NOT_PRINTED = "The clauses are not printed here; they are in the JSON and CSV of this result."

Place = tuple[int, int]
"""A finding: the place of its section, and its own in it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The findings whose clauses are printed."""

    places: AbstractSet[Place]
    note: str
    """What the report says when clauses are left out; empty when none are."""


def printed(report: Report, room: int) -> Printed:
    """As many as `room` characters hold, the worst first."""
    chosen: set[Place] = set()
    there = sorted(_pairs(report), key=lambda entry: entry[1])
    for place, _, pair in there:
        room -= pair.length
        if room < 0:
            break
        chosen.add(place)
    return Printed(chosen, _note(len(there) - len(chosen)))


def _pairs(report: Report) -> Iterator[tuple[Place, int, Pair]]:
    for n, section in enumerate(report.sections):
        for m, finding in enumerate(section.findings):
            if finding.pair:
                yield (n, m), _rank(finding), finding.pair


def _rank(finding: Finding) -> int:
    return Level.NONE.rank if finding.level is None else finding.level.rank


def _note(missing: int) -> str:
    if not missing:
        return ""
    return (
        f"To keep this document in bounds the clauses of {missing:,} findings of lower risk are not printed; what was "
        "found is. The clauses are in the JSON and CSV of this result."
    )
