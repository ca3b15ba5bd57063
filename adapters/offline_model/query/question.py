"""What a question asks for: kinds of clause, further words, and the kind of fact that would answer it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from adapters.offline_model.language.tokens import TokenKind
from adapters.offline_model.query.asks import Ask, ask_of
from adapters.offline_model.query.words import telling_words
from shared.domain.classification.classify import classify_text
from shared.domain.clauses import ClauseType
from shared.domain.clauses.vocabulary import LABELS, SYNONYMS

_FACTS: tuple[tuple[re.Pattern[str], tuple[TokenKind, ...]], ...] = (
    (re.compile(r"^how (?:much|long)\b.*\bnotice\b|^what .*\bnotice period\b"), ("duration",)),
    (
        re.compile(r"^(?:for )?how long\b|^what (?:\w+ ){0,3}(?:period|duration)\b|^how many (?:days|months|years)\b"),
        ("duration",),
    ),
    (re.compile(r"^how much\b|^what (?:amount|price|fee|sum)\b"), ("money", "percent")),
)
_OF_TERMS = 2.0
"""What a kind of clause counts whose terms the question uses: as much as a name of so many words."""
_ALONE = 0.35
_ALONE_BY_LABEL = 0.5
_ALONE_A_WORD = 0.1
_LABEL = 1.5
"""Words by which a kind's own label counts as longer than its other names."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of clause that a question names.

    `weight` is 1 for the one with the longest name. `words` are the question's words beside that name, and `alone` is
    what is left of a sentence of this kind that has none of them: the longer the name, the less do they matter.
    """

    weight: float
    alone: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for: kinds of clause, its own words, and kinds of fact, one of which an answer must have."""

    subjects: Mapping[ClauseType, Subject]
    words: tuple[str, ...]
    facts: frozenset[TokenKind]
    ask: Ask | None


def read_question(question: str) -> Sought:
    """A question from its sentence."""
    plain = " ".join(question.casefold().replace("\u2019", "'").split())
    words = tuple(telling_words(plain, asked=True))
    facts = next((kinds for pattern, kinds in _FACTS if pattern.search(plain)), ())
    return Sought(_subjects(plain, words), words, frozenset(facts), ask_of(plain))


def _subjects(plain: str, words: tuple[str, ...]) -> dict[ClauseType, Subject]:
    """The kinds of clause that a question names, and those whose terms it uses."""
    named = _named(frozenset(telling_words(plain)))
    lengths = {kind: len(name) + _LABEL * (name == _names()[kind][0]) for kind, name in named.items()}
    for kind in classify_text(plain):
        lengths[kind] = max(lengths.get(kind, 0.0), _OF_TERMS)
    most = max(lengths.values(), default=1.0)
    longest = max(map(len, named.values()), default=0)
    spoken = frozenset(word for name in named.values() if len(name) == longest > 1 for word in name)
    subjects: dict[ClauseType, Subject] = {}
    for kind, length in lengths.items():
        by_label = named.get(kind) == _names()[kind][0]
        said = named.get(kind, spoken) | (spoken if by_label and length == most else frozenset())
        rest = tuple(word for word in words if word not in said)
        alone = _ALONE_BY_LABEL if by_label else min(_ALONE_BY_LABEL, _ALONE + _ALONE_A_WORD * (length - 1))
        subjects[kind] = Subject(length / most, alone, rest)
    return subjects


def _named(words: frozenset[str]) -> dict[ClauseType, frozenset[str]]:
    """The kinds of clause that the words name, each with the longest of its names that they hold."""
    found: dict[ClauseType, frozenset[str]] = {}
    for kind, names in _names().items():
        held = [name for name in names if name and name <= words]
        if held:
            found[kind] = max(held, key=len)
    return found


@lru_cache(maxsize=1)
def _names() -> Mapping[ClauseType, tuple[frozenset[str], ...]]:
    """The names of each kind of clause, its label first, as sets of their telling words."""
    names: dict[ClauseType, tuple[frozenset[str], ...]] = {}
    for kind in ClauseType:
        phrases = () if kind is ClauseType.OTHER else (LABELS[kind], *SYNONYMS.get(kind, ()))
        names[kind] = tuple(frozenset(telling_words(phrase)) for phrase in phrases)
    return names
