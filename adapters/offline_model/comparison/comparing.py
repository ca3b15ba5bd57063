"""Compares a contract with a standard: the task `contract_comparison` from clauses to the whole answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.offline_model.comparison import findings
from adapters.offline_model.comparison.alignment import Alignment, align
from adapters.offline_model.comparison.differences import differences
from adapters.offline_model.comparison.overview import overview_of
from adapters.offline_model.comparison.passages import Passage, Sentence, Weighed, passages_of, weigh, weights_of
from adapters.offline_model.comparison.sentence_matching import similarity
from adapters.offline_model.comparison.variables import ComparisonVariables
from adapters.offline_model.language.weights import Weights
from jobs.contract_comparison.models import ComparisonAnswer, FindingAnswer
from shared.domain.clauses import Clause, ClauseType

_SIGNATURES = re.compile(r"\bIN WITNESS\b|_{5,}|^\s*(?:By|Name|Title|Signature)\s*:", re.IGNORECASE | re.MULTILINE)
_MIN_EXTRA_WORDS = 8


@dataclass(frozen=True, slots=True)
class Pairing:
    """Both contracts, prepared, and which clauses of theirs answer each other."""

    standard: Weighed
    contract: Weighed
    alignment: Alignment
    weights: Weights


def compare(variables: ComparisonVariables) -> ComparisonAnswer:
    """The findings in the standard's order, then what only the contract has.

    Alignment always sees all clauses of both contracts, so that a clause is not taken for missing because its
    counterpart is of another type; what was not asked for is left out afterwards.
    """
    pairing = _pair(variables)
    found = [*_standard_findings(pairing, variables), *_extra_findings(pairing, variables)]
    summary, overall = overview_of(found)
    return ComparisonAnswer(findings=found, summary=summary, overall_risk=overall)


def _pair(variables: ComparisonVariables) -> Pairing:
    standard = passages_of(variables.standard.clauses)
    contract = passages_of(variables.contract.clauses)
    weights = weights_of(standard, contract)
    ours, theirs = weigh(standard, weights), weigh(contract, weights)
    return Pairing(ours, theirs, align(ours, theirs, weights), weights)


def _standard_findings(pairing: Pairing, variables: ComparisonVariables) -> list[FindingAnswer]:
    passages = pairing.standard.passages
    compared = [i for i, passage in enumerate(passages) if variables.compares(passage.clause)]
    shares = _Shares(pairing)
    return [_finding(pairing, shares, group, variables) for group in _groups([(i, passages[i]) for i in compared])]


def _groups(compared: Sequence[tuple[int, Passage]]) -> list[list[int]]:
    """Indices that make one finding: a clause, preceded by headings that have nothing but it below them."""
    groups: list[list[int]] = []
    headings: list[int] = []
    parents: set[str] = set()
    for index, passage in compared:
        if headings and passage.clause.parent_id not in parents:
            groups.append(headings)
            headings, parents = [], set()
        if passage.is_heading_only:
            headings.append(index)
            parents.add(passage.clause.clause_id)
        else:
            groups.append([*headings, index])
            headings, parents = [], set()
    return [*groups, headings] if headings else groups


def _finding(
    pairing: Pairing, shares: "_Shares", group: Sequence[int], variables: ComparisonVariables
) -> FindingAnswer:
    main = group[-1]
    standard = [pairing.standard.passages[i].clause for i in group]
    kind = variables.compared_type(standard[-1]) or ClauseType.OTHER
    answers = pairing.alignment.answers[main]
    if not answers:
        return findings.missing(kind, standard)
    contract = [pairing.contract.passages[j].clause for j in sorted(answers)]
    changes = differences(pairing.standard.passages[main].sentences, shares.sentences(main), kind, pairing.weights)
    return (
        findings.changed(kind, standard, contract, changes) if changes else findings.unchanged(kind, standard, contract)
    )


class _Shares:
    """Which sentences of a contract clause belong to which of the standard clauses that it answers."""

    def __init__(self, pairing: Pairing) -> None:
        self._pairing = pairing
        self._users = pairing.alignment.shared_by()

    def sentences(self, standard: int) -> list[Sentence]:
        """The contract's sentences, in reading order, that are to be compared with a standard clause."""
        return [
            sentence
            for j in sorted(self._pairing.alignment.answers[standard])
            for k, sentence in enumerate(self._pairing.contract.passages[j].sentences)
            if self._user(j, k) == standard
        ]

    def _user(self, contract: int, sentence: int) -> int:
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
        return best if best > 0.2 else 0.0  # noqa: PLR2004 - fainter likeness is chance: the owner gets it


def _extra_findings(pairing: Pairing, variables: ComparisonVariables) -> list[FindingAnswer]:
    known = {passage.clause.clause_type for passage in pairing.standard.passages}
    extras: dict[ClauseType, list[Passage]] = {}
    for j, passage in enumerate(pairing.contract.passages):
        kind = variables.compared_type(passage.clause)
        if kind is not None and j not in pairing.alignment.owners and _is_substantial(passage):
            extras.setdefault(kind, []).append(passage)
    return [findings.beyond_standard(kind, found, is_new=kind not in known) for kind, found in extras.items()]


def _is_substantial(passage: Passage) -> bool:
    return len(passage.words) >= _MIN_EXTRA_WORDS and not _is_frame(passage.clause)


def _is_frame(clause: Clause) -> bool:
    """Whether the clause is the preamble or the signature block."""
    return clause.clause_type is ClauseType.PARTIES or _SIGNATURES.search(clause.text) is not None
