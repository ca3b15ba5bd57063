"""What a user took on each day: days that are over are summed up once, the others at every look."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta

from shared.domain.usage_sums import SumsBy, UsageDay, UsageRow, add_records, rows_of, usage_day_id
from shared.errors import AlreadyExistsError
from shared.ports.clock import Clock
from shared.ports.documents import Container, Query
from shared.services.usage_store import CALL

GRACE = timedelta(hours=1)
"""After its end until a day is summed up for good: a record may be a while on its way to a store that is busy."""

_PAGE = 500
_IDS = 100
_AT_ONCE = 8
_FIELDS = (
    "api_type",
    "operation",
    "model",
    "success",
    "prompt_tokens",
    "cached_tokens",
    "completion_tokens",
    "estimated_cost",
    "elapsed_time",
    "saved_tokens",
    "saved_cost",
)
_Sum = Callable[[str, date], Awaitable[list[UsageRow]]]


class UsageDays:
    """Sums of days, by operation and model.

    A day that is over gets one document. Whoever sums it up at the same time comes to the same sums, of which the first
    stay; whoever is broken off leaves the days that are done.
    """

    def __init__(self, container: Container, clock: Clock) -> None:
        self._container = container
        self._clock = clock

    async def read(self, user_id: str, days: Sequence[date]) -> dict[date, list[UsageRow]]:
        """The rows of each of these days."""
        now = self._clock.now()
        first_open = (now - GRACE).date()
        over = [day for day in days if day < first_open]
        rows = await self._stored(user_id, over)
        missing = await self._worth_a_look(user_id, [day for day in over if day not in rows])
        rows |= await self._each(user_id, missing, self._closed)
        rows |= await self._each(user_id, [day for day in days if first_open <= day <= now.date()], self._summed)
        return {day: rows.get(day, []) for day in days}

    async def _stored(self, user_id: str, days: Sequence[date]) -> dict[date, list[UsageRow]]:
        found: dict[date, list[UsageRow]] = {}
        for start in range(0, len(days), _IDS):
            ids = [usage_day_id(day) for day in days[start : start + _IDS]]
            page = await self._container.query(Query({"id": ids}, limit=len(ids)), user_id)
            stored = map(UsageDay.model_validate, page.documents)
            found |= {day.date: day.rows for day in stored}
        return found

    async def _worth_a_look(self, user_id: str, days: Sequence[date]) -> list[date]:
        """Those of the days that are not before the user's first record: a year's look is no year of documents."""
        if not days:
            return []
        query = Query({"type": CALL}, "timestamp", "asc", 1, fields=["timestamp"])
        page = await self._container.query(query, user_id)
        if not page.documents:
            return []
        first = date.fromisoformat(page.documents[0]["timestamp"][:10])
        return [day for day in days if day >= first]

    async def _each(self, user_id: str, days: Sequence[date], sum_up: _Sum) -> dict[date, list[UsageRow]]:
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(day: date) -> list[UsageRow]:
            async with places:
                return await sum_up(user_id, day)

        return dict(zip(days, await asyncio.gather(*map(one, days)), strict=True))

    async def _closed(self, user_id: str, day: date) -> list[UsageRow]:
        """The rows of a day that is over, from now on in a document."""
        rows = await self._summed(user_id, day)
        document = UsageDay(id=usage_day_id(day), user_id=user_id, date=day, rows=rows)
        with suppress(AlreadyExistsError):
            await self._container.create(user_id, document.model_dump(mode="json"))
        return rows

    async def _summed(self, user_id: str, day: date) -> list[UsageRow]:
        sums = SumsBy()
        continuation: str | None = None
        while True:
            where = {"type": CALL, "day": day.isoformat()}
            query = Query(where, limit=_PAGE, continuation=continuation, fields=_FIELDS)
            page = await self._container.query(query, user_id)
            add_records(sums, page.documents)
            if page.continuation is None:
                return rows_of(sums)
            continuation = page.continuation
