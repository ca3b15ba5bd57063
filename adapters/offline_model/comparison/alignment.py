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
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from adapters.offline_model.comparison.passages import Passage, Weighed
from adapters.offline_model.language.weights import Weights, cosine
from shared.domain.clauses import ClauseType

MIN_SCORE = 0.34
"""Below it two clauses are no counterparts of each other."""
MIN_TEXT, MIN_TEXT_SAME_TYPE = 0.2, 0.06
"""Text similarity from which left-over clauses are counterparts: of unknown type, and of the same type."""
MIN_SUPPORT = 0.45
"""Sentence similarity (0 to 1) from which a left-over clause counts as dealt with in another clause."""
MIN_SHARE = 0.5
"""Part of a left-over clause's weighted words that the other clause must have to be looked at."""

MAX_HOSTS = 3
"""Clauses whose sentences are looked at for one left-over clause."""

ROLE_WEIGHT = 0.06
"""What it counts that two clauses name the same party first, so that each side's own clauses find each other."""

TEXT_WEIGHT, HEADING_WEIGHT, TYPE_WEIGHT, TYPE_CONFLICT = 0.62, 0.20, 0.34, 0.10


@dataclass(slots=True)
class Alignment:
    """Indices: `answers[i]` are the contract clauses that answer standard clause i, its main one first.

    `owners[j]` is the standard clause whose main counterpart contract clause j is.
    """

    answers: list[list[int]]
    owners: dict[int, int] = field(default_factory=dict)

    def shared_by(self) -> dict[int, list[int]]:
        """Contract clause to the standard clauses that it answers, its owner first."""
        users: dict[int, list[int]] = {}
        for standard, contracts in enumerate(self.answers):
            for contract in contracts:
                users.setdefault(contract, []).append(standard)
        return {j: sorted(found, key=lambda i: (self.owners.get(j) != i, i)) for j, found in users.items()}


def align(standard: Weighed, contract: Weighed, weights: Weights) -> Alignment:
    """Counterparts of the standard's clauses in the contract."""
    scores = _scores(standard, contract)
    alignment = _one_to_one(scores, len(standard.passages))
    _pair_left_overs(alignment, standard, contract)
    _find_inside_others(alignment, standard, contract, weights)
    _attach_split_off(alignment, standard, contract, weights)
    _attach_siblings(alignment, standard.passages, contract.passages)
    _answer_headings(alignment, standard.passages, contract.passages)
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


def _pair_left_overs(alignment: Alignment, standard: Weighed, contract: Weighed) -> None:
    """Clauses of one type, or of a type on one side only, that are alike but not enough on their own."""
    scores = []
    for i, one in enumerate(standard.passages):
        if alignment.answers[i] or one.is_heading_only:
            continue
        for j, other in enumerate(contract.passages):
            if j in alignment.owners or other.is_heading_only or not _may_be_same(one, other):
                continue
            same = one.clause_type is other.clause_type
            text = cosine(standard.vectors[i], contract.vectors[j])
            if text >= (MIN_TEXT_SAME_TYPE if same else MIN_TEXT):
                scores.append((text + same, i, j))
    for _, i, j in sorted(scores, key=lambda item: (-item[0], item[1], item[2])):
        if not alignment.answers[i] and j not in alignment.owners:
            alignment.answers[i].append(j)
            alignment.owners[j] = i


def _may_be_same(one: Passage, other: Passage) -> bool:
    kinds = {one.clause_type, other.clause_type}
    return len(kinds) == 1 or ClauseType.OTHER in kinds


def _find_inside_others(alignment: Alignment, standard: Weighed, contract: Weighed, weights: Weights) -> None:
    """Standard clauses without a counterpart that stand inside another clause of the contract."""
    words = [frozenset(vector) for vector in contract.vectors]
    for i, answers in enumerate(alignment.answers):
        if answers or standard.passages[i].is_heading_only:
            continue
        host = _host(i, standard, contract, words, weights)
        if host is not None:
            answers.append(host)
            alignment.owners.setdefault(host, i)


def _attach_split_off(alignment: Alignment, standard: Weighed, contract: Weighed, weights: Weights) -> None:
    """Contract clauses without a counterpart that hold a part of a standard clause."""
    words = [frozenset(vector) for vector in standard.vectors]
    for j, passage in enumerate(contract.passages):
        if j in alignment.owners or passage.is_heading_only:
            continue
        host = _host(j, contract, standard, words, weights)
        if host is not None:
            alignment.answers[host].append(j)
            alignment.owners[j] = host


def _attach_siblings(alignment: Alignment, standard: Sequence[Passage], contract: Sequence[Passage]) -> None:
    """Clauses of a type that are left over, for standard clauses of the same type.

    They answer one whose counterpart stands in the same article as they do, or else one that nothing answers.
    """
    for j, other in enumerate(contract):
        if j in alignment.owners or other.is_heading_only or other.clause_type is ClauseType.OTHER:
            continue
        same = [i for i, one in enumerate(standard) if one.clause_type is other.clause_type]
        host = next((i for i in same if _shares_article(alignment.answers[i], contract, other)), None)
        if host is None and same and not any(alignment.answers[i] for i in same):
            host = next((i for i in same if not standard[i].is_heading_only), None)
        if host is not None:
            alignment.answers[host].append(j)
            alignment.owners[j] = host


def _shares_article(answers: Sequence[int], contract: Sequence[Passage], other: Passage) -> bool:
    article = other.main.parent_id
    return article is not None and any(
        contract[j].main.parent_id == article and contract[j].clause_type is other.clause_type for j in answers
    )


def _answer_headings(alignment: Alignment, standard: Sequence[Passage], contract: Sequence[Passage]) -> None:
    """Headings with nothing below them: their counterpart is a clause with the same words, title or type."""
    for i, one in enumerate(standard):
        if not one.is_heading_only:
            continue
        tests = (
            lambda other, one=one: other.main.text.split() == one.main.text.split(),
            lambda other, one=one: bool(one.title) and other.title == one.title,
            lambda other, one=one: other.clause_type is one.clause_type is not ClauseType.OTHER,
        )
        found = next((j for test in tests for j, other in enumerate(contract) if test(other)), None)
        if found is not None:
            alignment.answers[i].append(found)


def _host(index: int, guests: Weighed, hosts: Weighed, words: Sequence[frozenset[str]], weights: Weights) -> int | None:
    """The clause of `hosts` whose sentences say what clause `index` of `guests` says, if there is one.

    A clause that is classified as being about the guest's type, among others, needs half the likeness.
    """
    kind = guests.passages[index].clause_type
    shares = []
    for k, found in enumerate(words):
        ease = 2.0 if kind in hosts.passages[k].types and kind is not ClauseType.OTHER else 1.0
        share = ease * weights.share(guests.vectors[index], found)
        if share >= MIN_SHARE:
            shares.append((share, ease, k))
    likely = sorted(shares, key=lambda item: (-item[0], item[2]))[:MAX_HOSTS]
    support, at = max(
        ((ease * _support(guests, index, hosts, k, weights), -k) for _, ease, k in likely), default=(0.0, 0)
    )
    return -at if support >= MIN_SUPPORT else None


def _support(guests: Weighed, index: int, hosts: Weighed, host: int, weights: Weights) -> float:
    """Mean over the guest's sentences, by weight, of the best cosine with a sentence of the host."""
    found = total = 0.0
    vectors = hosts.sentence_vectors[host]
    for sentence, vector in zip(guests.passages[index].sentences, guests.sentence_vectors[index], strict=True):
        size = sum(weights.weight(word) for word in set(sentence.subject))
        total += size
        found += size * max((cosine(vector, other) for other in vectors), default=0.0)
    return found / total if total else 0.0
