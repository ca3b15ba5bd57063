"""Calls in real time, and what they would take."""

from collections.abc import Iterator, Sequence

from api.estimates import EstimateRequest
from api.openapi.answers import AnswerChunk, JobEstimate, ProblemDocument
from api.openapi.operation import EVENTS, Answer, Body, Operation
from api.openapi.rooms.jobs import request_bodies
from shared.domain.usage import Usage
from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType

_TAG = "Real time"
_OF_ADMISSION = (400, 413, 415, 422, 429)
_FOLLOWS = (
    "The same request and the same answer as those of the job, while you wait. Of its `options` count `refresh`, and "
    "`timeout`, `itemTimeout` and `maxConcurrent` where they ask for less than the call allows: 190 seconds, the "
    "server's time for an attempt, five contracts at once. A client that goes away ends the calls of the model."
)


def real_time(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """The estimate, and a call in real time for each job type that has one."""
    yield from _estimate(next((job_type for job_type in job_types if job_type.pricing), None))
    for job_type in job_types:
        if job_type.real_time is not None:
            yield _answer(job_type, job_type.real_time)


def _estimate(priced: JobType | None) -> Iterator[Operation]:
    if priced is None:
        return
    example = {"job_type": priced.name, "request": dict(priced.example)}
    yield Operation(
        "estimate_job",
        "POST",
        "jobs/estimate",
        _TAG,
        "Estimate a job",
        [Answer(200, "What the request would take, and in which mode it can be done.", (JobEstimate,))],
        "Nothing is stored and nothing is asked.",
        bodies=[Body((EstimateRequest,), example=example)],
        problems=[400, 413, 415, 429],
    )


def _answer(job_type: JobType, real_time: RealTime) -> Operation:
    told = real_time.told_field is not None
    return Operation(
        f"answer_{job_type.name}",
        "POST",
        real_time.route,
        _TAG,
        f"Answer at once: {job_type.name.replace('_', ' ')}",
        [_events(real_time) if told else _whole(real_time)],
        _FOLLOWS,
        bodies=[request_bodies(job_type)],
        problems=_OF_ADMISSION if told else (*_OF_ADMISSION, 502, 504),
    )


def _whole(real_time: RealTime) -> Answer:
    return Answer(200, "The answer, as `results` of the saved result.", (real_time.response_model,))


def _events(real_time: RealTime) -> Answer:
    told = (
        "Events: `chunk` with what the model writes about a contract, and at its end with the whole `answer` or the "
        "`error`; `usage`; at last `done` with the answer as `results` of the saved result, or `error`."
    )
    content = (AnswerChunk, Usage, real_time.response_model, ProblemDocument)
    return Answer(200, told, content, EVENTS, events=["chunk", "usage", "done", "error"])
