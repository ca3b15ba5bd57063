"""How well a sentence answers a question."""

import re
from collections.abc import Sequence
from functools import lru_cache

from adapters.offline_model.language.tokens import tokenize
from adapters.offline_model.language.weights import Weights
from adapters.offline_model.query.question import Sought
from adapters.offline_model.query.sentences import Sentence
from shared.domain.classification.text_rules import TEXT_RULES, THRESHOLD
from shared.domain.clauses import ClauseType

_PLAIN_QUOTES = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")
_OF_WORDS = 0.4
_OF_TERMS = 0.4
_OF_CLAUSE = 0.2
_FACT = 0.1
_IN_HEADING = 0.5
"""What a word counts that stands in the clause's heading only."""


class Scorer:
    """Scores the sentences of one contract for one question, 0 to about 1."""

    def __init__(self, sought: Sought, sentences: Sequence[Sentence]) -> None:
        self._sought = sought
        self._weights = Weights([sentence.words for sentence in sentences])

    def score(self, sentence: Sentence) -> float:
        """How much of what is sought the sentence has."""
        kinds = max(
            (weight * self._of_type(kind, sentence) for kind, weight in self._sought.types.items()), default=0.0
        )
        facts = {token.kind for token in sentence.tokens}
        found = _FACT if facts.intersection(self._sought.facts) else 0.0
        return kinds + _OF_WORDS * self._words(sentence) + found

    def _of_type(self, kind: ClauseType, sentence: Sentence) -> float:
        terms = min(1.0, _terms(kind, sentence.text) / THRESHOLD)
        clause = 1.0 if sentence.clause.clause_type is kind else 0.5 if kind in sentence.clause.also else 0.0
        return _OF_TERMS * terms + _OF_CLAUSE * clause

    def _words(self, sentence: Sentence) -> float:
        own = frozenset(sentence.words)
        heading = _heading_words(sentence.clause.heading) - own
        words = self._sought.words
        return self._weights.share(words, own) + _IN_HEADING * self._weights.share(words, heading)


def _terms(kind: ClauseType, text: str) -> int:
    """The weight of the terms of a kind of clause that a sentence uses."""
    plain = re.sub(r"\s+", " ", text.casefold().translate(_PLAIN_QUOTES))
    return sum(weight for weight, pattern in TEXT_RULES.get(kind, ()) if pattern.search(plain))


@lru_cache(maxsize=1024)
def _heading_words(heading: str) -> frozenset[str]:
    return frozenset(token.norm for token in tokenize(heading) if token.kind == "word")
