"""What becomes of an open job of which nothing is heard, as one pure function."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.job import JobStatus
from shared.domain.transitions import is_terminal

MAX_RESTARTS = 10
"""New orchestrations of a job without one more finished item, after which it is given up."""

LATE = timedelta(minutes=1)
"""Past its deadline a job is ended by its orchestration, which sees to it within this time."""

ENDING_PATIENCE = timedelta(minutes=2)
"""A job that is to end, or is late, gets a new orchestration when it was quiet this long: lanes pause for a minute."""

_OVER = frozenset({"Completed", "Failed", "Terminated", "Canceled"})
_AT_WORK = frozenset({"Running", "Pending", "ContinuedAsNew"})
"""Not Suspended: somebody did that on purpose, and resumes it."""


class Act(StrEnum):
    """What is to be done with a job."""

    NOTHING = "nothing"
    START = "start"
    """It has no orchestration that could go on: give it one."""
    REPLACE = "replace"
    """It has one that does nothing: end that, then give it another."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a job may be quiet before it is stale, and then how long before its orchestration is replaced."""

    stale: timedelta
    stuck: timedelta

    @classmethod
    def of_seconds(cls, stale: float, stuck: float) -> "Patience":
        """From durations in seconds."""
        return cls(timedelta(seconds=stale), timedelta(seconds=stuck))


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one job.

    `heard` is the last sign of life: a heartbeat of its items, its start, or its last restart. `orchestration` is
    the runtime status, None when there is none. `restarts` are those since an item was last finished.
    """

    status: JobStatus
    has_place: bool
    heard: datetime
    orchestration: str | None
    restarts: int = 0
    stopping: bool = False
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, why (a sentence without its full stop), and whether the job is to be shown as stale meanwhile."""

    act: Act
    why: str = ""
    stale: bool = False


_NOTHING = Verdict(Act.NOTHING)


def judge(signs: Signs, patience: Patience, now: datetime) -> Verdict:
    """What is to be done with a job."""
    if is_terminal(signs.status) or (signs.status is JobStatus.QUEUED and not signs.has_place):
        return _NOTHING
    verdict = _by_orchestration(signs, patience, now)
    if verdict.act in (Act.START, Act.REPLACE) and signs.restarts >= MAX_RESTARTS:
        why = f"It was started again {signs.restarts} times without one more finished item"
        return Verdict(Act.FAIL, why, verdict.stale)
    return verdict


def is_restart(status: JobStatus, act: Act) -> bool:
    """Whether the act takes up work that had begun, which is not done for ever."""
    return act is Act.REPLACE or (act is Act.START and status is JobStatus.PROCESSING)


def _by_orchestration(signs: Signs, patience: Patience, now: datetime) -> Verdict:
    status = signs.orchestration
    if status is None:
        return Verdict(Act.START, "it has no orchestration")
    if status in _OVER:
        if signs.stopping:
            return Verdict(Act.START, f"its orchestration is {status} and it is to end in its own way")
        return Verdict(Act.FAIL, f"The job's orchestration ended as {status} before the job did")
    return _by_silence(signs, patience, now)


def _by_silence(signs: Signs, patience: Patience, now: datetime) -> Verdict:
    quiet = now - signs.heard
    stale = signs.status is JobStatus.PROCESSING and quiet >= patience.stale
    if signs.orchestration in _AT_WORK and quiet >= _most_quiet(signs, patience, now):
        why = f"its orchestration is {signs.orchestration} and nothing was heard for {quiet.total_seconds():.0f} s"
        return Verdict(Act.REPLACE, why, stale)
    return Verdict(Act.NOTHING, stale=stale)


def _most_quiet(signs: Signs, patience: Patience, now: datetime) -> timedelta:
    late = signs.deadline is not None and now >= signs.deadline + LATE
    if signs.status is JobStatus.PROCESSING and (signs.stopping or late):
        return max(patience.stale, ENDING_PATIENCE)
    return patience.stale + patience.stuck
