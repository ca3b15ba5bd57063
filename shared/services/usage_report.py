"""A user's usage in a range of days, as callers see it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, Field

from shared.domain.caller import Caller
from shared.domain.usage_sums import SumsBy, UsageRow, UsageSums
from shared.errors import Fault, InvalidRequestError, NotFoundError
from shared.ports.clock import Clock
from shared.services.usage_days import UsageDays

DEFAULT_DAYS = 30
MAX_DAYS = 366


class DayUsage(UsageSums):
    """What was taken on one day (UTC)."""

    date: date


class OperationUsage(UsageSums):
    """What one kind of work took."""

    operation: str = Field(description="The job's type, for a job.")


class ModelUsage(UsageSums):
    """What was taken of one model."""

    model: str


class UsageReport(BaseModel):
    """A user's usage: in all, and by day, operation and model."""

    user_id: str
    first: date = Field(alias="from", description="The first day (UTC).")
    last: date = Field(alias="to", description="The last day, which is counted too.")
    totals: UsageSums
    by_day: list[DayUsage] = Field(description="Each day of the range.")
    by_operation: list[OperationUsage]
    by_model: list[ModelUsage]


class UsageReports:
    """Reports usage to those who may see it."""

    def __init__(self, days: UsageDays, clock: Clock) -> None:
        self._days = days
        self._clock = clock

    async def report(self, user_id: str, caller: Caller, first: date | None, last: date | None) -> UsageReport:
        """The usage from the first day to the last; by default of the 30 days that end with the last, or today.

        Raises:
            NotFoundError: the user is another one, whether or not there is such a user.
            InvalidRequestError: the range is reversed or longer than 366 days.
        """
        if not caller.may_see(user_id):
            raise NotFoundError(f"There is no user {user_id} whose usage you may see.")
        last = last or max(self._clock.now().date(), first or date.min)
        first = first or _earlier(last, DEFAULT_DAYS - 1)
        _check(first, last)
        return _report(user_id, first, last, await self._days.read(user_id, list(_days(first, last))))


def _earlier(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _check(first: date, last: date) -> None:
    if first > last:
        raise InvalidRequestError([Fault("/from", f"Give a day that is not after the last one, {last.isoformat()}.")])
    if last - first >= timedelta(MAX_DAYS):
        raise InvalidRequestError([Fault("/from", f"Ask for {MAX_DAYS} days at most, from the first to the last.")])


def _report(user_id: str, first: date, last: date, rows: dict[date, list[UsageRow]]) -> UsageReport:
    totals, by_operation, by_model, by_day = SumsBy(), SumsBy(), SumsBy(), SumsBy()
    for day, found in rows.items():
        by_day.add((day.isoformat(),), {})
        for row in found:
            totals.add((), row.amounts)
            by_day.add((day.isoformat(),), row.amounts)
            by_operation.add((row.operation,), row.amounts)
            by_model.add((row.model,), row.amounts)
    body: dict[str, Any] = {"user_id": user_id, "from": first, "to": last}
    body["totals"] = dict(totals.sums()).get((), {})
    body["by_day"] = _named("date", by_day)
    body["by_operation"] = _named("operation", by_operation)
    body["by_model"] = _named("model", by_model)
    return UsageReport.model_validate(body)


def _named(name: str, sums: SumsBy) -> list[dict[str, Any]]:
    return [{name: key, **found} for (key,), found in sums.sums()]
