"""What users submit in a day, counted in the `job_queue` container: one document a user and day.

A job is counted first, atomically, and then it is seen whether that was too much, so that submissions which race never
come to more than the limit; what was too much is taken off again. Until that is done, others may be refused that would
just have fitted.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from shared.domain.job import Job
from shared.domain.quotas import CostAlert, DailyLimits, Reservation, Used, is_alarming, left_of_day, refusal
from shared.errors import AlreadyExistsError, ContractBatchError, LimitReachedError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument
from shared.ports.queue import Queue
from shared.settings import Settings

_KEPT_SECONDS = 2 * 24 * 3600

_log = logging.getLogger(__name__)


class Quotas:
    """Counts jobs and what they are estimated to cost against a user's day."""

    def __init__(self, container: Container, events: Queue, clock: Clock, settings: Settings) -> None:
        self._container = container
        self._events = events
        self._clock = clock
        self._limits = DailyLimits(settings.daily_jobs, settings.daily_cost)

    async def create_within(self, job: Job, create: Callable[[Job], Awaitable[bool]]) -> bool:
        """Create a job and count it, or neither; what `create` answers, which is False when it was there already.

        Raises:
            LimitReachedError: the job is too much for its user's day; nothing was created.
        """
        reserved = await self.reserve(job.user_id, job.estimated_cost)
        created = False
        try:
            created = await create(job)
        finally:
            if reserved and not created:
                await self.give_back(reserved)
        if reserved and created:
            await self._alert(reserved)
        return created

    async def take(self, user_id: str, cost: float | None) -> None:
        """Count what begins at once and leaves no job, as a job of this estimated cost.

        Raises:
            LimitReachedError: it is too much for the user's day.
        """
        reserved = await self.reserve(user_id, cost)
        if reserved:
            await self._alert(reserved)

    async def reserve(self, user_id: str, cost: float | None) -> Reservation | None:
        """Count a job of this estimated cost in US dollars, None when it is not known; None when there are no limits.

        Raises:
            LimitReachedError: it is too much; the message says which limit, how much is used and when a new day begins.
        """
        if not self._limits.any:
            return None
        now = self._clock.now().astimezone(UTC)
        date, spent = now.date().isoformat(), cost or 0.0
        body = await self._add(user_id, date, spent)
        reserved = Reservation(user_id, date, spent, Used.model_validate(body))
        left = left_of_day(now)
        reason = refusal(reserved, self._limits, left)
        if reason is not None:
            await self.give_back(reserved)
            raise LimitReachedError(reason, left.total_seconds())
        return reserved

    async def give_back(self, reserved: Reservation) -> None:
        """Take off again what was counted for a job that is not there.

        When the store cannot be reached it stays counted, for that day.
        """
        increment = {"jobs": -1.0, "estimated_cost": -reserved.cost}
        try:
            await self._container.patch(reserved.user_id, quota_id(reserved.date), increment=increment)
        except ContractBatchError as error:
            _log.warning("A job that was not created stays counted in its user's quota of %s: %s", reserved.date, error)

    async def _add(self, user_id: str, date: str, cost: float) -> JsonDocument:
        increment = {"jobs": 1.0, "estimated_cost": cost}
        try:
            return await self._container.patch(user_id, quota_id(date), increment=increment)
        except NotFoundError:
            await self._begin(user_id, date)
        return await self._container.patch(user_id, quota_id(date), increment=increment)

    async def _begin(self, user_id: str, date: str) -> None:
        body: JsonDocument = Used().model_dump(mode="json") | {
            "id": quota_id(date),
            "type": "quota",
            "user_id": user_id,
            "date": date,
            "ttl": _KEPT_SECONDS,
        }
        try:
            await self._container.create(user_id, body)
        except AlreadyExistsError:
            _log.debug("Another submission began the quota of %s.", date)

    async def _alert(self, reserved: Reservation) -> None:
        """Tell of the cost when it is time: at least once, since the note of it comes last."""
        if not is_alarming(reserved.used, self._limits):
            return
        alert = CostAlert(
            user_id=reserved.user_id,
            date=reserved.date,
            estimated_cost=round(reserved.used.estimated_cost, 6),
            limit=self._limits.cost,
            time=self._clock.now(),
        )
        try:
            await self._events.send(alert.model_dump(mode="json"))
            await self._container.patch(reserved.user_id, quota_id(reserved.date), assign={"alerted": True})
        except ContractBatchError as error:
            _log.warning("A cost alert was not sent or not noted; the user's next job tries again: %s", error)


def quota_id(date: str) -> str:
    """The id of a user's quota of a day, `2026-01-31`."""
    return f"quota:{date}"
