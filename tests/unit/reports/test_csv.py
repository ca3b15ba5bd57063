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
    assert [[cell.replace("'", "") for cell in row] for row in back] == [
        [cleaned(cell).replace("'", "") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(sign: str) -> None:
    ((cell, _),) = read(csv_lines([[f"{sign}SUM(A1)", "x"]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("formula", ["=SUM(A1)", "+1", "@SUM(A1)", "-1", "- cmd|x", "  =1", "- HYPERLINK(1)"])
def test_no_formula_is_made_of_a_cell_that_is_cut_at_another_separator(separator: str, formula: str) -> None:
    lines = csv_lines([["a", f"b{separator}{formula}{separator}c\n{formula}", f'd{separator}"{formula}']])
    cells = [cell for row in csv.reader(io.StringIO(lines, newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))] == []


def test_the_items_of_a_list_stay_as_they_are() -> None:
    assert read(csv_lines([["Periods:\n- sixty days\n- (a) none", "x; y"]])) == [
        ["Periods:\n- sixty days\n- (a) none", "x; y"]
    ]


def test_a_cell_longer_than_a_spreadsheets_says_that_it_is_shortened() -> None:
    ((cell, whole),) = read(csv_lines([["x" * 50_000, "y" * MAX_CELL]]))
    assert len(cell) == MAX_CELL
    assert cell.endswith("[shortened: the whole text is in the JSON]")
    assert whole == "y" * MAX_CELL
