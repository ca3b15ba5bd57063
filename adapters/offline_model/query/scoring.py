"""How well a sentence answers a question."""

from collections.abc import Sequence
from functools import lru_cache

from adapters.offline_model.language.tokens import tokenize
from adapters.offline_model.language.weights import Weights
from adapters.offline_model.query.question import Sought
from adapters.offline_model.query.sentences import Sentence
from adapters.offline_model.query.words import words_of
from shared.domain.classification.headings import type_of_heading
from shared.domain.classification.text_rules import TEXT_RULES, THRESHOLD
from shared.domain.clauses import ClauseType

_OF_TERMS = 0.65
_OF_CLAUSE = 0.35
_ANNOUNCED = 0.55
"""What a sentence counts at least that stands under the usual heading of its kind, whatever its words."""
_AS_FURTHER_TYPE = 0.5
"""What a clause counts that touches the subject beside its own."""
_FURTHER = 0.1
"""What a second kind that the question names adds."""
_UNSEEN = 0.5
"""What a word of the question counts that the contract does not have at all: it may have another word for it."""
_IN_HEADING = 0.5
"""What a word counts that stands in the clause's heading only."""
_WORDS_ALONE = 0.8
"""What a sentence counts that has all of the question's words, when those name no kind of clause."""
_MIN_WORDS = 5
"""A sentence of fewer words is a heading: it names a subject and says nothing about it."""
_WITHOUT_FACT = 0.45
"""What is left of a sentence without a figure when one is asked for."""
_ASKED = 0.8
"""What the words count by which a sentence answers what no kind of clause stands for."""
_LATE = 0.5
_BEGINNING = 50
"""Sentences within which the share of a score grows that is lost when the answer stands at the beginning."""


class Scorer:
    """Scores the sentences of one contract for one question, 0 to about 1."""

    def __init__(self, sought: Sought, sentences: Sequence[Sentence]) -> None:
        self._sought = sought
        self._seen = frozenset(word for sentence in sentences for word in sentence.words)
        self._weights = Weights([sorted(sentence.words) for sentence in sentences])

    def score(self, sentence: Sentence, place: int) -> float:
        """How much of what is sought the sentence has, which is so many sentences from the beginning."""
        sought = self._sought
        score = self._by_subject(sentence) if sought.subjects else _WORDS_ALONE * self._share(sentence, sought.words)
        if sought.ask:
            score = _ASKED * bool(sought.ask.evidence.search(sentence.plain)) + (1 - _ASKED) * score
            if sought.ask.early:
                score *= 1 - _LATE * min(1.0, place / _BEGINNING)
        return score if self._has_fact(sentence) else _WITHOUT_FACT * score

    def _by_subject(self, sentence: Sentence) -> float:
        if len(sentence.words) < _MIN_WORDS:
            return 0.0
        scores = sorted((self._of(kind, sentence) for kind in self._sought.subjects), reverse=True)
        return scores[0] + _FURTHER * sum(scores[1:2])

    def _of(self, kind: ClauseType, sentence: Sentence) -> float:
        subject = self._sought.subjects[kind]
        share = self._share(sentence, subject.words) if subject.words else 1.0
        return subject.weight * _of_type(kind, sentence) * (subject.alone + (1 - subject.alone) * share)

    def _share(self, sentence: Sentence, words: Sequence[str]) -> float:
        """The share of these words that the sentence has; none of none."""
        heading = _heading_words(sentence.clause.heading)
        found = total = 0.0
        for word in words:
            weight = self._weights.weight(word) * (1.0 if word in self._seen else _UNSEEN)
            total += weight
            found += weight * (1.0 if word in sentence.words else _IN_HEADING if word in heading else 0.0)
        return found / total if total else 0.0

    def _has_fact(self, sentence: Sentence) -> bool:
        """Whether it has a fact that answers, if one is asked for."""
        facts = self._sought.facts
        return not facts or any(token.kind in facts for token in tokenize(sentence.text))


def _of_type(kind: ClauseType, sentence: Sentence) -> float:
    """How much of a sentence's words, and of its clause, is of a kind."""
    weight = sum(weight for weight, pattern in TEXT_RULES.get(kind, ()) if pattern.search(sentence.plain))
    clause = sentence.clause
    place = 1.0 if clause.clause_type is kind else _AS_FURTHER_TYPE if kind in clause.also else 0.0
    announced = _ANNOUNCED if type_of_heading(clause.heading) is kind else 0.0
    return max(announced, _OF_TERMS * min(1.0, weight / THRESHOLD) + _OF_CLAUSE * place)


@lru_cache(maxsize=1024)
def _heading_words(heading: str) -> frozenset[str]:
    return frozenset(words_of(heading))
