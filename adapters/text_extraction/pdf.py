"""PDF files with a text layer."""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from adapters.text_extraction.paragraphs import join_lines
from shared.errors import UnreadableFileError

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every font it has to guess at

_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    NotImplementedError,
    ArithmeticError,
    AssertionError,
)
"""What pypdf lets out of a file that breaks the format's rules."""

_PAGE_NUMBER = re.compile(
    r"[-\u2013—\[\s]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013—\]\s]*$", re.IGNORECASE
)
_FILING_SOURCE = re.compile(r"Source:\s.{0,150}\d{1,2}/\d{1,2}/\d{4}$")
_LONE_NUMBER = re.compile(r"[-\u2013—\s]*(\d{1,4})[-\u2013—\s]*")
_EDGE_LINES = 3
_REPEATED_ON_PAGES = 0.5
_MIN_PAGES_FOR_HEADERS = 3
_MIN_CHARS = 20
_MAX_PAGES = 3000


def read(filename: str, content: bytes) -> str:
    """The text in reading order, a paragraph a line, without page numbers and repeated headers and footers.

    Raises:
        UnreadableFileError: broken, protected by a password, or a scan without a text layer.
    """
    try:
        pages = _pages(filename, content)
    except DependencyError as error:
        raise _locked(filename) from error
    except _BROKEN as error:
        raise UnreadableFileError(
            f"'{filename}' is damaged or not a PDF. Open it in a PDF reader, save it again and upload that."
        ) from error
    text = join_lines([line for page in _without_furniture(pages) for line in page])
    if sum(char.isalnum() for char in text) < _MIN_CHARS:
        raise UnreadableFileError(
            f"'{filename}' is a scan without text. Run text recognition (OCR) on it and upload the result."
        )
    return text


def _pages(filename: str, content: bytes) -> list[list[str]]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(filename)
    if len(reader.pages) > _MAX_PAGES:
        raise UnreadableFileError(f"'{filename}' has over {_MAX_PAGES} pages. Upload the contract's part of it.")
    return [page.extract_text().splitlines() for page in reader.pages]


def _locked(filename: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"'{filename}' is protected by a password. Save a copy without the password and upload that."
    )


def _without_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    counts = Counter(key for page in pages for key in {_key(page[i]) for i in _edges(page)} if key)
    least = max(_MIN_PAGES_FOR_HEADERS, _REPEATED_ON_PAGES * len(pages))
    repeated = {key for key, count in counts.items() if count >= least}
    numbered = _page_number_run(pages)
    return [_body(page, repeated, numbered, at) for at, page in enumerate(pages)]


def _body(page: Sequence[str], repeated: set[str], numbered: set[tuple[int, int]], at: int) -> list[str]:
    edges = set(_edges(page))
    return [
        line
        for i, line in enumerate(page)
        if line.strip()
        and (at, i) not in numbered
        and not (i in edges and (_key(line) in repeated or _is_page_mark(line.strip())))
    ]


def _page_number_run(pages: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Lines of a number alone that count up through the document.

    A document printed anew keeps its old page numbers, now in the middle of its pages.
    """
    run: list[tuple[int, int]] = []
    expected: int | None = None
    for at, page in enumerate(pages):
        for i, line in enumerate(page):
            number = _LONE_NUMBER.fullmatch(line.strip())
            if number and int(number[1]) == (expected or int(number[1])):
                run.append((at, i))
                expected = int(number[1]) + 1
    return set(run) if len(run) >= _MIN_PAGES_FOR_HEADERS else set()


def _is_page_mark(line: str) -> bool:
    return bool(_PAGE_NUMBER.match(line) or _FILING_SOURCE.match(line))


def _edges(page: Sequence[str]) -> list[int]:
    said = [i for i, line in enumerate(page) if line.strip()]
    return said[:_EDGE_LINES] + said[-_EDGE_LINES:]


def _key(line: str) -> str:
    """The line without what changes from page to page."""
    return re.sub(r"[\W\d_]+", " ", line).strip().casefold()
