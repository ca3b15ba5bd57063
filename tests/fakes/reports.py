"""Saved comparisons as a store holds them, and what is in the files made of them."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from pypdf import PdfReader

MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
STANDARD_ID = "contract_standard"


def clause(text: str, number: str = "3", heading: str = "Payment") -> dict[str, Any]:
    return {"clause_id": f"c{number}", "number": number, "heading": heading, "text": text}


def finding(
    ours: str | None = "Pay within thirty days.", theirs: str | None = "Pay within sixty days.", **fields: Any
) -> dict[str, Any]:
    status = "extra" if ours is None else "missing" if theirs is None else "changed"
    return {
        "clause_type": "payment_terms",
        "clause_label": "Payment Terms",
        "status": status,
        "risk": "medium",
        "reason": "A period differs.",
        "summary": "Payment is due later.",
        "changes": ["The period is sixty days."],
        "standard_clauses": [] if ours is None else [clause(ours)],
        "contract_clauses": [] if theirs is None else [clause(theirs)],
    } | fields


def comparison(number: int, *findings: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "contract_id": f"contract_{number}",
        "contract_title": f"Supplier {number}",
        "summary": f"What supplier {number} changed.",
        "overall_risk": "medium",
        "findings": list(findings),
        "model": "offline-extractive",
    } | fields


def saved(*comparisons: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A saved comparison that holds these."""
    compared = [one["contract_id"] for one in comparisons]
    return {
        "id": "result_1",
        "type": "comparison",
        "created_date": "2026-02-28T17:45:00.000000Z",
        "standard_contract_id": STANDARD_ID,
        "compare_contract_ids": compared,
        "comparison_mode": "clauses",
        "selected_clauses": "all",
        "metadata": {"title": "Comparison: Our standard vs them"},
        "overview": [{"contract_id": contract} for contract in compared],
        "errors": [],
        "not_analysed": 0,
        "results": {"results": {"comparisons": list(comparisons)}},
    } | fields


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def flat(text: str) -> str:
    """The text without white space: where lines end is the page's business."""
    return "".join(text.split())


def docx_texts(content: bytes) -> list[str]:
    """Every paragraph, those in tables too."""
    body = Document(io.BytesIO(content)).element.body
    return ["".join(node.text or "" for node in p.iter("{*}t")) for p in body.iter("{*}p")]
