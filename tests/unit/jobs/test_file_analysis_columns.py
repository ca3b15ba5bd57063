"""What an analysis says of the columns."""

import json
from pathlib import Path
from typing import Any

import pytest

from jobs.file_analysis.result import Column
from tests.unit.jobs.analyses import analyse, codes, column, note

AWARDS = '''\
id;supplier;amount;awarded;signed_at;opens;active;comment
1;"Alder; Sons";10.50;2024-02-29;2024-03-01 09:30:00;08:00;true;
2;Birch;-3;2023-12-31;2024-03-01T10:00:00.5;17:30:15;FALSE;"He said ""no"""
3;Cedar;1e3;2024-01-01;2024-02-28 23:59;09:15;yes;
'''


async def values_column(folder: Path, *values: str) -> Column:
    lines = [f"{number},{value}" for number, value in enumerate(values)]
    analysis = await analyse(folder, "\n".join(["number,value", *lines]))
    return column(analysis, "value")


async def test_a_table_with_every_type(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, AWARDS)
    assert (analysis.rows, analysis.rows_left_out, analysis.delimiter, analysis.quote) == (3, 0, ";", '"')
    assert (analysis.header, analysis.line_ending, analysis.encoding) == (True, "lf", "utf-8")
    assert analysis.encoding_confidence == "certain"
    assert analysis.notes == []
    assert analysis.file.size == len(AWARDS)
    assert analysis.file.filename == "table.csv"
    shown = [(one.name, one.type, one.min, one.max) for one in analysis.columns]
    assert shown == [
        ("id", "integer", 1, 3),
        ("supplier", "text", "Alder; Sons", "Cedar"),
        ("amount", "decimal", -3.0, 1000.0),
        ("awarded", "date", "2023-12-31", "2024-02-29"),
        ("signed_at", "timestamp", "2024-02-28T23:59:00", "2024-03-01T10:00:00.500000"),
        ("opens", "time", "08:00:00", "17:30:15"),
        ("active", "boolean", "false", "yes"),
        ("comment", "text", 'He said "no"', 'He said "no"'),
    ]
    assert [one.position for one in analysis.columns] == list(range(1, 9))
    comment = column(analysis, "comment")
    assert (comment.nulls, comment.distinct, comment.longest) == (2, 1, 12)
    assert comment.samples == ['He said "no"']


@pytest.mark.parametrize(
    ("values", "kind", "form"),
    [
        (["1", "-2", "0"], "integer", None),
        (["007", "008"], "text", None),
        (["+49", "+50"], "text", None),
        (["1", "2.5"], "decimal", None),
        ([".5", "5."], "decimal", None),
        (['"1,5"', '"2"'], "decimal", "1234,56"),
        (['"1,234"', '"5,678"'], "text", None),
        (["31/12/2024", "01/02/2024"], "date", "DD/MM/YYYY"),
        (["12/31/2024", "01/02/2024"], "date", "MM/DD/YYYY"),
        (["31.12.2024", "1.2.2024"], "date", "DD.MM.YYYY"),
        (["2024-02-30", "2024-02-01"], "text", None),
        (["31/12/2024 10:30", "1/2/2024 09:30:10"], "timestamp", "DD/MM/YYYY HH:MM[:SS]"),
        (["2024-01-01T00:00:00Z"], "timestamp", "ISO 8601 with a time zone"),
        (["25:00", "10:00"], "text", None),
        (["1", "x"], "text", None),
        (["", ""], "empty", None),
        (["nan", "inf"], "text", None),
        (["1_000", "0x10"], "text", None),
        (["NULL", "1"], "text", None),
    ],
)
async def test_a_column_has_the_narrowest_type_that_all_values_have(
    tmp_path: Path, values: list[str], kind: str, form: str | None
) -> None:
    found = await values_column(tmp_path, *values)
    assert (found.type, found.format) == (kind, form)


async def test_a_moment_with_a_zone_is_shown_in_utc(tmp_path: Path) -> None:
    found = await values_column(tmp_path, "2024-01-01T00:30:00+02:00", "2024-01-01T00:00:00Z")
    assert (found.min, found.max) == ("2023-12-31T22:30:00Z", "2024-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("9007199254740992", 9007199254740992),
        ("9007199254740993", "9007199254740993"),
        ("9" * 38, "9" * 38),
        ("0.1", 0.1),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
        ("1e999", "1e999"),
    ],
)
async def test_a_number_that_json_cannot_hold_is_text(tmp_path: Path, value: str, shown: Any) -> None:
    found = await values_column(tmp_path, value)
    assert (found.min, found.max) == (shown, shown)
    assert json.loads(found.model_dump_json())["max"] == shown


async def test_a_type_that_the_first_mebibyte_has_may_end_later(tmp_path: Path) -> None:
    lines = "".join(f"{number},same\n" for number in range(150_000))
    analysis = await analyse(tmp_path, f"number,word\n{lines}end,other\n")
    assert analysis.rows == 150_001
    assert column(analysis, "number").type == "text"
    assert column(analysis, "word").samples == ["same", "other"]


async def test_dates_that_may_be_read_in_two_ways_are_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "when,what\n01/02/2024,1\n03/04/2024,2\n")
    assert column(analysis, "when").min == "2024-02-01"
    assert note(analysis, "ambiguous_dates").columns == ["when"]


async def test_a_few_values_that_make_a_column_text_are_noted(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number}.50,x\n" for number in range(100))
    analysis = await analyse(tmp_path, f"id,amount,word\n{rows}100,$5.00,x\n")
    found = note(analysis, "nearly_typed")
    assert (found.count, found.columns) == (1, ["amount"])
    assert found.message == "Columns are text because of a few values: amount: 1 not decimal."


async def test_long_values_are_cut_and_measured_whole(tmp_path: Path) -> None:
    found = await values_column(tmp_path, "x" * 500_000, "y")
    assert found.longest == 500_000
    assert found.min == "x" * 200
    assert found.samples == ["x" * 200, "y"]


async def test_different_values_are_estimated_in_a_large_file_only(tmp_path: Path) -> None:
    small = await values_column(tmp_path, *map(str, range(5_000)))
    assert (small.distinct, small.distinct_exact) == (5_000, True)
    large = await values_column(tmp_path, *(f"{number}-{'x' * 80}" for number in range(100_000)))
    assert not large.distinct_exact
    assert large.distinct == pytest.approx(100_000, rel=0.1)


async def test_names_are_made_different_and_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "a,,a,a_2,a\n1,2,3,4,5\n")
    assert [one.name for one in analysis.columns] == ["a", "column_2", "a_3", "a_2", "a_4"]
    assert note(analysis, "renamed_columns").columns == ["column_2", "a_3", "a_4"]


async def test_a_name_is_data(tmp_path: Path) -> None:
    name = """x"; DROP TABLE y; --' {c}"""
    analysis = await analyse(tmp_path, f"number,{name}\n1,'); SELECT 1 --\n2,{{v}} % \\\n")
    assert analysis.columns[1].name == name
    assert analysis.columns[1].samples == ["'); SELECT 1 --", "{v} % \\"]


async def test_without_header_columns_have_numbers(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "1,x\n2,y\n")
    assert not analysis.header
    assert analysis.rows == 2
    assert [one.name for one in analysis.columns] == ["column_1", "column_2"]
    assert codes(analysis) == set()


async def test_a_header_above_text_only_is_a_guess(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "name,town\nAlder,Bern\nBirch,Bonn\n")
    assert analysis.header
    assert codes(analysis) == {"header_guessed"}
    repeated = await analyse(tmp_path, "Alder,Bern\nBirch,Bern\n")
    assert not repeated.header
    assert repeated.rows == 2


async def test_many_columns_are_read_in_several_passes(tmp_path: Path) -> None:
    width = 120
    header = ",".join(f"n{place}" for place in range(width))
    rows = "".join(",".join(str(row * place) for place in range(width)) + "\n" for row in range(10))
    analysis = await analyse(tmp_path, f"{header}\n{rows}")
    assert [(one.min, one.max) for one in analysis.columns] == [(0, 9 * place) for place in range(width)]
