from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.downloads import attachment


def header(name: str) -> str:
    return attachment(name)["Content-Disposition"]


def test_the_name_is_there_whole_and_for_programs_that_know_ascii_only() -> None:
    plain, _, whole = header("\u00dcbersicht 100% \u5951\u7ea6.pdf").partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="bersicht 100.pdf"'
    assert whole == "%C3%9Cbersicht%20100%25%20%E5%A5%91%E7%BA%A6.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", 'a"b.pdf', "a\r\nSet-Cookie: x.pdf", "CON:|?.pdf"])
def test_what_no_file_system_takes_is_left_out(name: str) -> None:
    assert not set('/\\:*?<>|\r\n"') & set(unquote(header(name).partition("UTF-8''")[2]))
    assert "\n" not in header(name)


def test_a_long_name_is_shortened_and_keeps_its_ending() -> None:
    assert header("x" * 500 + ".docx").endswith("x" * 150 + ".docx")


def test_a_long_name_of_signs_of_three_bytes_fits_a_file_system() -> None:
    whole = unquote(header("\u5951" * 500 + ".docx").partition("UTF-8''")[2])
    assert whole == "\u5951" * 83 + ".docx"
    assert len(whole.encode()) <= 255


@pytest.mark.parametrize(
    "sign", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f"]
)
def test_no_sign_makes_a_name_look_as_if_it_ended_otherwise(sign: str) -> None:
    assert header(f"invoice{sign}fdp.exe.pdf") == header("invoicefdp.exe.pdf")


@pytest.mark.parametrize("name", [".pdf", "\u5951.pdf", "%.pdf"])
def test_there_is_a_name_for_everybody_whatever_the_title(name: str) -> None:
    assert 'filename="result.pdf"' in header(name)


@given(st.text(st.characters(codec=None)))
def test_any_title_makes_a_header_that_can_be_sent(title: str) -> None:
    header(f"{title}.csv").encode("latin-1")
