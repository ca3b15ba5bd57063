"""The type a clause's heading announces."""

import re
from functools import lru_cache

from shared.domain.classification.heading_rules import HEADING_TERMS, HEADING_WORDS
from shared.domain.clauses.types import ClauseType as T

_RULES = tuple((kind, weight, re.compile(rf"(?:{words})")) for kind, weight, words in HEADING_TERMS)
_WORD_RULES = tuple((kind, re.compile(rf"\b(?:{words})")) for kind, words in HEADING_WORDS)
_PARTS = re.compile(r"\s*(?:[,;/&:\u2013—]|\band\b|\bor\b|\s-\s)\s*")
_NOISE = re.compile(
    r"^(?:the|a|an|certain|general|mutual|additional|other|our|your|payment of|no other)\s+|['\u2019]s?\b|[\"“”()\[\].]"
)
_MAX_CHARS = 120
_MAX_WORDS = 16


@lru_cache(maxsize=4096)
def types_of_heading(heading: str) -> tuple[T, ...]:
    """The types a heading announces, the surest first: "Term and Termination" announces two."""
    words = " ".join(_NOISE.sub(" ", " ".join(heading.casefold().split()[:_MAX_WORDS])).split())[:_MAX_CHARS]
    if not words:
        return ()
    parts = [words, *(part for part in _PARTS.split(words) if part and part != words)]
    scores: dict[T, int] = {}
    for kind, weight, rule in _RULES:
        if any(rule.fullmatch(part) for part in parts):
            scores[kind] = max(scores.get(kind, 0), weight)
    if not scores:
        return tuple(kind for kind, rule in _WORD_RULES if rule.search(words))
    return tuple(sorted(scores, key=lambda kind: scores[kind], reverse=True))


def type_of_heading(heading: str) -> T | None:
    """The type a heading announces first, None when its words are no clause's usual name."""
    found = types_of_heading(heading)
    return found[0] if found else None
