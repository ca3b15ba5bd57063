"""Which sentence of a clause is which sentence of its counterpart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.language.weights import Vector, Weights, cosine

MIN_SIMILARITY = 0.42
"""From it on two sentences are one sentence with changes."""
MIN_LIKENESS = 0.2
"""From it on two sentences that are left over say the same thing in other words."""
HELD_SHARE = 0.82
"""Part of a sentence's weighted words that makes it said elsewhere, split up or joined with another."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs in the standard's order, and what each side has alone.

    `alike` counts the pairs that are one sentence with changes, not the same thing in other words.
    """

    pairs: tuple[tuple[Sentence, Sentence], ...]
    alike: int
    left_out: tuple[Sentence, ...]
    added: tuple[Sentence, ...]


def similarity(one: Sentence, one_vector: Vector, other: Sentence, other_vector: Vector) -> float:
    """Likeness of two sentences, 0.0 to 1.0: half what they are about, half their words in order."""
    if one.norms == other.norms:
        return 1.0
    about = cosine(one_vector, other_vector)
    if about == 0.0:
        return 0.0
    return 0.5 * about + 0.5 * Indel.normalized_similarity(one.norms, other.norms)


def match_sentences(standard: Sequence[Sentence], contract: Sequence[Sentence], weights: Weights) -> Matching:
    """Pairs of sentences, the most alike first; each sentence is in one pair at most.

    O(m n) for m and n sentences.
    """
    ours = [weights.vector(sentence.subject) for sentence in standard]
    theirs = [weights.vector(sentence.subject) for sentence in contract]
    scores = [
        (similarity(one, ours[i], other, theirs[j]), i, j)
        for i, one in enumerate(standard)
        for j, other in enumerate(contract)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    alike = 0
    for score, i, j in sorted(scores, key=lambda item: (-item[0], item[1], item[2])):
        if score < MIN_LIKENESS:
            break
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
            alike += score >= MIN_SIMILARITY
    return Matching(
        pairs=tuple((standard[i], contract[partner[i]]) for i in sorted(partner)),
        alike=alike,
        left_out=_alone([s for i, s in enumerate(standard) if i not in partner], contract, weights),
        added=_alone([s for j, s in enumerate(contract) if j not in taken], standard, weights),
    )


def _alone(rest: Sequence[Sentence], others: Sequence[Sentence], weights: Weights) -> tuple[Sentence, ...]:
    """The sentences of `rest` whose words no sentence of the other side, nor two neighbours, hold."""
    held = [frozenset(one.norms) for one in others]
    held += [one | other for one, other in pairwise(held)]
    return tuple(
        sentence
        for sentence in rest
        if sentence.subject and not any(weights.share(sentence.norms, words) >= HELD_SHARE for words in held)
    )
