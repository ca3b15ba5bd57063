"""Who may run next: a pure decision over the places that are taken and the jobs that wait."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel

from shared.domain.job import JobReference
from shared.domain.timestamps import Timestamp, iso


class Place(BaseModel):
    """A place among the jobs that are processed at once, and who has it."""

    user_id: str
    job_type: str
    since: Timestamp


Places = Mapping[str, Place]
"""Places by the ids of the jobs that hold them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs are processed at once."""

    per_user: int
    overall: int


def turn_of(created: datetime, priority: int, ageing_seconds: float) -> str:
    """When a job's turn comes: waiting jobs go in the order of this text.

    It is an ISO time: the job's own, earlier by `ageing_seconds` for each level of priority above the lowest. So the
    higher priority goes first and then the older job; and a job that has waited long enough goes before any that
    comes now, whatever its priority.
    """
    return iso(created - timedelta(seconds=(priority - 1) * ageing_seconds))


class Room:
    """The places as they fill: says of one job after another whether it may run."""

    def __init__(self, places: Places, limits: Limits) -> None:
        self._limits = limits
        self._by_user = Counter(place.user_id for place in places.values())
        self._taken = len(places)

    @property
    def is_full(self) -> bool:
        """Whether nobody more may run, whoever they are."""
        return self._taken >= self._limits.overall

    def take(self, user_id: str) -> bool:
        """Take a place for a user's job; False when there is none for them."""
        if self.is_full or self._by_user[user_id] >= self._limits.per_user:
            return False
        self._by_user[user_id] += 1
        self._taken += 1
        return True


def admit(room: Room, waiting: Iterable[JobReference]) -> list[JobReference]:
    """Those of the waiting jobs, given in the order of their turns, that may run now; they take their places."""
    admitted = []
    for reference in waiting:
        if room.is_full:
            break
        if room.take(reference.user_id):
            admitted.append(reference)
    return admitted
