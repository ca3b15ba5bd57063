"""One extractor for every kind of file that may be uploaded."""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType

from adapters.text_extraction import cleaning
from shared.errors import UnreadableFileError

_READERS = MappingProxyType(
    {
        ".txt": "adapters.text_extraction.plain_text",
        ".md": "adapters.text_extraction.markdown",
        ".pdf": "adapters.text_extraction.pdf",
        ".docx": "adapters.text_extraction.docx_file",
    }
)
"""The module that reads each kind; imported at its first file, since the libraries are slow to load."""


class FileTextExtractor:
    """Reads a file by the ending of its name. Implements `shared.ports.text_extraction.TextExtractor`."""

    def extract(self, filename: str, content: bytes) -> str:
        r"""The text, with `\\n` newlines, without NULs, headings and paragraphs on lines of their own.

        Raises:
            UnreadableFileError: unknown type, empty, broken, encrypted, or a scan without text.
        """
        ending = PurePath(filename).suffix.lower()
        if ending not in _READERS:
            raise UnreadableFileError(
                f"'{filename}' is not a kind of file that can be read. Upload a .txt, .md, .pdf or .docx file."
            )
        if not content:
            raise UnreadableFileError(f"'{filename}' is empty (0 bytes). Upload the file again.")
        text = self.clean(_reader(ending)(filename, content))
        if not text:
            raise UnreadableFileError(f"'{filename}' has no text in it. Upload a file with the contract's text.")
        return text

    def clean(self, text: str) -> str:
        r"""`text` with `\\n` newlines, composed characters, plain spaces and no control characters, or empty."""
        return cleaning.clean(text)


def _reader(ending: str) -> Callable[[str, bytes], str]:
    read: Callable[[str, bytes], str] = import_module(_READERS[ending]).read
    return read
