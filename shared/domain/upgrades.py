"""What documents of earlier versions lack, put in when they are read.

Documents before version 2 carry no version, and were about contracts only. A document may be a part of one, with the
fields that a listing asked for.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

SCHEMA_VERSION = 2
"""Of the documents that this version writes: items have subjects and labels, counters have steps and weights."""

_Document = dict[str, Any]
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


def upgraded(body: _Document) -> _Document:
    """A document of version 1 as this version has it."""
    if body.get("record") == "result":
        return _result(body)
    upgrade = _UPGRADES.get(str(body.get("type")))
    return upgrade(body) if upgrade else body


def _job(body: _Document) -> _Document:
    """Its items had no words."""
    return body | {"words": _CONTRACTS}


def _item(body: _Document) -> _Document:
    """It had no subject: it was the contract."""
    return body | {"subject": body["contract_id"]} if "contract_id" in body else body


def _counters(body: _Document) -> _Document:
    """They had a stage in place of a step, and no words."""
    step = _STEPS.get(body.get("current_stage", 0), "processing_results")
    return body | {"current_step": step, "words": _CONTRACTS}


def _page(body: _Document) -> _Document:
    """Its items were contracts and nothing else."""
    lanes = body.get("lanes", {})
    return body | {"lanes": {lane: [_planned(item) for item in items] for lane, items in lanes.items()}}


def _planned(item: _Document) -> _Document:
    contract_id = item["contract_id"]
    place = {"item_id": item["item_id"], "index": item["index"]}
    return place | {"subject": contract_id, "input": {"contract_id": contract_id}}


def _result(body: _Document) -> _Document:
    """Its row counted contracts; the first headers, all of comparisons, had none."""
    row = body.get("row")
    if row is not None:
        return body | {"row": {"items": row["contracts"], "counts": row["counts"]}}
    compared = body.get("metadata", {}).get("contracts_compared")
    return body if compared is None else body | {"row": {"items": compared, "counts": {}}}


_UPGRADES: Mapping[str, Callable[[_Document], _Document]] = MappingProxyType(
    {"batch_job": _job, "item_result": _item, "job_counters": _counters, "item_page": _page}
)
