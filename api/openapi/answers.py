"""The models of the answers, made from the documents they show."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.files import HIDDEN
from shared.domain.contract import ContractHeader
from shared.domain.file import FileHeader, UploadState
from shared.domain.job import Job, JobStatus
from shared.domain.timestamps import Timestamp
from shared.domain.usage import Usage
from shared.job_types.core import JobType
from shared.services import saved_results
from shared.services.health import Condition
from shared.services.job_reader import INTERNAL
from shared.services.job_store import LISTED
from shared.settings import AuthMode


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


def _only_if_there(description: str) -> Any:
    return Field(default=None, exclude_if=lambda value: value is None, description=description)


def labelled(model: type[BaseModel], job_types: Iterable[JobType]) -> type[BaseModel]:
    """A model of what items show, with the labels that items of these types have."""
    labels = sorted({label for job_type in job_types for label in job_type.labels})
    description = "A label of the item; left out for types without it."
    fields: dict[str, Any] = {
        label: (str | None, Field(default=None, exclude_if=lambda value: value is None, description=description))
        for label in labels
    }
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)


def labelled_page(page: type[BaseModel], name: str, model: type[BaseModel]) -> type[BaseModel]:
    """A page whose list of this name has this model."""
    described = page.model_fields[name]
    fields: dict[str, Any] = {name: (list[model], described)}  # type: ignore[valid-type]
    return create_model(page.__name__, __base__=page, __doc__=page.__doc__, **fields)


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
    batch_url: str | None = _only_if_there("Of a call in real time that is too much: where to submit it as a job.")
    used_tokens: int | None = _only_if_there("Of the texts of all contracts that it names.")
    token_budget: int | None = _only_if_there("Of a call in real time.")
    reserved_tokens: int | None = _only_if_there("Of the budget, for instructions and the answer.")
    available_tokens: int | None = _only_if_there("The budget without the reserved ones.")


class JobEstimate(BaseModel):
    """What a request would take, and in which mode it can be done."""

    mode: Literal["realtime", "batch"] = Field(description="`realtime` when it may be read at once.")
    used_tokens: int = Field(description="Of the texts of all that it names.")
    token_budget: int
    reserved_tokens: int = Field(description="Of the budget, for instructions and the answer.")
    available_tokens: int = Field(description="The budget without the reserved ones.")
    items: int = Field(description="Items to be done.")
    prompt_tokens: int = Field(description="Of all questions, as far as can be told before.")
    completion_tokens: int = Field(description="Of all answers.")
    estimated_cost: float | None = Field(description="US dollars; null when the model has no known price.")
    message: str
    realtime_url: str | None = _only_if_there("Where it is answered at once; left out for types that cannot be.")
    batch_url: str


class AnswerChunk(BaseModel):
    """What the model writes about a contract."""

    contract_id: str
    contract_title: str
    text: str = Field(description="What comes behind the text so far.")
    replace: Literal[True] | None = _only_if_there("The text begins anew: this is all of it.")
    answer: dict[str, Any] | None = _only_if_there("At the end of a contract: its answer, as `done` will have it.")
    error: str | None = _only_if_there("At the end of a contract: why it has no answer.")


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


class TakenOn(BaseModel):
    """A job that was stored and will be done."""

    job_id: str
    status: JobStatus
    poll_url: str = Field(description="Where the job can be read.")
    stream_url: str = Field(description="Where it tells of itself while it runs.")
    durable_url: str = Field(description="The state of its orchestration.")


class Accepted(TakenOn):
    """A job that was stored and will be done; administrators get links to its orchestration beside these fields."""

    model_config = ConfigDict(extra="allow")


class Me(BaseModel):
    """Who the caller is."""

    user_id: str = Field(description="The user whose jobs are started when a request names nobody.")
    is_admin: bool
    auth_mode: AuthMode = Field(description="How callers prove who they are; `none`: nobody is asked.")


class ResultRow(saved_results.ResultRow):
    """A result as a listing shows it."""

    contracts: int = Field(ge=0, deprecated=True, description="The former name of `items`.")


class ResultPage(BaseModel):
    """A page of a user's results, newest first."""

    results: list[ResultRow]
    total: int = Field(description="How many results match, on all pages.")
    continuation: str | None = Field(description="For the next page; null on the last.")


class SavedResult(ResultRow):
    """A result that was saved."""

    result_id: str


class HealthReport(BaseModel):
    """Whether what the app stands on can be reached."""

    status: Literal["ok", "degraded"]
    checks: dict[str, Condition] = Field(description="The condition of each part: `store`, `queue`, `model`.")


FileView = selection(
    "FileView",
    FileHeader,
    (name for name in FileHeader.model_fields if name not in HIDDEN),
    "A file without its content.",
)


class StoredFiles(BaseModel):
    """What was uploaded, as it is stored now."""

    files: list[FileView]  # type: ignore[valid-type]


class FilePage(BaseModel):
    """A page of files, newest first."""

    files: list[FileView]  # type: ignore[valid-type]
    continuation: str | None = Field(description="For the next page; null on the last.")


class SentBlock(BaseModel):
    """A block that is there."""

    number: int = Field(description="Counted from 0.")
    size: int = Field(description="Bytes.")


class UploadView(BaseModel):
    """A file that is sent in blocks."""

    upload_id: str
    user_id: str
    filename: str
    media_type: str
    size: int | None = Field(description="Bytes, as announced.")
    sha256: str | None = Field(description="As announced.")
    state: UploadState = Field(description="`checking` while the file is put together and its SHA-256 is computed.")
    error: str | None = Field(description="Why it failed.")
    file_id: str | None = Field(description="The file, once it is complete.")
    block_size: int = Field(description="Bytes of every block; the last one may have fewer.")
    blocks: list[SentBlock] = Field(description="The blocks that are there.")
    upload_path: str
    blocks_path: str = Field(description="Where blocks are sent: `PUT {blocks_path}/{n}`.")
    complete_path: str
    expires: Timestamp | None = Field(description="When it goes by itself, unless it is touched.")
    upload_url: str | None = _only_if_there(
        "Where a client writes blocks to the storage itself; short-lived, a secret."
    )
    upload_url_expires: Timestamp | None = _only_if_there("Until when.")


class ShownWords(BaseModel):
    """What people call the items of a job type."""

    item: str
    items: str
    done: str


class ShownJobType(BaseModel):
    """A kind of job, and what it can do."""

    name: str
    result_type: str = Field(description="The `type` of its results.")
    submit_path: str = Field(description="Where its requests are submitted.")
    words: ShownWords
    labels: list[str] = Field(description="Fields that its items have beside those of all items.")
    estimates: bool = Field(description="Whether it can be estimated before.")
    real_time_path: str | None = Field(description="Where its requests are answered at once; null when they cannot be.")
    exports: list[Literal["pdf", "docx", "csv", "json"]]


class JobTypes(BaseModel):
    """The kinds of jobs there are."""

    job_types: list[ShownJobType]


class Cancelled(BaseModel):
    """The job was cancelled, or is on its way there."""

    success: Literal[True]
    status: JobStatus = Field(description="`processing` while what is at work is being finished.")


class Retried(Accepted):
    """The new job that takes up an earlier one."""

    new_job_id: str


class StreamError(BaseModel):
    """Why a stream ends early."""

    message: str


class Orchestration(BaseModel):
    """The state of a job's orchestration, in the words of the durable extension."""

    name: str = Field(description="The job's type.")
    instanceId: str = Field(description="The job's id.")  # noqa: N815 - the extension's word, as are those below
    runtimeStatus: str = Field(description="`Pending`, `Running`, `Completed`, `Failed`, ...")  # noqa: N815
    input: None
    customStatus: Any = Field(description="What the orchestration says of itself.")  # noqa: N815
    output: Any = Field(description="What it returned; null until then.")
    createdTime: str  # noqa: N815
    lastUpdatedTime: str  # noqa: N815


class DeadLetter(BaseModel):
    """What failed for good: one item of a job, or the job itself. The item's labels stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    id: str
    job_id: str
    user_id: str
    job_type: str
    time: Timestamp
    item_id: str | None = Field(description="Null: the letter is about the job.")
    subject: str | None = Field(description="What the item is about.")
    attempts: int | None
    error: str
    replayed_as: str | None = Field(description="The job that took it up again.")


class DeadLetterPage(BaseModel):
    """A page of dead letters, newest first."""

    letters: list[DeadLetter]
    continuation: str | None = Field(description="For the next page; null on the last.")
