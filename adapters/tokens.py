"""Tokens as OpenAI's present models count them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_PIECE_CHARS = 50_000
"""The library refuses more than 200,000 tokens at once, and a character can be up to four tokens."""


@lru_cache(maxsize=1)
def _encoding() -> Any:
    """Built once a process, at its first count: loading the tables takes about 0.6 s."""
    import bpe_openai  # noqa: PLC0415 - kept out of the start, which has ten seconds to index the app

    return bpe_openai.get_encoding("o200k_base")


class O200kTokenCounter:
    """Counts in o200k_base, the encoding of GPT-4o and later. Implements the port `TokenCounter`.

    The tables come with the package: nothing is downloaded. Text that spells a special token, such as
    `<|endoftext|>`, is counted as the ordinary characters it is.
    """

    def count(self, text: str) -> int:
        """How many tokens `text` is. CPU-bound: about 10 ms for a contract of 150,000 characters.

        Texts of over 50,000 characters are counted in pieces cut between words, which can add a token a cut.
        """
        return sum(len(_encoding().encode_ordinary(piece)) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + _PIECE_CHARS
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end))
            end = end if end > start else start + _PIECE_CHARS
        yield text[start:end]
        start = end
