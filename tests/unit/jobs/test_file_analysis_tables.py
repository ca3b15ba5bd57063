"""What an analysis counts agrees with the table that was written."""

import asyncio
import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.file_analysis.result import Analysis, Column
from tests.unit.jobs.analyses import analyse, column
from tests.unit.segmentation.outlines import DATA, NO_DATA

NAMES = ["alpha", "beta", "gamma", "delta"]
CELLS = st.text(st.sampled_from(" \"'\n\r.-:/019xyÄ語\U0001f600"), max_size=8)
WHOLE = st.integers(-(10**20), 10**20)


def written(rows: list[list[str]], delimiter: str, ending: str, *, quote_all: bool) -> str:
    text = io.StringIO(newline="")
    # Where all is quoted, a line ending inside a field is too, whichever it is.
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return text.getvalue()


def analysed(text: str, encoding: str) -> Analysis:
    with TemporaryDirectory() as folder:
        return asyncio.run(analyse(Path(folder), text.encode(encoding)))


def assert_counts(found: Column, cells: list[str]) -> None:
    values = [cell for cell in cells if cell]
    different = list(dict.fromkeys(values))
    assert found.nulls == len(cells) - len(values)
    assert (found.distinct, found.distinct_exact) == (len(different), True)
    assert found.longest == max(map(len, values), default=0)
    assert found.samples == different[:5]
    if found.type == "text":
        assert (found.min, found.max) == (min(values), max(values))


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=12),
    width=st.integers(2, 4),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_counts_agree_with_any_table(
    rows: list[list[str]], width: int, delimiter: str, ending: str, encoding: str
) -> None:
    table = [row[:width] for row in rows]
    found = analysed(written([NAMES[:width], *table], delimiter, ending, quote_all=True), encoding)
    assert (found.rows, found.rows_left_out, found.header) == (len(table), 0, True)
    assert (found.delimiter, found.quote) == (delimiter, '"')
    assert [one.name for one in found.columns] == NAMES[:width]
    for place, one in enumerate(found.columns):
        assert_counts(one, [row[place] for row in table])


@settings(max_examples=25)
@given(rows=st.lists(st.tuples(WHOLE, st.text("xy ,", max_size=5)), min_size=1, max_size=12))
def test_whole_numbers_have_their_bounds(rows: list[tuple[int, str]]) -> None:
    table = [NAMES[:2], *([str(number), word] for number, word in rows)]
    found = column(analysed(written(table, ",", "\r\n", quote_all=False), "utf-8"), "alpha")
    assert found.type == "integer"
    assert [int(str(found.min)), int(str(found.max))] == [f(number for number, _ in rows) for f in (min, max)]


@settings(max_examples=25)
@given(rows=st.lists(st.lists(st.sampled_from(["1", "x"]), min_size=1, max_size=5), min_size=1, max_size=20))
def test_every_row_is_a_row_or_left_out(rows: list[list[str]]) -> None:
    table = [NAMES[:3], ["1", "x", "y"], ["2", "x", "y"], ["3", "x", "y"], *rows]
    found = analysed(written(table, ",", "\n", quote_all=False), "utf-8")
    if len(found.columns) == 3:
        assert found.rows == len(rows) + 3
        assert found.rows_left_out == sum(len(row) != 3 for row in rows)


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
async def test_awarded_contracts_as_they_were_counted_by_hand(tmp_path: Path) -> None:
    path = DATA / "tabular" / "toronto-awarded-contracts" / "Awarded Contracts.csv"
    analysis = await analyse(tmp_path, path.read_bytes())
    table = duckdb.read_csv(str(path), all_varchar=True)
    assert (analysis.rows, analysis.rows_left_out, len(analysis.columns)) == (len(table), 0, len(table.columns))
    for one, name in zip(analysis.columns, table.columns, strict=True):
        quoted = f'"{name}"'
        asked = table.aggregate(f"count({quoted}), count(DISTINCT {quoted}), max(length({quoted}))").fetchall()
        assert (one.name, (analysis.rows - one.nulls, one.distinct, one.longest)) == (name, *asked)
    dates = duckdb.read_csv(str(path)).aggregate('min("Award Date"), max("Award Date")').fetchall()
    found = column(analysis, "Award Date")
    assert found.type == "date"
    assert [found.min, found.max] == [date.isoformat() for date in dates[0]]
    assert analysis.notes == []
