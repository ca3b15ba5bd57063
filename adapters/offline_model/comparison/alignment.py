"""Which clauses of a contract answer which clauses of the standard.

First one counterpart each, best score first; then what is left over joins a clause that holds its words: a
standard clause that the contract deals with inside another clause, a contract clause that splits off part of a
standard clause.

Best score first is greedy; an optimal assignment gave the same findings on all samples, at a higher price.

For m standard and n contract clauses of w distinct words each this takes O(m n w) steps for the scores and
O(m n log(m n)) for their order.
"""

import math
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from adapters.offline_model.comparison.counterparts import Alignment
from adapters.offline_model.comparison.left_overs import (
    answer_headings,
    attach_siblings,
    attach_split_off,
    find_inside_others,
    pair_left_overs,
)
from adapters.offline_model.comparison.passages import Passage, Weighed
from adapters.offline_model.language.weights import Weights, cosine
from shared.domain.clauses import ClauseType

MIN_SCORE = 0.34
"""Below it two clauses are no counterparts of each other."""
ROLE_WEIGHT = 0.06
"""What it counts that two clauses name the same party first, so that each side's own clauses find each other."""

TEXT_WEIGHT, HEADING_WEIGHT, TYPE_WEIGHT, TYPE_CONFLICT = 0.62, 0.20, 0.34, 0.10


def align(standard: Weighed, contract: Weighed, weights: Weights) -> Alignment:
    """Counterparts of the standard's clauses in the contract."""
    scores = _scores(standard, contract)
    alignment = _one_to_one(scores, len(standard.passages))
    pair_left_overs(alignment, standard, contract)
    find_inside_others(alignment, standard, contract, weights)
    attach_split_off(alignment, standard, contract, weights)
    attach_siblings(alignment, standard.passages, contract.passages)
    answer_headings(alignment, standard.passages, contract.passages)
    return alignment


def _scores(standard: Weighed, contract: Weighed) -> list[tuple[float, int, int]]:
    """Every pair that could be counterparts, best first; ties in reading order."""
    bonus = _type_bonus(standard.passages, contract.passages)
    roles = [[passage.first_role for passage in side.passages] for side in (standard, contract)]
    found = []
    for i, one in enumerate(standard.passages):
        if one.is_heading_only:
            continue
        for j, other in enumerate(contract.passages):
            if other.is_heading_only:
                continue
            text = cosine(standard.vectors[i], contract.vectors[j])
            score = _score(one, other, text, bonus)
            if score >= MIN_SCORE and roles[0][i] and roles[1][j]:
                score += ROLE_WEIGHT if roles[0][i] == roles[1][j] else -ROLE_WEIGHT
            if score >= MIN_SCORE:
                found.append((score, i, j))
    return sorted(found, key=lambda item: (-item[0], item[1], item[2]))


def _type_bonus(standard: Sequence[Passage], contract: Sequence[Passage]) -> dict[ClauseType, float]:
    """A shared type says the more, the fewer clauses have it."""
    ours = Counter(passage.clause_type for passage in standard)
    theirs = Counter(passage.clause_type for passage in contract)
    bonus = {kind: TYPE_WEIGHT / math.sqrt(math.sqrt(ours[kind] * theirs[kind])) for kind in ours if theirs[kind]}
    return bonus | {ClauseType.OTHER: 0.0}


def _score(one: Passage, other: Passage, text: float, bonus: dict[ClauseType, float]) -> float:
    kind = _kind(one, other, bonus)
    if kind <= 0.0 and text < MIN_SCORE / 2:
        return 0.0
    if one.title and other.title:
        heading = fuzz.token_sort_ratio(one.title, other.title) / 100
        return TEXT_WEIGHT * text + HEADING_WEIGHT * max(0.0, 2 * heading - 1) + kind
    return (TEXT_WEIGHT + HEADING_WEIGHT) * text + kind


def _kind(one: Passage, other: Passage, bonus: dict[ClauseType, float]) -> float:
    """What the types say: for the same one, for one among the other's further ones, against two unlike."""
    if one.clause_type is other.clause_type:
        return bonus[one.clause_type]
    if one.clause_type in other.types or other.clause_type in one.types:
        return TYPE_WEIGHT / 3
    return 0.0 if ClauseType.OTHER in {one.clause_type, other.clause_type} else -TYPE_CONFLICT


def _one_to_one(scores: Sequence[tuple[float, int, int]], count: int) -> Alignment:
    alignment = Alignment(answers=[[] for _ in range(count)])
    for _, i, j in scores:
        if not alignment.answers[i] and j not in alignment.owners:
            alignment.answers[i].append(j)
            alignment.owners[j] = i
    return alignment
