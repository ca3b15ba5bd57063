"""What a question asks for: kinds of clause, words, and the kind of fact that would answer it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from adapters.offline_model.language.tokens import TokenKind, stem
from adapters.offline_model.language.vocabulary import NOISE
from shared.domain.classification.classify import classify_text
from shared.domain.clauses import ClauseType
from shared.domain.clauses.vocabulary import LABELS, SYNONYMS

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ASKING_WORDS = (
    "what who whose when where why how which is are does do did can could would should there any agreement "
    "contract clause provision provisions say says state stated mention mentioned contain contains include "
    "includes require requires required give gives given specify specified set certain many much one"
)
_SILENT = frozenset(map(stem, _ASKING_WORDS.split())) | frozenset(stem(word) for word in NOISE)
_FACTS: tuple[tuple[re.Pattern[str], tuple[TokenKind, ...]], ...] = (
    (
        re.compile(r"\bhow long\b|\bwhat period\b|\bnotice period\b|\bduration\b|\bhow many (?:days|months|years)\b"),
        ("duration",),
    ),
    (re.compile(r"\bhow much\b|\bwhat (?:amount|price|fee|sum)\b"), ("money", "percent")),
    (re.compile(r"\bwhich (?:\w+ )?(?:law|laws|state|country|court|courts)\b|\bwhat law\b|\bwhere\b"), ("place",)),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for; weights are 0 to 1, `words` are stems."""

    types: Mapping[ClauseType, float]
    words: tuple[str, ...]
    facts: tuple[TokenKind, ...]


def read_question(question: str) -> Sought:
    """A question from its sentence."""
    plain = " ".join(question.casefold().replace("\u2019", "'").split())
    stems = [stem(word) for word in _WORD.findall(plain.replace("-", " "))]
    words = tuple(dict.fromkeys(word for word in stems if word not in _SILENT and len(word) > 1))
    facts = tuple(kind for pattern, kinds in _FACTS if pattern.search(plain) for kind in kinds)
    return Sought(_types(plain, frozenset(stems)), words, facts)


def _types(plain: str, stems: frozenset[str]) -> dict[ClauseType, float]:
    """The kinds of clause that the question names, or whose terms it uses, the longest names weighing most."""
    named = {
        kind: most for kind, names in _names().items() if (most := max(map(len, _within(names, stems)), default=0))
    }
    for kind in classify_text(plain):
        named[kind] = max(named.get(kind, 0), 2)
    most = max(named.values(), default=1)
    return {kind: length / most for kind, length in named.items()}


def _within(names: tuple[frozenset[str], ...], stems: frozenset[str]) -> list[frozenset[str]]:
    return [name for name in names if name <= stems]


@lru_cache(maxsize=1)
def _names() -> Mapping[ClauseType, tuple[frozenset[str], ...]]:
    """The names of each kind of clause as sets of stems."""
    names: dict[ClauseType, tuple[frozenset[str], ...]] = {}
    for kind in ClauseType:
        phrases = () if kind is ClauseType.OTHER else (LABELS[kind], *SYNONYMS.get(kind, ()))
        found = (frozenset(map(stem, _WORD.findall(phrase.casefold().replace("-", " ")))) for phrase in phrases)
        names[kind] = tuple(telling for name in found if (telling := name - _SILENT))
    return names
