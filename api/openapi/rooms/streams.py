"""Server-sent events."""

from collections.abc import Iterator, Sequence

from api.openapi.answers import StreamError
from api.openapi.operation import EVENTS, Answer, Operation
from api.openapi.parameters import LAST_EVENT_ID
from shared.domain.job import JobStatus
from shared.domain.job_card import JobCard
from shared.domain.transitions import is_terminal

_TAG = "Live progress"
_TOLD = ("progress", *(str(status) for status in JobStatus if is_terminal(status)))
_LIFE = "A stream ends before 200 s; a client comes back with the id of the last event that it saw."


def streams() -> Iterator[Operation]:
    """The streams of a job and of a user's jobs."""
    yield Operation(
        "stream_job",
        "GET",
        "jobs/{job_id}/stream",
        _TAG,
        "Watch a job",
        [
            _events(_TOLD),
            Answer(204, "The job is at its end, and the client knows: there is nothing to come back for."),
        ],
        f"Up to the job's end. {_LIFE}",
        parameters=[LAST_EVENT_ID],
        problems=[404],
    )
    yield Operation(
        "stream_jobs_of_user",
        "GET",
        "jobs/user/{user_id}/stream",
        _TAG,
        "Watch the jobs of a user",
        [_events([f"job_{name}" for name in _TOLD])],
        f"All of them, new ones too. {_LIFE}",
        parameters=[LAST_EVENT_ID],
        problems=[404],
    )


def _events(names: Sequence[str]) -> Answer:
    told = "Events, for as long as the client listens. After `error` the stream ends."
    return Answer(200, told, (JobCard, StreamError), EVENTS, events=[*names, "error"])
