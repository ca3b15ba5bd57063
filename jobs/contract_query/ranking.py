"""Which passages of a contract speak most of a question: BM25 over their words."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_STEM = 6
"""Letters of a word that count: govern stands for governs, governed and governing, in most languages that inflect."""

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Scripts that are written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, without accents, their first six letters.

    Of scripts without spaces every two neighbouring characters are a word.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    found: list[str] = []
    for match in _WORD.finditer(bare):
        word = match.group()
        if _UNSPACED.search(word):
            found.extend(_pairs(word))
        else:
            found.append(word[:_STEM])
    return found


def _pairs(run: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(run)] or [run]


def rank(passages: Sequence[str], question: str) -> list[int]:
    """The places of the passages, those that speak most of the question first; equal ones in reading order."""
    # It brings numpy, which takes a quarter of a second: only those who ask about long contracts wait for it.
    import bm25s  # noqa: PLC0415

    asked = list(dict.fromkeys(words_of(question)))
    # The library takes no passage without a word.
    texts = [words_of(passage) or [""] for passage in passages]
    if not any(map(set(asked).intersection, texts)):
        return list(range(len(passages)))
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(texts, show_progress=False)
    scores = index.get_scores(asked)
    return sorted(range(len(passages)), key=lambda place: (-float(scores[place]), place))
