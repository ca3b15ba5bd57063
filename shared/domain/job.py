"""A job as it is stored, and the small documents around it.

Field names are the wire names, in the API as in the `job_queue` container.
"""

import math
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic.alias_generators import to_camel

from shared.domain.caller import ANYBODY
from shared.domain.retention import KEPT_FOR_EVER
from shared.domain.timestamps import Timestamp
from shared.domain.words import Words


def _somebody(user_id: str) -> str:
    if user_id == ANYBODY:
        raise ValueError("Name a user: this stands for everybody")
    return user_id


UserId = Annotated[
    StrictStr, Field(min_length=1, max_length=254, pattern=r"^[^\x00-\x1f\x7f]+$"), AfterValidator(_somebody)
]
"""Whom a document belongs to: usually an email address; no control characters."""

DEFAULT_PRIORITY = 5
DEFAULT_MAX_CONCURRENT = 5
DEFAULT_TIMEOUT_MS = 300_000
ITEMS_PER_TIMEOUT = 30
"""A job has the default time for every so many items begun."""
MAX_CONCURRENT = 50
MAX_ITEMS = 10_000
MAX_TIMEOUT_MS = 24 * 3_600_000
MAX_ITEM_TIMEOUT_MS = 540_000
MAX_RETRY_DELAY_MS = 60_000


class JobStatus(StrEnum):
    """Where a job stands."""

    # What may follow what is said in shared.domain.transitions.

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"


StopReason = Literal[JobStatus.CANCELLED, JobStatus.TIMED_OUT]
"""How a job ends that is not to go on."""


class Progress(BaseModel):
    """What a person reads while a job runs."""

    current_step: str = "queued"
    current_item: int = Field(default=0, description="The item that last moved, counted from 1; 0 before any.")
    total_items: int = 0
    percentage: int = Field(default=0, ge=0, le=100)
    message: str = "Waiting to start."
    estimated_time_remaining: float | None = Field(default=None, description="Seconds; null until known.")


class Options(BaseModel):
    """How a job is to run, as it was asked for; durations are in milliseconds."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True)

    max_concurrent: StrictInt = Field(
        default=DEFAULT_MAX_CONCURRENT, ge=1, le=MAX_CONCURRENT, description="Items done at once."
    )
    timeout: StrictInt | None = Field(
        default=None,
        ge=1_000,
        le=MAX_TIMEOUT_MS,
        description="Milliseconds from its start after which nothing new begins; null: 300,000 for every 30 items.",
    )
    item_timeout: StrictInt | None = Field(
        default=None,
        ge=1_000,
        le=MAX_ITEM_TIMEOUT_MS,
        description="Milliseconds for one attempt at an item; null, or more than the server allows: what it allows.",
    )
    retry_attempts: StrictInt | None = Field(
        default=None, ge=0, le=9, description="Further attempts at an item; null: the server's number."
    )
    retry_delay: StrictInt = Field(
        default=2_000, ge=0, le=MAX_RETRY_DELAY_MS, description="Milliseconds before the second attempt, then doubled."
    )
    refresh: StrictBool = Field(
        default=False, description="Ask the model anew, also what it has answered this user before."
    )

    def time_for(self, items: int) -> timedelta:
        """How long a job of so many items may take."""
        default = DEFAULT_TIMEOUT_MS * max(1, math.ceil(items / ITEMS_PER_TIMEOUT))
        return timedelta(milliseconds=self.timeout or default)

    def seconds_for_item(self, allowed: float) -> float:
        """How long one attempt at an item may take, where the server allows so many seconds."""
        return allowed if self.item_timeout is None else min(allowed, self.item_timeout / 1_000)


class ArtifactFacts(BaseModel):
    """A file that a job made. `size` is in bytes."""

    name: str
    media_type: str
    size: int


class JobReference(BaseModel):
    """All that an orchestration carries of a job: enough for one point read."""

    job_id: str
    user_id: str
    job_type: str


class Job(BaseModel):
    """A job document, partitioned by `user_id`. It changes only when the job's status does."""

    id: str
    type: Literal["batch_job"] = "batch_job"
    user_id: str
    partition_key: str
    job_type: str
    status: JobStatus = JobStatus.QUEUED
    title: str = Field(description="For lists: what it is about.")
    priority: int = DEFAULT_PRIORITY
    options: Options = Field(default_factory=Options)
    turn: str = Field(default="", description="Whose turn it is: waiting jobs start in the order of this text.")
    words: Words = Field(default=Words(), description="What its items are called.")
    request: dict[str, Any]
    progress: Progress
    result_id: str | None = None
    error_message: str | None = None
    estimated_cost: float | None = Field(
        default=None, description="US dollars, as estimated before it began; null when its model has no known price."
    )
    item_errors: list["ItemError"] = Field(default_factory=list, description="The first of them, at most 50.")
    items_completed: int = 0
    items_failed: int = 0
    retry_of: str | None = Field(default=None, description="The job that this one takes up again.")
    reuses: list[str] = Field(default_factory=list, description="Jobs whose good results count, newest first.")
    stop: StopReason | None = Field(
        default=None, description="It is to end so, once what is at work is done; nothing new begins."
    )
    stale: bool = Field(default=False, description="Nothing was heard of it for a while.")
    restarts: int = Field(default=0, description="New orchestrations since an item was last finished.")
    restarted_at: int = Field(default=0, description="Items that were finished at the last restart.")
    created_date: Timestamp
    started_date: Timestamp | None = None
    deadline: Timestamp | None = Field(default=None, description="When nothing new begins any more.")
    completed_date: Timestamp | None = None
    elapsed_time: float | None = Field(default=None, description="Seconds from start to end.")
    letters_sent: bool = Field(default=False, description="What failed for good is in the dead-letter queue.")
    announced: bool = Field(default=False, description="The event of its end is in the queue.")
    artifacts: list[ArtifactFacts] = Field(default_factory=list, description="The files that it made.")
    ttl: int = Field(default=KEPT_FOR_EVER, description="Seconds it is kept after its last change; -1: for ever.")

    @property
    def reference(self) -> JobReference:
        """The job's reference."""
        return JobReference(job_id=self.id, user_id=self.user_id, job_type=self.job_type)


class ItemError(BaseModel):
    """Why one item could not be done; the item's labels stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    item_id: str
    subject: str = Field(
        default="",
        exclude_if=lambda subject: not subject,
        description="What the item is about; versions before had none.",
    )
    message: str


MAX_REFERENCE_BYTES = 2_000
"""Of the JSON of an item's input, and of a cursor: they name what is stored elsewhere and never hold it."""


class Item(BaseModel):
    """One unit of a job's work: what is retried, cancelled and stored as one.

    The id is the item's place in the request, so it is the same whenever the job is planned.
    """

    item_id: str
    index: int = Field(ge=0)
    subject: str = Field(description="What people read: a title, a file's name, `rows 1-50,000`.")
    input: dict[str, Any] = Field(description="References to what it is about, at most 2 KB of JSON.")
    weight: int = Field(default=1, ge=0, description="Its share of the work: tokens, bytes or pages.")

    @classmethod
    def at(cls, index: int, subject: str, references: dict[str, Any], weight: int = 1) -> Self:
        """The item at a place in the request, counted from 0."""
        return cls(item_id=item_id(index), index=index, subject=subject, input=references, weight=weight)

    def labels(self, names: Sequence[str]) -> dict[str, Any]:
        """Those of its references that are shown wherever the item is."""
        return {name: self.input[name] for name in names if name in self.input}


class ItemOutcome(StrEnum):
    """How an attempt at an item ended."""

    DONE = "done"
    RETRY = "retry"
    """A temporary fault: go round again after a pause."""
    CONTINUE = "continue"
    """It stopped at a cursor and goes on from there: progress, and no attempt."""
    STOPPED = "stopped"
    """The job is at its end: nothing was done, and nothing more is to be done in it."""
    FAILED = "failed"
    """A permanent fault, or a temporary one at the last attempt. Stored, so that it is not tried again."""


class Receipt(BaseModel):
    """What became of an attempt at an item: small, never a document."""

    item_id: str
    outcome: ItemOutcome
    reused: bool = False
    cached: bool = False
    tokens: int = 0
    seconds: float = 0.0
    error: str | None = Field(default=None, max_length=300)
    cursor: dict[str, Any] | None = Field(default=None, description="Where it goes on, when it is to continue.")
    percent: int = Field(default=0, description="How far it was then.")
    staged: bool = Field(default=False, description="It has made blocks of artifacts.")


class ItemSummary(BaseModel):
    """What finishing a job needs to know of an item's stored outcome; its labels stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    item_id: str
    subject: str = Field(default="", description="What the item is about, for people.")
    outcome: Literal[ItemOutcome.DONE, ItemOutcome.FAILED]
    overview: dict[str, Any] | None = Field(default=None, description="A row about the content, small.")
    error_message: str | None = None
    attempts: int = 1
    reused_from: str | None = Field(default=None, description="The earlier result that this one is a copy of.")
    cached: bool = Field(default=False, description="The answer to the same question of this user was used again.")
    prompt_tokens: int = 0
    completion_tokens: int = 0
    elapsed_time: float = Field(default=0.0, description="Seconds.")
    staged: bool = Field(default=False, description="It made blocks of its job's artifacts: no other job copies it.")

    @property
    def labels(self) -> dict[str, Any]:
        """The references of the item that are shown with it."""
        # A listing has the id of every document, asked for or not.
        return {name: value for name, value in (self.model_extra or {}).items() if name != "id"}


class ItemResult(ItemSummary):
    """The stored outcome of one item of a job: its result or its error."""

    id: str
    type: Literal["item_result"] = "item_result"
    user_id: str
    job_id: str
    job_type: str
    input_hash: str = Field(description="SHA-256 over all that the answer depends on, the prompt's version too.")
    content: dict[str, Any] | None = Field(default=None, description="The job type's item result when done.")
    model: str | None = None
    model_calls: int = 0
    failed_calls: int = Field(default=0, description="Of the calls: brought no usable answer.")
    estimated_cost: float | None = Field(default=None, description="US dollars; null when a model has no price.")
    saved_tokens: int = Field(default=0, description="Of a copy: what the model took when it was asked.")
    saved_cost: float | None = Field(
        default=0.0, description="US dollars, of a copy: what the answer cost then; null when its model had no price."
    )
    created_date: Timestamp
    answered_date: Timestamp | None = Field(
        default=None, description="When the model answered: of a copy then, not now. Null when it did not."
    )


def item_id(index: int) -> str:
    """The id of the item at a place in the request, counted from 0; ids sort as the places do."""
    return f"{index:05d}"


def item_result_id(job_id: str, item: str) -> str:
    """The id of an item's result: the same for every attempt, so that a repeat finds what is there."""
    return f"{job_id}:{item}"
