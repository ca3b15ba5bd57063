import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.report.comma_separated import MAX_CELL, csv_lines
from shared.domain.report.text import cleaned

TEXT = st.text(st.characters(codec=None))


def read(lines: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(lines, newline="")))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=3)))
def test_whatever_the_cells_hold_they_are_read_as_they_were(rows: list[list[str]]) -> None:
    back = read(csv_lines(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cleaned(cell).removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(sign: str) -> None:
    ((cell, _),) = read(csv_lines([[f"{sign}SUM(A1)", "x"]]))
    assert cell.startswith("'")


def test_a_cell_longer_than_a_spreadsheets_says_that_it_is_shortened() -> None:
    ((cell, whole),) = read(csv_lines([["x" * 50_000, "y" * MAX_CELL]]))
    assert len(cell) == MAX_CELL
    assert cell.endswith("[shortened: the whole text is in the JSON]")
    assert whole == "y" * MAX_CELL
