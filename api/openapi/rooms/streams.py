"""Server-sent events."""

from collections.abc import Iterator

from api.openapi.operation import Answer, Operation
from api.openapi.parameters import LAST_EVENT_ID

_EVENTS = Answer(200, "Events, for as long as the client listens.", {"type": "string"}, "text/event-stream")


def streams() -> Iterator[Operation]:
    """The streams of a job and of a user's jobs."""
    for name, route, summary in (
        ("stream_job", "jobs/{job_id}/stream", "Watch a job"),
        ("stream_jobs_of_user", "jobs/user/{user_id}/stream", "Watch the jobs of a user"),
    ):
        yield Operation(
            name,
            "GET",
            route,
            "Live progress",
            summary,
            [_EVENTS],
            "A stream ends before 200 s; a client comes back with the id of the last event that it saw.",
            parameters=[LAST_EVENT_ID],
            problems=[404],
        )
