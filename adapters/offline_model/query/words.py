"""Words of questions and of contracts, so folded that those of one subject are equal."""

import re
from functools import lru_cache

from adapters.offline_model.language.tokens import stem
from adapters.offline_model.language.vocabulary import NOISE, SUBJECT_GROUPS

_WORD = re.compile(r"[a-z]+")
_DENIED = re.compile(r"\bnon[-\s]+(\w+(?:ive|able|ible)(?:ly)?)\b")
"""What is not exclusive or not transferable is the opposite of it, and not a kind of it."""

_LETTERS = 6
"""Of a word's stem that count: compete, competing and competitor are one word, and compensation is not."""

_MIN_LETTERS = 5
_TOO_WIDE = frozenset({"use", "right"})
"""Words that stand beside a subject too often without being about it."""

_PREFIXES = frozenset({"non", "anti", "no", "not"})
"""Parts of names that say what a clause does about its subject, not what the subject is."""

_ASKING_WORDS = (
    "what who whose when where why how which whom is are does do did can could would should there any agreement "
    "contract clause provision provisions say says state stated mention mentioned contain contains include "
    "includes require requires required give gives given specify specified set certain many much one must happen "
    "happens whole long restrict prohibit forbid allow permit entitle right rights need exist apply exception "
    "exceptions and or without last maintain provide make create become"
)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A lower-case word as the beginning of its stem, or of its subject's."""
    base = _short(word)
    return _groups().get(base, base)


def _short(word: str) -> str:
    base = stem(word)
    if base.endswith("al") and len(base) >= _MIN_LETTERS + 2:
        base = base[:-2]
    return base[:_LETTERS]


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {
        _short(word): f"{subject}-"
        for subject, words in SUBJECT_GROUPS.items()
        for word in (subject, *words.split())
        if word not in _TOO_WIDE
    }


def words_of(text: str) -> list[str]:
    """The folded words of a text in any case, in reading order."""
    return [folded(word) for word in _raw_words(text)]


def telling_words(text: str, *, asked: bool = False) -> list[str]:
    """Those of the folded words that say what a name is about, or what is asked about, each once."""
    silent = _silent(asked=asked)
    telling = (word for word in _raw_words(text) if _short(word) not in silent)
    return list(dict.fromkeys(map(folded, telling)))


def _raw_words(text: str) -> list[str]:
    joined = _DENIED.sub(r"non\1", text.casefold())
    return [word for word in _WORD.findall(joined) if len(word) > 1]


@lru_cache(maxsize=2)
def _silent(*, asked: bool) -> frozenset[str]:
    words = (*NOISE, *_PREFIXES, *(_ASKING_WORDS.split() if asked else ()))
    return frozenset(map(_short, words))
