"""What documents of earlier versions lack, put in when they are read.

A document carries the version of the schema it was written with (`shared.services.schema`); those before version 2
carry none. They were about contracts only.
"""

from typing import Any

_CONTRACTS = {"item": "contract", "items": "contracts", "done": "analysed"}
_STEPS = {
    0: "retrieving_data",
    10: "retrieving_data",
    30: "generating_prompt",
    60: "calling_llm",
    90: "processing_results",
    100: "processing_results",
}
"""Of the stage that counters had in place of a step."""


def upgraded_job(body: Any) -> Any:
    """A job whose items have no words yet."""
    if isinstance(body, dict) and "words" not in body and str(body.get("job_type", "")).startswith("contract_"):
        return body | {"words": _CONTRACTS}
    return body


def upgraded_item(body: Any) -> Any:
    """An item's outcome without a subject: it is the contract. What else is in it are labels, but for the version."""
    if not isinstance(body, dict):
        return body
    known = {name: value for name, value in body.items() if name != "schema_version"}
    if "subject" not in known and "contract_id" in known:
        known["subject"] = known["contract_id"]
    return known


def upgraded_counters(body: Any) -> Any:
    """Counters with a stage in place of a step, and without words."""
    if isinstance(body, dict) and "current_step" not in body and "current_stage" in body:
        return body | {"current_step": _STEPS.get(body["current_stage"], "processing_results"), "words": _CONTRACTS}
    return body


def upgraded_row(row: dict[str, Any] | None, metadata: dict[str, Any]) -> dict[str, Any]:
    """What a listing shows of a result's items.

    Headers first had no row, and were of comparisons all of them; later rows counted contracts.
    """
    if row is None:
        return {"items": metadata.get("contracts_compared", 0), "counts": {}}
    return {"items": row["items"] if "items" in row else row["contracts"], "counts": row["counts"]}
