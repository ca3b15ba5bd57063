"""The models of the answers, made from the documents they show."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from shared.domain.contract import ContractHeader
from shared.domain.job import Job, JobStatus
from shared.domain.usage import Usage
from shared.services.health import Condition
from shared.services.job_reader import INTERNAL
from shared.services.job_store import LISTED


def selection(name: str, model: type[BaseModel], fields: Iterable[str], doc: str, **more: Any) -> type[BaseModel]:
    """A model of some fields of another, and of more."""
    model.model_rebuild()  # a field may name a model that is defined further down in its module
    chosen: dict[str, Any] = {
        field: (model.model_fields[field].annotation, model.model_fields[field]) for field in fields
    }
    return create_model(name, __doc__=doc, **chosen, **more)


JobView = selection(
    "JobView",
    Job,
    (name for name in Job.model_fields if name not in INTERNAL),
    "A job with its progress as it is now, and what it took so far.",
    usage=(Usage, ...),
)
JobRow = selection("JobRow", Job, LISTED, "A job as a listing shows it.")


class Fault(BaseModel):
    """One fault of a request."""

    pointer: str = Field(description="Where: a JSON pointer into the body, or the name of a parameter behind a slash.")
    message: str = Field(description="What is wrong and what would be right, a sentence.")


class ProblemDocument(BaseModel):
    """An error (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str = Field(description="What happened and what to do about it.")
    errors: list[Fault] = Field(
        default=[],
        exclude_if=lambda faults: not faults,
        description="With status 400: the faults, the first hundred of them.",
    )


class StoredContracts(BaseModel):
    """What was uploaded, as it is stored now."""

    contracts: list[ContractHeader]


class ContractPage(BaseModel):
    """A page of contracts, newest first."""

    contracts: list[ContractHeader]
    continuation: str | None = Field(description="For the next page; null on the last.")


class JobPage(BaseModel):
    """A page of a user's jobs, newest first."""

    jobs: list[JobRow]  # type: ignore[valid-type]
    total: int = Field(description="How many jobs match, on all pages.")
    continuation: str | None = Field(description="For the next page; null on the last.")


class Accepted(BaseModel):
    """A job that was stored and will be done; beside these fields links to its orchestration, for operators."""

    model_config = ConfigDict(extra="allow")

    job_id: str
    status: JobStatus
    poll_url: str = Field(description="Where the job can be watched.")


class HealthReport(BaseModel):
    """Whether what the app stands on can be reached."""

    status: Literal["ok", "degraded"]
    checks: dict[str, Condition] = Field(description="The condition of each part: `store`, `queue`, `model`.")


class Cancelled(BaseModel):
    """The job was cancelled, or is on its way there."""

    success: Literal[True]


class Retried(Accepted):
    """The new job that takes up an earlier one."""

    new_job_id: str
