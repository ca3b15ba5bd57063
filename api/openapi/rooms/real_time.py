"""Calls in real time, and what they would take."""

from collections.abc import Iterator, Sequence

from api.estimates import EstimateRequest
from api.openapi.answers import AnswerChunk, JobEstimate, ProblemDocument
from api.openapi.operation import EVENTS, Answer, Body, Operation
from api.openapi.rooms.jobs import request_bodies
from shared.domain.usage import Usage
from shared.job_type import JobType

_TAG = "Real time"
_OF_ADMISSION = (400, 413, 415, 422, 429)
_FOLLOWS = (
    "The same request and the same answer as those of the job, while you wait. Of how it is to run only "
    "`options.refresh` counts here. A client that goes away ends the calls of the model."
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
    told = job_type.told_field is not None
    return Operation(
        f"answer_{job_type.name}",
        "POST",
        job_type.realtime_route,
        _TAG,
        f"Answer at once: {job_type.name.replace('_', ' ')}",
        [_events(job_type) if told else _whole(job_type)],
        _FOLLOWS,
        bodies=[request_bodies(job_type)],
        problems=_OF_ADMISSION if told else (*_OF_ADMISSION, 502, 504),
    )


def _whole(job_type: JobType) -> Answer:
    return Answer(200, "The answer, as `results` of the saved result.", (job_type.response_model,))


def _events(job_type: JobType) -> Answer:
    told = (
        "Events: `chunk` with what the model writes about a contract, and at its end with the whole `answer` or the "
        "`error`; `usage`; at last `done` with the answer as `results` of the saved result, or `error`."
    )
    content = (AnswerChunk, Usage, job_type.response_model, ProblemDocument)
    return Answer(200, told, content, EVENTS, events=["chunk", "usage", "done", "error"])
