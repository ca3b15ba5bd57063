"""Answers of calls in real time, as a client got them and wants them kept."""

from typing import Any

from tests.fakes.builders import STANDARD


def comparison_response(*others: str, text: str = "Customer pays within 60 days.", **fields: Any) -> dict[str, Any]:
    """An answer to a comparison of these contracts with the standard."""
    return {
        "success": True,
        "standardContractId": STANDARD,
        "compareContractIds": list(others),
        "comparisonMode": "full",
        "selectedClauses": "all",
        "results": {"comparisons": [contract_comparison(other, text) for other in others]},
        "errors": [],
    } | fields


def query_response(*contract_ids: str, question: str = "Which law governs?") -> dict[str, Any]:
    """An answer to a question about these contracts, of which none states it."""
    rows = [
        {
            "contract_id": contract_id,
            "contract_title": f"Title of {contract_id}",
            "status": "not_stated",
            "answer": "The contract does not say.",
            "confidence": 0.5,
            "model": "offline-extractive",
        }
        for contract_id in contract_ids
    ]
    read = {"complete": True, "clauses": 1, "of": 1}
    return {
        "success": True,
        "question": question,
        "contract_ids": list(contract_ids),
        "answer_summary": "No contract states it.",
        "table": [row | {"quotes": 0} for row in rows],
        "answers": [row | {"quotes": [], "dropped_quotes": 0, "read": read} for row in rows],
        "errors": [],
    }


def contract_comparison(contract_id: str, text: str = "Customer pays within 60 days.") -> dict[str, Any]:
    """One contract compared: one clause that changed."""
    return {
        "contract_id": contract_id,
        "contract_title": f"Title of {contract_id}",
        "summary": "One change.",
        "overall_risk": "medium",
        "findings": [
            {
                "clause_type": "payment_terms",
                "clause_label": "Payment Terms",
                "status": "changed",
                "risk": "medium",
                "reason": "The money comes later.",
                "summary": "Sixty days instead of thirty.",
                "changes": ["'30 days' became '60 days'."],
                "standard_clauses": [_clause("Customer pays within 30 days.")],
                "contract_clauses": [_clause(text)],
            }
        ],
        "model": "offline-extractive",
    }


def _clause(text: str) -> dict[str, str]:
    return {"clause_id": "c001", "number": "1.", "heading": "Payment", "text": text}
