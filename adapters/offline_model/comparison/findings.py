"""Findings about single clauses: their status, their changes, the risk, and a line for a table."""

from collections.abc import Sequence

from adapters.offline_model.comparison import risk
from adapters.offline_model.comparison.changes import Change, ChangeKind
from adapters.offline_model.comparison.passages import Passage
from adapters.offline_model.language.prose import shorten
from jobs.contract_comparison.models import FindingAnswer, FindingStatus, Risk
from shared.domain.clauses import Clause, ClauseType
from shared.domain.clauses.vocabulary import LABELS

MAX_SUMMARY = 200
_MAX_QUOTED_EXTRAS = 6
_PLAIN = (ChangeKind.REWORDED, ChangeKind.ADDED, ChangeKind.LEFT_OUT)


def unchanged(clause_type: ClauseType, standard: Passage, contract: Sequence[Clause]) -> FindingAnswer:
    """The contract says the same."""
    return _finding(
        clause_type,
        FindingStatus.PRESENT,
        (standard.clauses, contract),
        f"{_name(clause_type, standard)} is as in the standard.",
        (),
        risk.of_present(LABELS[clause_type]),
    )


def parties(standard: Passage, contract: Sequence[Clause]) -> FindingAnswer:
    """The contract introduces parties of its own, as every contract does."""
    return _finding(
        ClauseType.PARTIES,
        FindingStatus.PRESENT,
        (standard.clauses, contract),
        "The contract introduces its own parties; names and dates are not compared.",
        (),
        risk.Assessment(Risk.NONE, "Parties and dates differ in every contract: no risk by rule."),
    )


def changed(
    clause_type: ClauseType, standard: Passage, contract: Sequence[Clause], changes: Sequence[Change]
) -> FindingAnswer:
    """The contract says something else; `changes` is not empty."""
    assessment = risk.of_changes(clause_type, LABELS[clause_type], changes)
    lead = _lead(clause_type, changes)
    more = 0 if lead.kind is ChangeKind.REWRITTEN else len(changes) - 1
    tail = f" ({more} more {'change' if more == 1 else 'changes'})" if more else ""
    line = shorten(lead.short, MAX_SUMMARY - len(tail)) + tail
    return _finding(
        clause_type,
        FindingStatus.CHANGED,
        (standard.clauses, contract),
        line,
        [change.sentence for change in changes],
        assessment,
    )


def missing(clause_type: ClauseType, standard: Passage, *, is_part: bool) -> FindingAnswer:
    """The contract has no counterpart; `is_part` when it has one of another clause of the same type."""
    return _finding(
        clause_type,
        FindingStatus.MISSING,
        (standard.clauses, ()),
        f"The contract has no counterpart of {_name(clause_type, standard)}.",
        (),
        risk.of_missing(clause_type, LABELS[clause_type], is_part=is_part),
    )


def beyond_standard(clause_type: ClauseType, passages: Sequence[Passage], *, is_new: bool) -> FindingAnswer:
    """Clauses of one type that only the contract has."""
    clauses = [clause for passage in passages for clause in passage.clauses]
    return _finding(
        clause_type,
        FindingStatus.EXTRA,
        ((), clauses),
        _extra_line(clause_type, passages, is_new=is_new),
        [_opening(passage) for passage in passages[:_MAX_QUOTED_EXTRAS]],
        risk.of_extra(clause_type, LABELS[clause_type], is_new=is_new),
    )


def _extra_line(clause_type: ClauseType, passages: Sequence[Passage], *, is_new: bool) -> str:
    where = "that the standard does not have" if is_new else "beyond what the standard has"
    if clause_type is ClauseType.OTHER:
        titles = ", ".join(f'"{shorten(_title(passage), 40)}"' for passage in passages[:3])
        noun = "clause" if len(passages) == 1 else "clauses"
        return f"{len(passages)} {noun} of no known kind without a counterpart in the standard: {titles}"
    if len(passages) > 1 or not passages[0].sentences:
        return f"{LABELS[clause_type]}: {len(passages)} clauses {where}."
    line = f"{LABELS[clause_type]} {where}"
    return f'{line}: "{shorten(passages[0].sentences[0].text, MAX_SUMMARY - len(line) - 5)}"'


def _finding(
    clause_type: ClauseType,
    status: FindingStatus,
    clauses: tuple[Sequence[Clause], Sequence[Clause]],
    summary: str,
    changes: Sequence[str],
    assessment: risk.Assessment,
) -> FindingAnswer:
    standard, contract = clauses
    return FindingAnswer(
        clause_type=clause_type,
        status=status,
        standard_clause_ids=[clause.clause_id for clause in standard],
        contract_clause_ids=[clause.clause_id for clause in contract],
        summary=_plain_line(summary[0].upper() + summary[1:]),
        changes=list(changes),
        risk=assessment.risk,
        reason=assessment.reason,
    )


def _plain_line(summary: str) -> str:
    line = " ".join(summary.split())
    return line if len(line) <= MAX_SUMMARY else line[: MAX_SUMMARY - 1] + "…"


def _lead(clause_type: ClauseType, changes: Sequence[Change]) -> Change:
    """The change of the highest risk; figures and turns of meaning before plain wording."""
    tier = risk.tier_of(clause_type)
    order = list(risk.RISK_ORDER)
    return max(
        changes, key=lambda change: (order.index(risk.risk_of_change(tier, change.kind)), change.kind not in _PLAIN)
    )


def _name(clause_type: ClauseType, passage: Passage) -> str:
    """A clause as people call it: `Payment Terms (clause 3, "Fees and Payment")`."""
    clause, label = passage.main, LABELS[clause_type]
    number = f"clause {clause.number.rstrip('.')}" if clause.number else ""
    title = shorten(clause.heading, 60)
    if clause_type is ClauseType.OTHER:
        return (f'"{title}"' if title else "an untitled passage") + (f" ({number})" if number else "")
    place = ", ".join(filter(None, (number, f'"{title}"' if title.lower() != label.lower() and title else "")))
    return f"{label} ({place})" if place else label


def _opening(passage: Passage) -> str:
    text = passage.sentences[0].text if passage.sentences else ""
    return f'Only in the contract, "{shorten(_title(passage), 60)}": "{shorten(text, 160)}"'


def _title(passage: Passage) -> str:
    return passage.main.heading or passage.main.number or "untitled"
