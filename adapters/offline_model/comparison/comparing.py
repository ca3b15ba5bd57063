"""Compares a contract with a standard: the task `contract_comparison` from clauses to the whole answer."""

import re

from adapters.offline_model.comparison import findings
from adapters.offline_model.comparison.differences import differences
from adapters.offline_model.comparison.overview import overview_of
from adapters.offline_model.comparison.pairing import Pairing, Shares, pair
from adapters.offline_model.comparison.passages import Passage
from adapters.offline_model.comparison.scope import Scope
from adapters.offline_model.comparison.variables import ComparisonVariables
from jobs.contract_comparison.models import ComparisonAnswer, FindingAnswer
from shared.domain.clauses import ClauseType

_SIGNATURES = re.compile(r"\bIN WITNESS\b|_{5,}|^\s*(?:By|Name|Title|Signature)\s*:", re.IGNORECASE | re.MULTILINE)
_MIN_EXTRA_WORDS = 8


def compare(variables: ComparisonVariables) -> ComparisonAnswer:
    """The findings in the standard's order, then what only the contract has.

    Alignment always sees all clauses of both contracts, so that a clause is not taken for missing because its
    counterpart is of another type; what was not asked for is left out afterwards.
    """
    pairing = pair(variables.standard.clauses, variables.contract.clauses)
    found = [*_standard_findings(pairing, variables), *_extra_findings(pairing, variables)]
    summary, overall = overview_of(found)
    return ComparisonAnswer(findings=found, summary=summary, overall_risk=overall)


def _standard_findings(pairing: Pairing, variables: ComparisonVariables) -> list[FindingAnswer]:
    shares = Shares(pairing)
    passages = pairing.standard.passages
    scope = Scope(variables, passages)
    compared = [(i, kind) for i, passage in enumerate(passages) if (kind := scope.type_of(passage)) is not None]
    return [_finding(pairing, shares, i, kind) for i, kind in compared]


def _finding(pairing: Pairing, shares: Shares, index: int, kind: ClauseType) -> FindingAnswer:
    standard = pairing.standard.passages[index]
    answers = pairing.alignment.answers[index]
    sentences = shares.sentences(index)
    if not answers or (standard.sentences and not sentences):
        return findings.missing(kind, standard, is_part=_is_part(pairing, index))
    contract = [clause for j in sorted(answers) for clause in pairing.contract.passages[j].clauses]
    if kind is ClauseType.PARTIES:
        return findings.parties(standard, contract)
    elsewhere = (sentence for passage in pairing.contract.passages for sentence in passage.sentences)
    changes = differences(standard.sentences, sentences, kind, pairing.weights, elsewhere)
    if changes:
        return findings.changed(kind, standard, contract, changes)
    return findings.unchanged(kind, standard, contract)


def _is_part(pairing: Pairing, index: int) -> bool:
    """Whether another clause of the standard of the same type is answered."""
    passages, answers = pairing.standard.passages, pairing.alignment.answers
    kind = passages[index].clause_type
    return any(answers[i] and one.clause_type is kind for i, one in enumerate(passages) if i != index)


def _extra_findings(pairing: Pairing, variables: ComparisonVariables) -> list[FindingAnswer]:
    """What only the contract has, a finding for each type."""
    known = {kind for passage in pairing.standard.passages for kind in passage.types}
    extras: dict[ClauseType, list[Passage]] = {}
    scope = Scope(variables, pairing.contract.passages)
    for j, passage in enumerate(pairing.contract.passages):
        kind = scope.type_of(passage)
        if kind is not None and j not in pairing.alignment.owners and _is_substantial(passage):
            extras.setdefault(kind, []).append(passage)
    return [findings.beyond_standard(kind, found, is_new=kind not in known) for kind, found in extras.items()]


def _is_substantial(passage: Passage) -> bool:
    """Whether it is more than a few words, and neither the preamble nor the signature block."""
    is_frame = passage.clause_type is ClauseType.PARTIES or _SIGNATURES.search(passage.main.text)
    return len(passage.words) >= _MIN_EXTRA_WORDS and not is_frame
