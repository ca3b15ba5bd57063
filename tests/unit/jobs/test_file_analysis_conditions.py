"""What an analysis says of files that are unusual, damaged or something else."""

import codecs
from pathlib import Path

import pytest

from shared.errors import PermanentError
from tests.unit.jobs.analyses import analyse, codes, column, note


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
async def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = ["name|a;b,c", "x y;1", "z,2"] if delimiter == "\t" else ["name", "x y", "z"]
    analysis = await analyse(tmp_path, "\n".join(f"{row}{delimiter}{place}" for place, row in enumerate(rows)))
    assert analysis.delimiter == delimiter
    assert len(analysis.columns) == 2


async def test_single_quotes_are_found(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name\n1,'Alder, Sons'\n2,'Birch''s'\n")
    assert (analysis.quote, analysis.delimiter, analysis.rows) == ("'", ",", 2)
    assert column(analysis, "name").samples == ["Alder, Sons", "Birch's"]


async def test_an_apostrophe_is_no_quote(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name\n1,O'Hara\n2,'tis\n")
    assert (analysis.quote, analysis.rows) == ('"', 2)


@pytest.mark.parametrize(
    ("ending", "name"),
    [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")],
)
async def test_line_endings_inside_quotes_do_not_count(tmp_path: Path, ending: str, name: str) -> None:
    text = f'id,text{ending}1,"two\nlines\r\nor three"{ending}2,x{ending}'
    analysis = await analyse(tmp_path, text)
    assert (analysis.rows, analysis.line_ending, codes(analysis)) == (2, name, set())
    assert column(analysis, "text").samples == ["two\nlines\r\nor three", "x"]


async def test_mixed_line_endings_are_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,text\r\n1,a\n2,b\r\n3,c\r4,d\n")
    assert (analysis.rows, analysis.line_ending, codes(analysis)) == (4, "mixed", {"mixed_line_endings"})
    assert column(analysis, "text").max == "d"


TEXT = "id,name\n1,Zoë Müller\n2,Łódź\n"
WESTERN = "id,name\n1,Zoë Müller\n2,“Café”\n"


@pytest.mark.parametrize(
    ("data", "encoding", "confidence", "noted"),
    [
        (TEXT.encode(), "utf-8", "certain", set()),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig", "certain", set()),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", "certain", set()),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", "certain", set()),
        (TEXT.encode("utf-16-le"), "utf-16-le", "likely", {"encoding_guessed"}),
        (TEXT.encode("utf-16-be"), "utf-16-be", "likely", {"encoding_guessed"}),
        (WESTERN.encode("cp1252"), "windows-1252", "guess", {"encoding_guessed"}),
        (WESTERN.replace("“Café”", "Café \x81").encode("latin-1"), "latin-1", "guess", {"encoding_guessed"}),
    ],
)
async def test_the_encoding_is_found(
    tmp_path: Path, data: bytes, encoding: str, confidence: str, noted: set[str]
) -> None:
    analysis = await analyse(tmp_path, data)
    assert (analysis.encoding, analysis.encoding_confidence, codes(analysis)) == (encoding, confidence, noted)
    assert [one.name for one in analysis.columns] == ["id", "name"]
    assert column(analysis, "name").samples[0] == "Zoë Müller"
    assert analysis.rows == 2


async def test_an_encoding_that_only_the_end_shows(tmp_path: Path) -> None:
    lines = "".join(f"{number},plain\n" for number in range(150_000))
    analysis = await analyse(tmp_path, f"id,name\n{lines}".encode() + b"1,Caf\xe9\n")
    assert analysis.encoding == "windows-1252"
    assert column(analysis, "name").samples == ["plain", "Café"]
    assert analysis.rows == 150_001


async def test_undecodable_bytes_are_counted(tmp_path: Path) -> None:
    data = ("id,name\n1," + "ä" * 200 + "\n").encode() + b"2,x\xff\n3,\xfey\n"
    analysis = await analyse(tmp_path, data)
    assert (analysis.encoding, analysis.encoding_confidence) == ("utf-8", "likely")
    found = note(analysis, "undecodable_bytes")
    assert found.count == 2
    assert [data[offset] for offset in found.offsets] == [0xFF, 0xFE]
    assert column(analysis, "name").samples[1:] == ["x\ufffd", "\ufffdy"]


async def test_undecodable_utf16_is_counted(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + "id,name\n1,x".encode("utf-16-le") + b"\x00\xdc" + "\n".encode("utf-16-le")
    analysis = await analyse(tmp_path, data)
    assert note(analysis, "undecodable_bytes").count == 1
    assert column(analysis, "name").samples == ["x\ufffd"]


async def test_nul_bytes_are_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name\n" + "1,some longer name\n" * 20 + "2,x\0y\n")
    assert note(analysis, "nul_bytes").count == 1
    assert column(analysis, "name").max == "x\ufffdy"


async def test_rows_of_another_width_are_counted_and_left_out(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, 'id,name\n1,"two\nlines"\n9\n2,b\n3,c,d\n4,e\n' + "9\n" * 6)
    few, many = note(analysis, "too_few_fields"), note(analysis, "too_many_fields")
    assert (few.count, few.lines) == (7, [4, 8, 9, 10, 11])
    assert (many.count, many.lines) == (1, [6])
    assert (analysis.rows, analysis.rows_left_out) == (11, 8)
    assert column(analysis, "id").max == 4
    assert column(analysis, "id").nulls == 0


async def test_unbalanced_quotes_are_counted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, 'id,name\n1,"a"b\n2,c\n3,5"8\n')
    found = note(analysis, "unbalanced_quotes")
    assert (found.count, found.lines) == (1, [2])
    assert (analysis.rows, analysis.rows_left_out) == (3, 1)
    assert column(analysis, "name").samples == ["c", '5"8']


async def test_a_quote_that_is_never_closed_is_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, 'id,name\n1,a\n2,"b\n3,c\n4,d\n')
    assert note(analysis, "unclosed_quote").lines == [3]
    assert (analysis.rows, analysis.rows_left_out) == (2, 1)
    assert column(analysis, "id").max == 1


async def test_spaces_before_quotes_are_dropped_and_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, 'id, name, town\n1, "Alder, Sons", "Bern"\n2, "Birch", "Bonn"\n')
    assert codes(analysis) == {"spaces_before_quotes"}
    assert column(analysis, "name").samples == ["Alder, Sons", "Birch"]


async def test_spaces_inside_fields_are_kept(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, 'id,name\n1, x \n2," y"\n')
    assert column(analysis, "name").samples == [" x ", " y"]
    assert column(analysis, "name").min == " x "


async def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, '\n\nid,name\n\n1,"a\n\nb"\n\n2,c\n\n\n')
    assert note(analysis, "blank_lines").count == 6
    assert (analysis.rows, analysis.rows_left_out) == (2, 0)


async def test_in_a_single_column_an_empty_line_is_a_row(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "number\n1\n\n3\n")
    assert analysis.rows == 3
    assert column(analysis, "number").nulls == 1
    assert codes(analysis) == set()


@pytest.mark.parametrize("data", [b"", b"\n\n\r\n", codecs.BOM_UTF8])
async def test_an_empty_file_is_noted(tmp_path: Path, data: bytes) -> None:
    analysis = await analyse(tmp_path, data)
    assert (analysis.rows, analysis.columns, codes(analysis)) == (0, [], {"empty_file"})


async def test_only_a_header_is_noted(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name")
    assert (analysis.rows, analysis.line_ending) == (0, "none")
    assert {"only_header", "header_guessed"} == codes(analysis)
    assert [one.type for one in analysis.columns] == ["empty", "empty"]


async def test_rows_wider_than_the_header_have_columns(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name\n1,a,x\n2,b,y\n")
    assert [one.name for one in analysis.columns] == ["id", "name", "column_3"]
    assert note(analysis, "extra_columns").count == 1
    assert (analysis.rows, analysis.rows_left_out) == (2, 0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04" + b"x" * 50, "Excel workbook"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PAR1" + bytes(50), "a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "an old Excel"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (bytes(range(256)) * 20, "binary data"),
    ],
)
async def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(PermanentError, match=said):
        await analyse(tmp_path, data)


async def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"2,001 columns. The limit is 2,000"):
        await analyse(tmp_path, ",".join(map(str, range(2_001))) + "\n")


async def test_a_line_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match="Line 2 is longer than 16 MB"):
        await analyse(tmp_path, "id,name\n1," + "x" * 17_000_000 + "\n2,y\n")


async def test_a_field_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match="line 2 is longer than 16 MB"):
        await analyse(tmp_path, 'id,name\n1,"' + ("x" * 999 + "\n") * 17_500 + "\n2,y\n")


async def test_a_line_just_under_the_limit_is_read(tmp_path: Path) -> None:
    analysis = await analyse(tmp_path, "id,name\n1," + "x" * 16_000_000 + "\n2,y\n")
    assert column(analysis, "name").longest == 16_000_000


async def test_a_first_row_longer_than_the_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match="No row ends"):
        await analyse(tmp_path, "x" * 1_500_000 + ",y\n1,2\n")


async def test_wide_samples_are_shorter(tmp_path: Path) -> None:
    value = "w" * 100
    analysis = await analyse(tmp_path, ",".join(f"c{place}" for place in range(300)) + "\n" + ",".join([value] * 300))
    assert {one.samples[0] for one in analysis.columns} == {value[:40]}
    assert {one.max for one in analysis.columns} == {value[:40]}
