"""Which of the waiting jobs may begin: places, limits and whose turn it is, without a store."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel

from shared.domain.job import JobReference, JobStatus
from shared.domain.timestamps import Timestamp, iso


class Place(BaseModel):
    """A job's place among those that are at work."""

    user_id: str
    job_type: str
    since: Timestamp


class Places(BaseModel):
    """Who is at work, by job; and which users wait, each with a turn that none of their waiting jobs comes before."""

    held: dict[str, Place] = {}
    waiting: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs may be at work at once."""

    per_user: int
    overall: int

    def free(self, held: Mapping[str, Place]) -> int:
        """Places that nobody has."""
        return max(0, self.overall - len(held))

    def free_for(self, user_id: str, held: Mapping[str, Place]) -> int:
        """Places that this user may still take."""
        taken = sum(place.user_id == user_id for place in held.values())
        return max(0, min(self.per_user - taken, self.free(held)))


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job that is not at its end, as a listing showed it; a turn that is not known is empty."""

    reference: JobReference
    status: JobStatus
    turn: str = ""


def turn_of(created: datetime, priority: int, ageing: float) -> str:
    """A text in whose order waiting jobs begin: each level of priority counts as `ageing` seconds of waiting."""
    return iso(created - timedelta(seconds=(priority - 1) * ageing))


def admit(held: Mapping[str, Place], waiting: Iterable[JobReference], limits: Limits) -> list[JobReference]:
    """Those that may begin, of jobs in the order of their turns; a user at their limit keeps nobody else back."""
    taken = Counter(place.user_id for place in held.values())
    free = limits.free(held)
    admitted: list[JobReference] = []
    for reference in waiting:
        if len(admitted) == free:
            break
        if reference.job_id not in held and taken[reference.user_id] < limits.per_user:
            taken[reference.user_id] += 1
            admitted.append(reference)
    return admitted


def next_users(places: Places, limits: Limits) -> list[str]:
    """The users among whose waiting jobs the next ones are: no more of them than there are free places."""
    admissible = [user for user in places.waiting if limits.free_for(user, places.held)]
    return sorted(admissible, key=lambda user: places.waiting[user])[: limits.free(places.held)]
