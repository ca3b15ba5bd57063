"""Contracts, requests, jobs and results with only the fields that a test is about."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from jobs.contract_items import WORDS
from shared.domain.clauses import Clause, ClauseType
from shared.domain.contract import Contract
from shared.domain.job import (
    Item,
    ItemOutcome,
    ItemResult,
    Job,
    JobReference,
    JobStatus,
    Progress,
    item_id,
    item_result_id,
)
from tests.fakes.clock import START

USER = "ann"
JOB_TYPE = "contract_comparison"
STANDARD = "contract_standard"
TEXT = "1. Payment\nCustomer pays within 30 days.\n2. Governing Law\nThe laws of England.\n"


def contract(contract_id: str, text: str = TEXT, *, tokens: int | None = None) -> Contract:
    """A contract with two clauses, cut at its first `2.`, or one when there is none."""
    cut = text.find("2.")
    bounds = [(0, cut), (cut, len(text))] if cut > 0 else [(0, len(text))]
    kinds = (ClauseType.PAYMENT_TERMS, ClauseType.GOVERNING_LAW)
    clauses = [
        Clause(clause_id=f"c{n:03d}", clause_type=kind, number=f"{n}.", text=text[start:end], start=start, end=end)
        for n, (kind, (start, end)) in enumerate(zip(kinds, bounds, strict=False), start=1)
    ]
    return Contract(
        id=contract_id,
        user_id=USER,
        title=f"Title of {contract_id}",
        text_characters=len(text),
        text_tokens=len(text.split()) if tokens is None else tokens,
        clause_count=len(clauses),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        created_date=START,
        text=text,
        clauses=clauses,
    )


def other(number: int) -> str:
    """The id of the contract at a place, counted from 0."""
    return f"contract_other-{number}"


def text_of(number: int) -> str:
    """The text of the contract at a place: no two are alike, or the answer to one would do for both."""
    return TEXT.replace("30", str(30 + number))


def request_body(others: Sequence[str] | int = 1, **fields: Any) -> dict[str, Any]:
    """A comparison's request as it comes over the wire."""
    named = [other(n) for n in range(others)] if isinstance(others, int) else list(others)
    return {
        "standardContractId": STANDARD,
        "compareContractIds": named,
        "comparisonMode": "full",
        "selectedClauses": "all",
        "modelSelection": "primary",
        "userEmail": USER,
    } | fields


def job(job_id: str = "job-1", items: int = 1, *, status: JobStatus = JobStatus.QUEUED, **fields: Any) -> Job:
    """A stored job over that many contracts."""
    return Job(
        id=job_id,
        user_id=USER,
        partition_key=USER,
        job_type=JOB_TYPE,
        status=status,
        title="A comparison",
        words=WORDS,
        request=request_body(items),
        progress=Progress(total_items=items),
        created_date=START,
    ).model_copy(update=fields)


def reference(job_id: str = "job-1") -> JobReference:
    """The reference of a job of `job`."""
    return JobReference(job_id=job_id, user_id=USER, job_type=JOB_TYPE)


def item(number: int = 0) -> Item:
    """The item at a place, counted from 0."""
    return Item.at(number, f"Title of {other(number)}", {"contract_id": other(number)})


def item_result(number: int = 0, *, job_id: str = "job-1", error: str | None = None, **fields: Any) -> ItemResult:
    """A stored outcome: done, or failed when there is an error."""
    content = None if error else {"contract_id": other(number), "findings": []}
    return ItemResult(
        id=item_result_id(job_id, item_id(number)),
        user_id=USER,
        job_id=job_id,
        job_type=JOB_TYPE,
        item_id=item_id(number),
        subject=f"Title of {other(number)}",
        contract_id=other(number),
        outcome=ItemOutcome.FAILED if error else ItemOutcome.DONE,
        input_hash="",
        content=content,
        overview=None if error else {"contract_id": other(number), "contract_title": "A title", "overall_risk": "low"},
        error_message=error,
        created_date=START,
    ).model_copy(update=fields)


def finding(**fields: Any) -> dict[str, Any]:
    """One finding of a model's answer."""
    return {
        "clause_type": "payment_terms",
        "status": "changed",
        "standard_clause_ids": ["c001"],
        "contract_clause_ids": ["c001"],
        "summary": "Sixty days instead of thirty.",
        "changes": ["'30 days' became '60 days'."],
        "risk": "medium",
        "reason": "The money comes later.",
    } | fields


def answer_text(*findings: dict[str, Any]) -> str:
    """A model's answer that satisfies its schema."""
    found = list(findings) or [finding()]
    return json.dumps({"findings": found, "summary": "One change.", "overall_risk": "medium"})
