"""Calls in real time, and what they would take."""

from collections.abc import Iterator, Sequence

from api.estimates import EstimateRequest
from api.openapi.answers import JobEstimate
from api.openapi.operation import Answer, Body, Operation
from api.openapi.rooms.jobs import request_bodies
from shared.job_type import JobType

_TAG = "Real time"
_PROBLEMS = (400, 413, 415, 422, 429, 502, 504)
_FOLLOWS = (
    "The same request and the same answer as those of the job, while you wait. How it is to run (`priority`, "
    "`options`) means nothing here. A client that goes away ends the calls of the model."
)


def real_time(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """The estimate, and a call in real time for each job type."""
    example = {"job_type": job_types[0].name, "request": dict(job_types[0].example)}
    yield Operation(
        "estimate_job",
        "POST",
        "jobs/estimate",
        _TAG,
        "Estimate a job",
        [Answer(200, "What the request would take, and in which mode it can be done.", (JobEstimate,))],
        "Nothing is stored and nothing is asked.",
        bodies=[Body((EstimateRequest,), example=example)],
        problems=[400, 413, 415],
    )
    yield from map(_answer, job_types)


def _answer(job_type: JobType) -> Operation:
    return Operation(
        f"answer_{job_type.name}",
        "POST",
        job_type.realtime_route,
        _TAG,
        f"Answer at once: {job_type.name.replace('_', ' ')}",
        [Answer(200, "The answer, as `results` of the saved result.", (job_type.response_model,))],
        _FOLLOWS,
        bodies=[request_bodies(job_type)],
        problems=_PROBLEMS,
    )
