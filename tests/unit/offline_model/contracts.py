"""Small contracts for the tests, and the way from two of them to the offline model's answer."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.offline_model.model import OfflineModel
from jobs.contract_comparison.models import ComparisonAnswer, FindingAnswer, FindingStatus
from shared.domain.clauses import Clause, ClauseType
from shared.domain.segmentation import segment
from shared.ports.model import ModelCall, ModelRequest


def ignored(_: ModelCall) -> None:
    """Nobody takes note of the call."""


DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SAMPLES = Path(__file__).resolve().parents[3] / "samples"

Part = tuple[ClauseType, str, str]
"""A clause as its type, heading and text below the heading."""

STANDARD: tuple[Part, ...] = (
    (
        ClauseType.PAYMENT_TERMS,
        "Payment",
        """Customer shall pay each undisputed invoice within thirty (30) days of receipt. \
Interest on late payment accrues at 4% a year.""",
    ),
    (
        ClauseType.CONFIDENTIALITY,
        "Confidentiality",
        """Each party shall keep the other's Confidential Information secret and use it for this agreement only. \
These duties last for five years after this agreement ends.""",
    ),
    (
        ClauseType.INDEMNITY,
        "Indemnity",
        "Each party shall indemnify the other against third-party claims arising from its breach of this agreement.",
    ),
    (
        ClauseType.LIMITATION_OF_LIABILITY,
        "Limitation of Liability",
        """Neither party is liable for loss of profit or consequential loss. \
Each party's total liability in a contract year shall not exceed 100% of the Fees paid in that year.""",
    ),
    (
        ClauseType.TERMINATION_FOR_CONVENIENCE,
        "Termination for Convenience",
        "Customer may terminate this agreement at any time by giving Supplier ninety days' written notice.",
    ),
    (
        ClauseType.GOVERNING_LAW,
        "Governing Law",
        "This agreement is governed by the laws of England and Wales.",
    ),
    (
        ClauseType.COUNTERPARTS,
        "Counterparts",
        "This agreement may be signed in counterparts, which together are one instrument.",
    ),
)


def clauses_of(parts: Sequence[Part]) -> list[Clause]:
    """Clauses numbered from 1, as they would stand in one text."""
    clauses, start = [], 0
    for number, (kind, heading, body) in enumerate(parts, start=1):
        text = f"{number}. {heading}\n\n{body}\n\n"
        clauses.append(
            Clause(
                clause_id=f"c{number:03d}",
                clause_type=kind,
                number=f"{number}.",
                heading=heading,
                text=text,
                start=start,
                end=start + len(text),
                body_offset=len(f"{number}. {heading}"),
            )
        )
        start += len(text)
    return clauses


def replaced(kind: ClauseType, old: str, new: str, parts: Sequence[Part] = STANDARD) -> list[Part]:
    """The parts with a wording changed in the clause of one type."""
    changed = [(k, heading, body.replace(old, new) if k is kind else body) for k, heading, body in parts]
    assert changed != list(parts), f"'{old}' is not in the {kind} clause"
    return changed


def without(kind: ClauseType, parts: Sequence[Part] = STANDARD) -> list[Part]:
    """The parts but for those of one type."""
    return [part for part in parts if part[0] is not kind]


def request_of(
    standard: Sequence[Clause],
    contract: Sequence[Clause],
    mode: str = "full",
    selected: list[str] | str = "all",
) -> ModelRequest:
    """A comparison as the job type asks for it."""
    variables: dict[str, Any] = {
        "standard": {"contract_id": "standard", "title": "Standard", "clauses": _dumped(standard)},
        "contract": {"contract_id": "other", "title": "Other", "clauses": _dumped(contract)},
        "comparison_mode": mode,
        "selected_clauses": selected,
    }
    return ModelRequest("contract_comparison", variables, [], ComparisonAnswer.model_json_schema(), 6_000)


async def compared(
    standard: Sequence[Part],
    contract: Sequence[Part],
    mode: str = "full",
    selected: list[str] | str = "all",
) -> ComparisonAnswer:
    """The offline model's answer, read back from its text."""
    return await answered(clauses_of(standard), clauses_of(contract), selected, mode)


async def answered(
    standard: Sequence[Clause], contract: Sequence[Clause], selected: list[str] | str = "all", mode: str = "clauses"
) -> ComparisonAnswer:
    """The same for clauses as they are."""
    completion = await OfflineModel().complete(request_of(standard, contract, mode, selected), ignored)
    return ComparisonAnswer.model_validate_json(completion.text)


async def as_in_a_file(standard: str, contract: str) -> str:
    """The answer's text for two samples, each named by the beginning of its file's name."""
    ours, theirs = (
        segment(next((SAMPLES / "contracts").glob(f"{name}*")).read_text(encoding="utf-8"))
        for name in (standard, contract)
    )
    return (await OfflineModel().complete(request_of(ours, theirs), ignored)).text


def of_type(answer: ComparisonAnswer, kind: ClauseType) -> FindingAnswer:
    """The one finding of a type."""
    (finding,) = (finding for finding in answer.findings if finding.clause_type is kind)
    return finding


def statuses(answer: ComparisonAnswer) -> dict[ClauseType, FindingStatus]:
    """Type to status, for answers with one finding of a type."""
    return {finding.clause_type: finding.status for finding in answer.findings}


def ids(answer: ComparisonAnswer) -> list[str]:
    """The standard's clauses as often as findings name them."""
    return [clause_id for finding in answer.findings for clause_id in finding.standard_clause_ids]


def _dumped(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    dumped: list[dict[str, Any]] = json.loads(json.dumps([clause.model_dump(mode="json") for clause in clauses]))
    return dumped
