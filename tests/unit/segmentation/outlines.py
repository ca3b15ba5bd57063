"""Reading an outline as a person would, for the tests of segmentation."""

from pathlib import Path

from shared.domain.clauses import Clause
from shared.domain.segmentation import segment
from shared.domain.segmentation.lines import read_lines

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NO_DATA = "the folder ../shared/data with the real documents is not there"


def outline(text: str) -> list[tuple[int, str, str]]:
    """(level, number, heading) of every clause."""
    return [(clause.level, clause.number, clause.heading) for clause in segment(text)]


def numbers(text: str) -> list[str]:
    """The numbers of the clauses that have one."""
    return [clause.number for clause in segment(text) if clause.number]


def clause_numbered(text: str, number: str) -> Clause:
    """The one clause with that number."""
    (found,) = [clause for clause in segment(text) if clause.number == number]
    return found


def assert_invariants(text: str, clauses: list[Clause]) -> None:
    """Clauses are slices of the text, in order, apart, and counted."""
    end = 0
    for place, clause in enumerate(clauses, 1):
        assert clause.clause_id == f"c{place:03d}"
        assert end <= clause.start < clause.end
        assert clause.text == text[clause.start : clause.end]
        assert 0 <= clause.body_offset <= len(clause.text)
        end = clause.end


def assert_nothing_lost(text: str, clauses: list[Clause]) -> None:
    """Every character that is no white space, furniture or table of contents is in a clause."""
    covered = bytearray(len(text))
    for clause in clauses:
        covered[clause.start : clause.end] = b"\x01" * (clause.end - clause.start)
    for line in read_lines(text):
        if line.is_body:
            assert all(covered[line.start : line.end][i] or char.isspace() for i, char in enumerate(line.text))
