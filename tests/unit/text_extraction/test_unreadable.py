import hashlib
from pathlib import Path

import pytest
from docx import Document

from adapters.text_extraction import FileTextExtractor
from shared.errors import UnreadableFileError
from tests.unit.text_extraction.files import docx, encrypted, pdf, zip_bomb

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "documents"
RUBBISH = b"".join(hashlib.sha256(bytes([seed])).digest() for seed in range(125))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        FileTextExtractor().extract(name, content)
    assert f"'{name}'" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["letter.doc", "contract", "sheet.xlsx", "page.html", "a.pdf.exe"])
def test_another_kind_of_file_is_refused_with_the_kinds_that_can_be_read(name: str) -> None:
    assert ".txt, .md, .pdf or .docx" in refusal(name, b"text")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.pdf", "a.docx"])
def test_an_empty_file_is_refused(name: str) -> None:
    assert "is empty" in refusal(name, b"")


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b" \n\t\r\n"), ("a.md", b"<!-- -->\n---\n"), ("a.docx", docx(Document()))]
)
def test_a_file_with_nothing_in_it_is_refused(name: str, content: bytes) -> None:
    assert "has no text in it" in refusal(name, content)


@pytest.mark.parametrize("content", [RUBBISH, bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_binary_rubbish_named_as_text_is_refused(content: bytes) -> None:
    assert "is not text that can be read" in refusal("a.txt", content)


def test_a_pdf_or_word_file_named_as_text_is_refused_with_what_it_is() -> None:
    assert "is a PDF, not text" in refusal("a.txt", pdf(["Some text."]))
    assert "is a Word or zip file" in refusal("a.md", docx(Document()))


@pytest.mark.parametrize("content", [b"%PDF-1.4 nonsense", b"hello", pdf(["Some text."])[:200], RUBBISH[:300]])
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    assert "is damaged or not a PDF" in refusal("a.pdf", content)


def test_a_pdf_without_text_is_refused_as_a_scan() -> None:
    assert "is a scan without text" in refusal("a.pdf", pdf([], []))


def test_a_pdf_under_a_password_is_refused_as_protected() -> None:
    assert "protected by a password" in refusal("a.pdf", encrypted(pdf(["Some text."]), user_password="secret"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 nonsense", b"hello", docx(Document())[:3000], zip_bomb(1_000_000)])
def test_a_broken_word_file_is_refused(content: bytes) -> None:
    assert "is damaged, protected by a password, or not a Word file" in refusal("a.docx", content)


def test_a_word_file_that_unpacks_to_an_absurd_size_is_refused_unopened() -> None:
    bomb = zip_bomb(150_000_000)
    assert len(bomb) < 1_000_000
    assert "unpacks to over 100 MB" in refusal("a.docx", bomb)


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data with the real documents is not there")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("scanned/odd/invalid.pdf", "is damaged or not a PDF"),
        ("scanned/public-domain/c02-22.pdf", "is a scan without text"),
        ("reports/pdfplumber-tests/password-example.pdf", "protected by a password"),
        ("scanned/public-domain/README.rst", "is not a kind of file"),
        ("invoices/XML-Rechnung/UBL/EN16931_Einfach.ubl.xml", "is not a kind of file"),
    ],
)
def test_a_real_file_that_cannot_be_read_is_refused_with_the_reason(path: str, words: str) -> None:
    assert words in refusal(Path(path).name, (DATA / path).read_bytes())


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data with the real documents is not there")
def test_every_other_real_pdf_is_read() -> None:
    refused = {"invalid.pdf", "c02-22.pdf", "password-example.pdf"}
    read = [
        FileTextExtractor().extract(path.name, path.read_bytes())
        for path in DATA.rglob("*.pdf")
        if path.name not in refused
    ]
    assert len(read) >= 6
    assert all(len(text) > 500 for text in read)
