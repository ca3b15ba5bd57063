"""What a user's calls took, summed by day, operation and model."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, computed_field

CACHE = "cache"
"""The `api_type` of a record that is no call: an earlier answer was used again."""

_DECIMALS = 8


class UsageSums(BaseModel):
    """Sums over calls of the model, and over answers that were used again."""

    calls: int = 0
    failed_calls: int = Field(default=0, description="Of the calls: brought no usable answer.")
    prompt_tokens: int = 0
    cached_tokens: int = Field(default=0, description="Of the prompt tokens: found in the provider's cache.")
    completion_tokens: int = 0
    estimated_cost: float = Field(default=0.0, description="US dollars, of the calls whose model has a price.")
    unpriced_calls: int = Field(default=0, description="Calls that used tokens of a model without a price.")
    elapsed_seconds: float = Field(default=0.0, description="That the calls took, one after another.")
    cached_items: int = Field(default=0, description="Contracts for which an earlier answer was used.")
    saved_tokens: int = Field(default=0, description="What those answers took when they were given.")
    saved_cost: float = Field(default=0.0, description="US dollars that they cost then, of models with a price.")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total_tokens(self) -> int:
        """Prompt and completion."""
        return self.prompt_tokens + self.completion_tokens


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
