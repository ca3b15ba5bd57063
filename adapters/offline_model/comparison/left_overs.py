"""Counterparts for the clauses that the first round leaves over."""

from collections.abc import Sequence

from adapters.offline_model.comparison.counterparts import Alignment
from adapters.offline_model.comparison.passages import Passage, Weighed
from adapters.offline_model.language.weights import Weights, cosine
from shared.domain.clauses import ClauseType

MIN_TEXT, MIN_TEXT_SAME_TYPE = 0.2, 0.06
"""Text similarity from which left-over clauses are counterparts: of unknown type, and of the same type."""
MIN_SUPPORT = 0.45
"""Sentence similarity (0 to 1) from which a left-over clause counts as dealt with in another clause."""
MIN_SHARE = 0.5
"""Part of a left-over clause's weighted words that the other clause must have to be looked at."""
MAX_HOSTS = 3
"""Clauses whose sentences are looked at for one left-over clause."""


def pair_left_overs(alignment: Alignment, standard: Weighed, contract: Weighed) -> None:
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


def find_inside_others(alignment: Alignment, standard: Weighed, contract: Weighed, weights: Weights) -> None:
    """Standard clauses without a counterpart that stand inside another clause of the contract."""
    words = [frozenset(vector) for vector in contract.vectors]
    for i, answers in enumerate(alignment.answers):
        if answers or standard.passages[i].is_heading_only:
            continue
        host = _host(i, standard, contract, words, weights)
        if host is not None:
            answers.append(host)
            alignment.owners.setdefault(host, i)


def attach_split_off(alignment: Alignment, standard: Weighed, contract: Weighed, weights: Weights) -> None:
    """Contract clauses without a counterpart that hold a part of a standard clause."""
    words = [frozenset(vector) for vector in standard.vectors]
    for j, passage in enumerate(contract.passages):
        if j in alignment.owners or passage.is_heading_only:
            continue
        host = _host(j, contract, standard, words, weights)
        if host is not None:
            alignment.answers[host].append(j)
            alignment.owners[j] = host


def attach_siblings(alignment: Alignment, standard: Sequence[Passage], contract: Sequence[Passage]) -> None:
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


def answer_headings(alignment: Alignment, standard: Sequence[Passage], contract: Sequence[Passage]) -> None:
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
    """How far a host says what a guest says, 0 to 1: over the whole guest, or half that for its best sentence.

    Over the whole it is the mean, by weight, of each sentence's best cosine with a sentence of the host.
    """
    found = total = best = 0.0
    vectors = hosts.sentence_vectors[host]
    for sentence, vector in zip(guests.passages[index].sentences, guests.sentence_vectors[index], strict=True):
        size = sum(weights.weight(word) for word in dict.fromkeys(sentence.subject))
        likeness = max((cosine(vector, other) for other in vectors), default=0.0)
        best = max(best, likeness)
        total += size
        found += size * likeness
    return max(found / total, best / 2) if total else 0.0
