"""Word files: paragraphs and tables in the document's order, with the numbers Word computes."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from adapters.text_extraction.docx_numbering import Numbering
from shared.errors import UnreadableFileError

_MAX_UNPACKED_BYTES = 100_000_000
_MAX_FILES = 5_000
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    IndexError,
    NotImplementedError,
    EOFError,
    SyntaxError,
)
"""What python-docx and zipfile let out of a file that breaks the format's rules."""

_SKIPPED = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:drawing", "w:pict", "w:object")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_CONTAINERS = frozenset(qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml"))
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(filename: str, content: bytes) -> str:
    """The text, a blank line between paragraphs, a table row a line with ` | ` between its cells.

    Raises:
        UnreadableFileError: broken, protected by a password, or unpacking to an absurd size.
    """
    try:
        _check_size(filename, content)
        document = Document(io.BytesIO(content))
        return "\n\n".join(_blocks(document.element.body, Numbering(document)))
    except _BROKEN as error:
        raise UnreadableFileError(
            f"'{filename}' is damaged, protected by a password, or not a Word file (.docx). "
            "Open it in Word, save it again without a password and upload that."
        ) from error


def _check_size(filename: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
    if len(entries) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED_BYTES:
        raise UnreadableFileError(
            f"'{filename}' unpacks to over {_MAX_UNPACKED_BYTES // 1_000_000} MB, which no contract does. "
            "Save it again without its pictures and upload that."
        )


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    for element in parent:
        if element.tag == qn("w:p"):
            text = _paragraph(element, numbering)
            if text:
                yield text
        elif element.tag == qn("w:tbl"):
            yield from _rows(element, numbering)
        elif element.tag in _CONTAINERS:
            yield from _blocks(element, numbering)


def _rows(table: Any, numbering: Numbering) -> Iterator[str]:
    for row in table.iterchildren(qn("w:tr")):
        cells = (" ".join(_blocks(cell, numbering)) for cell in row.iter(qn("w:tc")) if _is_of(cell, row))
        text = " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())
        if text:
            yield text


def _is_of(cell: Any, row: Any) -> bool:
    """Whether the cell belongs to this row and not to a table inside one of its cells."""
    return next(cell.iterancestors(qn("w:tr"))) is row


def _paragraph(element: Any, numbering: Numbering) -> str:
    text = "".join(_texts(element)).strip()
    if not text:
        return ""
    number = numbering.number_of(element)
    return f"{number} {text}" if number else text


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _texts(child)
