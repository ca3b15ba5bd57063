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


def query_response(*contracts: str, **fields: Any) -> dict[str, Any]:
    """An answer to a question about these contracts, which all state it."""
    answers = [query_answer(contract) for contract in contracts]
    row = {"status": "stated", "answer": "England.", "confidence": 0.9, "quotes": 1, "model": "offline-extractive"}
    return {
        "success": True,
        "question": "Which law governs it?",
        "contract_ids": list(contracts),
        "answer_summary": "All state it.",
        "table": [{"contract_id": name, "contract_title": f"Title of {name}"} | row for name in contracts],
        "answers": answers,
        "errors": [],
    } | fields


def query_answer(contract_id: str) -> dict[str, Any]:
    """One contract's answer, with a quote."""
    place = {"clause_id": "c002", "clause_number": "2.", "clause_heading": "Governing Law"}
    return {
        "contract_id": contract_id,
        "contract_title": f"Title of {contract_id}",
        "status": "stated",
        "answer": "England.",
        "confidence": 0.9,
        "quotes": [place | {"text": "The laws of England.", "start": 50, "end": 70}],
        "dropped_quotes": 0,
        "read": {"complete": True, "clauses": 2, "of": 2},
        "model": "offline-extractive",
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
