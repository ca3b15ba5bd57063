"""What a user may submit in a day: pure decisions over what is used, with what is being asked for counted in.

A day is a day of UTC. Cost is in US dollars, estimated: what a job's questions will take by the length of its
contracts.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from shared.domain.job import Job
from shared.domain.timestamps import Timestamp

ALERT_SHARE = 0.8
"""Of the day's cost; at that much its user is told once."""

_ROUNDING = 1e-6
"""US dollars by which a sum of many fractions may miss what it stands for."""


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """What a user may submit in a day; 0: no limit."""

    jobs: int
    cost: float

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return bool(self.jobs or self.cost)


class Used(BaseModel):
    """What a user's jobs of a day come to."""

    jobs: int = 0
    estimated_cost: float = 0.0
    alerted: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A job that was counted: whose, on which day (`2026-01-31`), at what cost, and what that came to."""

    user_id: str
    date: str
    cost: float
    used: Used


class CostAlert(BaseModel):
    """A message of the queue `job-events`: most of what a user's jobs of a day may cost is used up."""

    event: Literal["cost_alert"] = "cost_alert"
    user_id: str
    date: str
    estimated_cost: float
    limit: float
    time: Timestamp


def refusal(reserved: Reservation, limits: DailyLimits, left: timedelta) -> str | None:
    """Why what was counted is too much, with what is left of the day; None when it is not."""
    used, cost = reserved.used, reserved.cost
    until = f"A new day begins at midnight UTC, in {_duration(left)}."
    if limits.jobs and used.jobs > limits.jobs:
        counted = min(used.jobs - 1, limits.jobs)
        return f"The daily limit of jobs is used up: {counted} of {limits.jobs} were submitted today. {until}"
    if limits.cost and cost and used.estimated_cost > limits.cost + _ROUNDING:
        before = max(0.0, used.estimated_cost - cost)
        if cost > limits.cost + _ROUNDING:
            until = "It is over the limit by itself: submit less at once."
        return (
            f"The daily limit of estimated cost does not allow this job: {before:.2f} of {limits.cost:.2f} US dollars "
            f"are used today, and it would add {cost:.2f}. {until}"
        )
    return None


def is_alarming(used: Used, limits: DailyLimits) -> bool:
    """Whether the user is to be told of the cost, and was not."""
    return bool(limits.cost) and not used.alerted and used.estimated_cost >= ALERT_SHARE * limits.cost - _ROUNDING


def left_of_day(now: datetime) -> timedelta:
    """How long the day of a moment in UTC still is."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - now


def cost_of_rest(job: Job, first: Job) -> float | None:
    """What the items that a job left undone are estimated to cost; `first` is the job that asked for them first.

    A job that was itself a retry was estimated for a part of its items only: it costs no more than that again.
    """
    if job.estimated_cost is None or first.estimated_cost is None:
        return None
    total = max(1, job.progress.total_items)
    return min(job.estimated_cost, first.estimated_cost * (total - job.items_completed) / total)


def _duration(left: timedelta) -> str:
    hours, minutes = divmod(math.ceil(left.total_seconds() / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
