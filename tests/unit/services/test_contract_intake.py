"""What is made tidy on the way from a request to a stored contract."""

import hashlib

import pytest

from adapters.text_extraction import FileTextExtractor
from contracts.intake import ContractIntake, Draft, Upload, clean_filename
from shared.errors import InvalidRequestError
from tests.fakes.builders import USER
from tests.fakes.services import Services, services


class NoTokens:
    """The port `TokenCounter`: nothing is counted."""

    def count(self, text: str) -> int:
        del text
        return 0


def intake(here: Services) -> ContractIntake:
    return ContractIntake(here.contracts, FileTextExtractor(), NoTokens(), here.clock, here.ids)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("in/Master.txt", "Master.txt"),
        ("a\x00b\r\n\x1b[31m\x9f.txt", "ab[31m.txt"),
        ("half \ud800 a\u2028character.md", "half  acharacter.md"),
        ("  Überlassung 北.pdf ", "Überlassung 北.pdf"),
        ("n" * 400 + ".docx", "n" * 250 + ".docx"),
        ("a." + "e" * 400, "a." + "e" * 253),
        ("", "file 3"),
        ("\x00\n", "file 3"),
        ("/", "file 3"),
    ],
)
def test_a_file_name_keeps_what_can_be_shown_and_its_ending(raw: str, clean: str) -> None:
    assert clean_filename(raw, 3) == clean


async def test_a_contract_is_named_after_the_clean_name_of_its_file() -> None:
    here = services()
    [header] = await intake(here).add_files([Upload("/files/0", "Mas\x00ter \n.txt", b"1. Term.")], USER)
    assert (header.title, header.filename) == ("Master", "Master .txt")


async def test_a_file_without_a_name_is_told_by_its_number() -> None:
    uploads = [Upload("/files/0", "a.txt", b"1. Term."), Upload("/files/1", "\x00", b"1. Term.")]
    with pytest.raises(InvalidRequestError, match="'file 2' is not a kind of file"):
        await intake(services()).add_files(uploads, USER)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff1. Term.\r\nOne year.\r\r2. Fees.\x00" + " None." * 300 + "\n",
        "1. Ter\u200bm.\x1b[31m \t\n\n\n\n\n\n2. Fees.\xa0\ufb01xed, cafe\u0301.\x0cEnd" + " of it" * 300,
    ],
)
async def test_a_text_is_stored_the_same_whether_it_comes_as_a_file_or_not(text: str) -> None:
    here = services()
    given = await intake(here).add_text(Draft(text, "Given", USER))
    [filed] = await intake(here).add_files([Upload("/files/0", "given.txt", text.encode())], USER)
    clean = FileTextExtractor().clean(text)
    assert given.sha256 == filed.sha256 == hashlib.sha256(clean.encode()).hexdigest()
    assert {"\r", "\x00", "\x1b", "\ufeff", "\u200b"}.isdisjoint(clean)


@pytest.mark.parametrize("text", ["", " \r\n\t", "\ufeff", "\u200b\u200d\u2060", "\x00\x1b", "\u3000\u200e"])
async def test_a_text_of_which_nothing_can_be_read_is_empty(text: str) -> None:
    here = services()
    with pytest.raises(InvalidRequestError) as refused:
        await intake(here).add_text(Draft(text, "Empty", USER))
    assert [(fault.pointer, fault.message) for fault in refused.value.faults] == [("/text", "The text is empty.")]
    assert here.contract_container.calls["create"] == 0
