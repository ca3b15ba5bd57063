"""Two contracts, prepared and aligned, and who answers for which sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.offline_model.comparison.alignment import align
from adapters.offline_model.comparison.counterparts import Alignment
from adapters.offline_model.comparison.passages import Sentence, Weighed, passages_of, weigh, weights_of
from adapters.offline_model.comparison.sentence_matching import similarity
from adapters.offline_model.language.weights import Weights
from shared.domain.clauses import Clause

MIN_LIKENESS = 0.2
"""Fainter likeness of two sentences is chance."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Both contracts, prepared, and which passages of theirs answer each other."""

    standard: Weighed
    contract: Weighed
    alignment: Alignment
    weights: Weights


def pair(standard: Sequence[Clause], contract: Sequence[Clause]) -> Pairing:
    """Prepare and align two contracts."""
    ours, theirs = passages_of(standard), passages_of(contract)
    weights = weights_of(ours, theirs)
    one, other = weigh(ours, weights), weigh(theirs, weights)
    return Pairing(one, other, align(one, other, weights), weights)


class Shares:
    """Which sentences of a contract's passage belong to which of the standard's passages that it answers."""

    def __init__(self, pairing: Pairing) -> None:
        self._pairing = pairing
        self._users = pairing.alignment.shared_by()

    def sentences(self, standard: int) -> list[Sentence]:
        """The contract's sentences, in reading order, that are to be compared with a passage of the standard."""
        return [
            sentence
            for j in sorted(self._pairing.alignment.answers[standard])
            for k, sentence in enumerate(self._pairing.contract.passages[j].sentences)
            if self._user(j, k) == standard
        ]

    def _user(self, contract: int, sentence: int) -> int:
        """The standard passage with the likest sentence; the owner where none is like."""
        users = self._users[contract]
        if len(users) == 1:
            return users[0]
        return max(users, key=lambda i: (self._likeness(i, contract, sentence), i == users[0]))

    def _likeness(self, standard: int, contract: int, sentence: int) -> float:
        ours, theirs = self._pairing.standard, self._pairing.contract
        one = theirs.passages[contract].sentences[sentence]
        vector = theirs.sentence_vectors[contract][sentence]
        scores = (
            similarity(one, vector, other, ours.sentence_vectors[standard][n])
            for n, other in enumerate(ours.passages[standard].sentences)
        )
        best = max(scores, default=0.0)
        return best if best > MIN_LIKENESS else 0.0
