"""Text out of an uploaded file, and its length in tokens."""

from typing import Protocol


class TextExtractor(Protocol):
    """Turns a file into plain text."""

    def extract(self, filename: str, content: bytes) -> str:
        """The text of a .txt, .md, .pdf or .docx file. CPU-bound: call it in a thread.

        Raises:
            UnreadableFileError: unknown type, empty, broken, encrypted, or a scan without text.
        """
        ...

    def clean(self, text: str) -> str:
        """`text` with the characters that mean nothing to a reader put in order, as `extract` leaves them.

        Empty if nothing that can be read is left. CPU-bound: call it in a thread.
        """
        ...


class TokenCounter(Protocol):
    """Counts tokens as the model's provider does."""

    def count(self, text: str) -> int:
        """How many tokens `text` is."""
        ...
