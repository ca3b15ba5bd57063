"""The model's answers: read with care, and put together when there was more than one question.

What a question finds is so, whichever part it saw. What it misses may stand in another part: a clause of the standard
is missing only when no part has it, and a clause of the contract is extra only when no part of the standard has it.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from jobs.answer_texts import SHOWN_FAULTS, parsed_answer
from jobs.contract_comparison.models import ComparisonAnswer, FindingAnswer, FindingStatus, Risk
from shared.errors import InvalidAnswerError

_CLAUSE_ID = re.compile(r"c\d{1,6}")
_GRAVITY = {Risk.NONE: 0, Risk.LOW: 1, Risk.MEDIUM: 2, Risk.HIGH: 3}


def read_answer(text: str, standard_ids: AbstractSet[str], contract_ids: AbstractSet[str]) -> ComparisonAnswer:
    """The answer to a question that shows the clauses of these ids.

    Raises:
        InvalidAnswerError: it does not satisfy its schema, or names clauses that the question does not show.
    """
    answer = parsed_answer(ComparisonAnswer, text)
    for finding in answer.findings:
        _check_ids(finding.standard_clause_ids, standard_ids, "standard")
        _check_ids(finding.contract_clause_ids, contract_ids, "contract")
    return answer


def combined(answers: Sequence[ComparisonAnswer]) -> ComparisonAnswer:
    """One answer out of those to all parts; a single one stays as it is."""
    if len(answers) == 1:
        return answers[0]
    findings = _each_once(_true_of_the_whole([finding for answer in answers for finding in answer.findings]))
    return ComparisonAnswer(
        findings=findings,
        summary=" ".join(dict.fromkeys(answer.summary for answer in answers)),
        overall_risk=max((finding.risk for finding in findings), key=lambda risk: _GRAVITY[risk], default=Risk.NONE),
    )


def _check_ids(ids: Sequence[str], known: AbstractSet[str], where: str) -> None:
    unknown = [clause_id for clause_id in ids if clause_id not in known]
    if unknown:
        named = [clause_id for clause_id in unknown if _CLAUSE_ID.fullmatch(clause_id)][:SHOWN_FAULTS]
        shown = ", ".join(named) or f"{len(unknown)} that are no ids of clauses"
        raise InvalidAnswerError(f"The model's answer names clauses that the {where} does not have: {shown}.")


def _true_of_the_whole(findings: Sequence[FindingAnswer]) -> Iterable[FindingAnswer]:
    """The findings without what another part makes untrue; what is missing or extra by the clause."""
    matched = [f for f in findings if f.status in (FindingStatus.PRESENT, FindingStatus.CHANGED)]
    ours = {clause_id for finding in matched for clause_id in finding.standard_clause_ids}
    theirs = {clause_id for finding in matched for clause_id in finding.contract_clause_ids}
    for finding in findings:
        if finding.status is FindingStatus.MISSING:
            left = [clause_id for clause_id in finding.standard_clause_ids if clause_id not in ours]
            yield from (finding.model_copy(update={"standard_clause_ids": [clause_id]}) for clause_id in left)
        elif finding.status is FindingStatus.EXTRA:
            left = [clause_id for clause_id in finding.contract_clause_ids if clause_id not in theirs]
            yield from (finding.model_copy(update={"contract_clause_ids": [clause_id]}) for clause_id in left)
        else:
            yield finding


def _each_once(findings: Iterable[FindingAnswer]) -> list[FindingAnswer]:
    """Of findings that say the same of the same clauses the gravest, in the place of the first."""
    kept: dict[tuple[object, ...], FindingAnswer] = {}
    for finding in findings:
        about = (finding.status, tuple(finding.standard_clause_ids), tuple(finding.contract_clause_ids))
        earlier = kept.get(about)
        if earlier is None or _GRAVITY[finding.risk] > _GRAVITY[earlier.risk]:
            kept[about] = finding
    return list(kept.values())
