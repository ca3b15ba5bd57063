"""Text files in the encodings people have."""

import codecs

from shared.errors import UnreadableFileError

_MARKED_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = ((b"%PDF-", "a PDF", ".pdf"), (b"PK\x03\x04", "a Word or zip file", ".docx"))
_TEXT_CONTROLS = "\t\n\r\x0b\x0c"
_MAX_CONTROL_SHARE = 0.005
"""Rare stray control characters occur in real contracts; a binary file has them by the dozen."""


def read(filename: str, content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        UnreadableFileError: the bytes are no text.
    """
    for magic, kind, ending in _OTHER_FILES:
        if content.startswith(magic):
            raise UnreadableFileError(f"'{filename}' is {kind}, not text. Name it {ending} and upload it again.")
    text = _decoded(content)
    if text is None or _looks_binary(text):
        raise UnreadableFileError(
            f"'{filename}' is not text that can be read. Save it as plain text (UTF-8) and upload it again."
        )
    return text


def _decoded(content: bytes) -> str | None:
    marked = [encoding for mark, encoding in _MARKED_ENCODINGS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _looks_binary(text: str) -> bool:
    controls = sum(char < " " and char not in _TEXT_CONTROLS for char in text)
    return controls > _MAX_CONTROL_SHARE * len(text)
