"""The contract as a whole: two to four sentences and one risk."""

from collections import Counter
from collections.abc import Sequence

from adapters.offline_model.comparison.risk import highest
from jobs.contract_comparison.models import FindingAnswer, FindingStatus, Risk
from shared.domain.clauses.vocabulary import LABELS

_SHOWN = 4


def overview_of(findings: Sequence[FindingAnswer]) -> tuple[str, Risk]:
    """The summary and the overall risk, which is the highest of the findings."""
    overall = highest(finding.risk for finding in findings)
    if not findings:
        return "Nothing was compared. Neither contract has a clause of the kinds that were asked for.", overall
    parts = [_counts(findings), *_worst(findings, overall), *_missing(findings)]
    if len(parts) == 1:
        parts.append("No finding carries a risk by the rules.")
    return " ".join(parts), overall


def _counts(findings: Sequence[FindingAnswer]) -> str:
    counts = Counter(finding.status for finding in findings)
    compared = len(findings) - counts[FindingStatus.EXTRA]
    text = (
        f"Of {compared} compared clauses of the standard {counts[FindingStatus.PRESENT]} are present, "
        f"{counts[FindingStatus.CHANGED]} changed and {counts[FindingStatus.MISSING]} missing"
    )
    extra = counts[FindingStatus.EXTRA]
    kinds = "kind" if extra == 1 else "kinds"
    return f"{text}; the contract adds {extra} {kinds} of clause." if extra else f"{text}."


def _worst(findings: Sequence[FindingAnswer], overall: Risk) -> list[str]:
    if overall in (Risk.NONE, Risk.LOW):
        return []
    worst = [finding for finding in findings if finding.risk is overall]
    return [f"{overall.value.capitalize()} risk: {_labels(worst)}."]


def _missing(findings: Sequence[FindingAnswer]) -> list[str]:
    absent = [one for one in findings if one.status is FindingStatus.MISSING and one.risk is not Risk.NONE]
    return [f"Missing: {_labels(absent)}."] if absent else []


def _labels(findings: Sequence[FindingAnswer]) -> str:
    labels = list(dict.fromkeys(LABELS[finding.clause_type] for finding in findings))
    rest = len(labels) - _SHOWN
    shown = ", ".join(labels[:_SHOWN])
    return f"{shown} and {rest} more" if rest > 0 else shown
