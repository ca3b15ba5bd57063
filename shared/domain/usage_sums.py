"""What a user's calls took, summed by day, operation and model."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from shared.domain.usage import Spent

CACHE = "cache"
"""The `api_type` of a record that is no call: an earlier answer was used again."""

_DECIMALS = 8


class UsageSums(Spent):
    """Sums over calls of the model, and over answers that were used again."""

    calls: int = 0
    elapsed_seconds: float = Field(default=0.0, description="That the calls took, one after another.")


class UsageRow(UsageSums):
    """What one operation took of one model."""

    operation: str
    model: str

    @property
    def amounts(self) -> dict[str, float]:
        """The sums alone."""
        return {name: getattr(self, name) for name in UsageSums.model_fields}


class UsageDay(BaseModel):
    """A day (UTC) of a user's, summed up when it was over."""

    id: str
    type: Literal["usage_day"] = "usage_day"
    user_id: str
    date: date
    rows: list[UsageRow]


def usage_day_id(day: date) -> str:
    """The id of a day's sums."""
    return f"usage_day:{day.isoformat()}"


class SumsBy:
    """Adds up by keys.

    Costs are whole numbers of 10 ** -8 dollars and are rounded to that at each step: sums are exact, and the same in
    whichever order and in however many parts they are made.
    """

    def __init__(self) -> None:
        self._sums: dict[tuple[str, ...], dict[str, float]] = {}

    def add(self, key: tuple[str, ...], amounts: Mapping[str, float]) -> None:
        """Add fields of UsageSums to a key's."""
        sums = self._sums.setdefault(key, {})
        for name, amount in amounts.items():
            sums[name] = round(sums.get(name, 0) + amount, _DECIMALS)

    def sums(self) -> list[tuple[tuple[str, ...], dict[str, float]]]:
        """The sums in the order of their keys."""
        return sorted(self._sums.items())


def add_records(sums: SumsBy, records: Iterable[Mapping[str, Any]]) -> None:
    """Add documents of `model_usage` by operation and model."""
    for record in records:
        sums.add((record["operation"], record["model"] or ""), _amounts(record))


def rows_of(sums: SumsBy) -> list[UsageRow]:
    """What was added by operation and model, in that order."""
    return [UsageRow.model_validate({"operation": key[0], "model": key[1], **found}) for key, found in sums.sums()]


def _amounts(record: Mapping[str, Any]) -> dict[str, float]:
    if record["api_type"] == CACHE:
        saved = record["saved_cost"] or 0.0
        return {"cached_items": 1, "saved_tokens": record["saved_tokens"], "saved_cost": saved}
    cost = record["estimated_cost"]
    return {
        "calls": 1,
        "failed_calls": int(not record["success"]),
        "prompt_tokens": record["prompt_tokens"],
        "cached_tokens": record["cached_tokens"],
        "completion_tokens": record["completion_tokens"],
        "estimated_cost": cost or 0.0,
        "unpriced_calls": int(cost is None),
        "elapsed_seconds": record["elapsed_time"],
    }
