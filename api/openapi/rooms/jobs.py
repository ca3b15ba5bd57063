"""`/api/jobs`: a starter for each job type, and the jobs."""

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, create_model

from api.openapi.answers import Accepted, JobPage, JobTypes, JobView, Orchestration
from api.openapi.operation import Answer, Body, Operation, Parameter
from api.openapi.parameters import IDEMPOTENCY_KEY, PAGING
from shared.domain.job import JobStatus
from shared.job_types.core import JobType
from shared.services.request_checks import Envelope

_TAG = "Jobs"

ACCEPTED = Answer(
    202,
    "The job is stored and will be done.",
    (Accepted,),
    headers={"Location": "Where the job can be watched.", "Retry-After": "Seconds until it is worth a look."},
)


def jobs(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """The starters, one job, the jobs of a user."""
    yield from map(_starter, job_types)
    yield Operation(
        "get_job",
        "GET",
        "jobs/{job_id}",
        _TAG,
        "Read a job",
        [Answer(200, "The job with its progress as it is now, and what it took so far.", (JobView,))],
        problems=[404],
    )
    yield Operation(
        "get_job_request",
        "GET",
        "jobs/{job_id}/request",
        _TAG,
        "Read the request of a job",
        [Answer(200, "The whole request, as it was checked and stored.", {"type": "object"})],
        "The job itself shows the first entries of long lists, and how many it leaves out.",
        problems=[404],
    )
    yield Operation(
        "list_job_types",
        "GET",
        "job-types",
        _TAG,
        "List the kinds of jobs",
        [Answer(200, "What each can do.", (JobTypes,))],
    )
    yield Operation(
        "list_jobs_of_user",
        "GET",
        "jobs/user/{user_id}",
        _TAG,
        "List the jobs of a user",
        [Answer(200, "A page, newest first.", (JobPage,))],
        parameters=[
            _several("status", "Only jobs in one of these states.", [str(status) for status in JobStatus]),
            _several("job_type", "Only jobs of these types.", [job_type.name for job_type in job_types]),
            *PAGING,
        ],
        problems=[400, 404],
    )
    yield Operation(
        "get_durable_status",
        "GET",
        "jobs/{job_id}/durable",
        _TAG,
        "Read the state of a job's orchestration",
        [Answer(200, "In the words of the durable extension; `Pending` while the job waits.", (Orchestration,))],
        "For those who look into a job that does not move.",
        problems=[404],
    )


def request_bodies(job_type: JobType) -> Body:
    """The request of a job type, flat or wrapped."""
    return Body(_forms(job_type.request_model), example=dict(job_type.example))


@functools.cache
def _forms(request: type[BaseModel]) -> tuple[type[BaseModel], type[BaseModel]]:
    fields: dict[str, Any] = {"request": (request, ...)}
    wrapped = create_model(f"{request.__name__}Envelope", __base__=Envelope, __doc__=Envelope.__doc__, **fields)
    around: dict[str, Any] = {
        name: (field.annotation, field) for name, field in Envelope.model_fields.items() if name != "request"
    }
    flat = create_model(f"Flat{request.__name__}", __base__=request, __doc__=request.__doc__, **around)
    return flat, wrapped


def _starter(job_type: JobType) -> Operation:
    return Operation(
        f"start_{job_type.name}",
        "POST",
        f"jobs/{job_type.route}",
        _TAG,
        f"Start a job: {job_type.name.replace('_', ' ')}",
        [ACCEPTED],
        "The request with its priority and options beside its fields, or wrapped together with them.",
        parameters=[IDEMPOTENCY_KEY],
        bodies=[request_bodies(job_type)],
        problems=[400, 413, 415, 422, 429],
    )


def _several(name: str, description: str, allowed: list[str]) -> Parameter:
    schema = {"type": "string", "enum": [*allowed, ""], "description": "What is empty between commas is passed over."}
    return Parameter(name, description, schema, is_list=True)
