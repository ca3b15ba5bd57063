"""Jobs in the `job_queue` container.

Four kinds of document share a user's partition: the job itself, which changes only with its status; its
counters and its usage, which change every second while it runs and are small; and its pages of items, written once.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.job import Item, Job, JobReference, JobStatus
from shared.domain.lanes import Lane
from shared.domain.progress import Counters
from shared.domain.retention import KEPT_AFTER_END, KEPT_WHILE_OPEN
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.domain.usage import Usage
from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import Container, JsonDocument, Page, Query

_CHANGE_ATTEMPTS = 5
_LANES_TOGETHER = 5
_PAGE = 100
_ENDS = [status for status in JobStatus if is_terminal(status)]
_OPEN_FIELDS = ["id", "user_id", "job_type", "status", "turn", "created_date"]
AT_WORK = "at_work_"
"""Begins the field of the counters that a process keeps for itself."""

LISTED = [
    "id",
    "user_id",
    "job_type",
    "title",
    "status",
    "stop",
    "stale",
    "priority",
    "progress",
    "result_id",
    "error_message",
    "items_completed",
    "items_failed",
    "created_date",
    "started_date",
    "completed_date",
    "elapsed_time",
]
"""The fields of a job that a listing shows."""


class JobStore:
    """Jobs, their counters and their items."""

    def __init__(self, container: Container) -> None:
        self._container = container

    async def create(self, job: Job) -> bool:
        """Store a new job; False when there is one with this id already, which stays as it is."""
        try:
            await self._container.create(job.user_id, job.model_dump(mode="json"))
        except AlreadyExistsError:
            return False
        return True

    async def get(self, reference: JobReference) -> Job:
        """The job.

        Raises:
            NotFoundError: there is no such job.
        """
        return (await self._read(reference))[0]

    async def find(self, job_id: str, user_id: str | None = None) -> Job | None:
        """The user's job with this id, or None; without a user whoever owns it, which asks every partition."""
        page = await self._container.query(Query(where={"id": job_id, "type": "batch_job"}, limit=1), user_id)
        return Job.model_validate(page.documents[0]) if page.documents else None

    async def change(self, reference: JobReference, decide: Callable[[Job], Job]) -> Job:
        """Apply a pure decision to the job as it is now, again if somebody else was faster.

        A decision that returns the very job it was given changes nothing.

        Raises:
            NotFoundError: there is no such job.
            ConflictError: somebody else was faster five times in a row.
            IllegalTransitionError: what the decision raised.
        """
        for _ in range(_CHANGE_ATTEMPTS):
            job, etag = await self._read(reference)
            changed = decide(job)
            if changed is job:
                return job
            try:
                await self._container.replace(job.user_id, changed.model_dump(mode="json"), etag)
            except ConflictError:
                continue
            return changed
        raise ConflictError(f"Job {reference.job_id} is being changed by others all the time. Try again.")

    async def list_of_user(
        self,
        user_id: str,
        *,
        statuses: list[str],
        job_types: list[str],
        limit: int,
        continuation: str | None,
    ) -> tuple[Page, int]:
        """A page of the user's jobs, newest first, without their requests; and how many match in all."""
        where: dict[str, Any] = {"type": "batch_job"}
        if statuses:
            where["status"] = statuses
        if job_types:
            where["job_type"] = job_types
        query = Query(where, "created_date", "desc", limit, continuation, LISTED)
        return await self._container.query(query, user_id), await self._container.count(where, user_id)

    async def list_open(self, limit: int, continuation: str | None = None) -> Page:
        """A page of jobs of all users that are not at their end, of earlier versions too; oldest first."""
        where: dict[str, Any] = {"type": "batch_job", "status": [JobStatus.QUEUED, JobStatus.PROCESSING]}
        return await self._container.query(Query(where, "created_date", "asc", limit, continuation, _OPEN_FIELDS))

    async def list_unannounced(self, limit: int, continuation: str | None = None) -> Page:
        """A page of jobs of all users whose end was not announced; oldest first.

        Jobs of versions that announced nothing have no such field. Nobody waits for the news of their ends.
        """
        where: dict[str, Any] = {"type": "batch_job", "status": _ENDS, "announced": False}
        return await self._container.query(Query(where, "created_date", "asc", limit, continuation, _OPEN_FIELDS))

    async def give_turn(self, reference: JobReference) -> None:
        """Let a job wait its turn that an earlier version stored without one: it comes before all later jobs."""

        def with_turn(job: Job) -> Job:
            return job if job.turn else job.model_copy(update={"turn": iso(job.created_date)})

        await self.change(reference, with_turn)

    async def list_waiting(
        self, user_id: str | None, continuation: str | None = None
    ) -> tuple[list[JobReference], str | None]:
        """Queued jobs, of a user or of all, in the order of their turns, a hundred at a time."""
        where = {"type": "batch_job", "status": str(JobStatus.QUEUED)}
        query = Query(where, "turn", "asc", _PAGE, continuation, ["id", "user_id", "job_type"])
        page = await self._container.query(query, user_id)
        waiting = [JobReference(job_id=b["id"], user_id=b["user_id"], job_type=b["job_type"]) for b in page.documents]
        return waiting, page.continuation

    async def number_of(self, job_type: str, status: JobStatus) -> int:
        """How many jobs of a type are in a state, of all users."""
        where = {"type": "batch_job", "job_type": job_type, "status": str(status)}
        return await self._container.count(where, None)

    async def waiting_since(self, job_type: str) -> str | None:
        """When the oldest queued job of a type was made, an ISO time; None when none is queued."""
        where = {"type": "batch_job", "job_type": job_type, "status": str(JobStatus.QUEUED)}
        page = await self._container.query(Query(where, "created_date", "asc", 1, fields=["created_date"]))
        return str(page.documents[0]["created_date"]) if page.documents else None

    async def write_lanes(self, reference: JobReference, lanes: list[Lane]) -> None:
        """Store the items of a job: a document has a page of each of five lanes, as many as most jobs have."""
        numbered = list(enumerate(lanes))
        groups = [dict(numbered[at : at + _LANES_TOGETHER]) for at in range(0, len(lanes), _LANES_TOGETHER)]
        await asyncio.gather(*(self._write_pages(reference, group) for group in groups))

    async def _write_pages(self, reference: JobReference, lanes: Mapping[int, Lane]) -> None:
        for page in range(max(map(len, lanes.values()))):
            there = {number: lane[page] for number, lane in lanes.items() if page < len(lane)}
            body = {
                "id": _page_id(reference, min(lanes), page),
                "type": "item_page",
                "user_id": reference.user_id,
                "job_id": reference.job_id,
                "lanes": {str(number): [item.model_dump(mode="json") for item in there[number]] for number in there},
                "ttl": KEPT_WHILE_OPEN,
            }
            await self._container.upsert(reference.user_id, body)

    async def read_page(self, reference: JobReference, lane: int, page: int) -> list[Item]:
        """The items of a lane's page.

        Raises:
            NotFoundError: the job has not been planned.
        """
        found = await self._container.read(reference.user_id, _page_id(reference, lane, page))
        items = found.body["lanes"].get(str(lane)) if found else None
        if items is None:
            raise NotFoundError(f"Job {reference.job_id} has no page {page} in lane {lane}: plan it first.")
        return [Item.model_validate(item) for item in items]

    async def write_counters(self, reference: JobReference, counters: Counters) -> None:
        """Start the job's counters, or set them to what is true now."""
        body: JsonDocument = counters.model_dump(mode="json") | {
            "id": counters_id(reference.job_id),
            "type": "job_counters",
            "user_id": reference.user_id,
            "job_id": reference.job_id,
            "ttl": KEPT_AFTER_END,
        }
        await self._container.upsert(reference.user_id, body)

    async def read_counters(self, reference: JobReference) -> Counters | None:
        """The job's counters, or None before it was planned."""
        found = await self._container.read(reference.user_id, counters_id(reference.job_id))
        return counters_in(found.body) if found else None

    async def add_to_counters(
        self, reference: JobReference, increment: Mapping[str, float], assign: Mapping[str, Any]
    ) -> Counters:
        """Atomically add to the job's counters and set others; the counters as they are afterwards."""
        counters = counters_id(reference.job_id)
        return counters_in(await self._container.patch(reference.user_id, counters, increment=increment, assign=assign))

    async def mark_ended(self, reference: JobReference) -> None:
        """Tell the items of a job, wherever they are at work, that it is at its end."""
        # A job that ended before it was planned has no counters, and no items to tell.
        with contextlib.suppress(NotFoundError):
            await self.add_to_counters(reference, {}, {"ended": True})

    async def mark_letters_sent(self, reference: JobReference) -> None:
        """Note that what failed for good in the job is in the dead-letter queue."""
        await self._container.patch(reference.user_id, reference.job_id, assign={"letters_sent": True})

    async def mark_announced(self, reference: JobReference) -> None:
        """Note that the event of the job's end is in the queue."""
        await self._container.patch(reference.user_id, reference.job_id, assign={"announced": True})

    async def add_to_usage(self, reference: JobReference, usage: Usage) -> None:
        """Atomically add to the sums of what the job took: one of `Usage.pieces`."""
        amounts = usage.increments()
        if not amounts:
            return
        try:
            await self._container.patch(reference.user_id, _usage_id(reference), increment=amounts)
        except NotFoundError:
            with contextlib.suppress(AlreadyExistsError):
                await self._container.create(reference.user_id, _usage_body(reference))
            await self._container.patch(reference.user_id, _usage_id(reference), increment=amounts)

    async def read_usage(self, reference: JobReference) -> Usage:
        """What the job has taken so far."""
        found = await self._container.read(reference.user_id, _usage_id(reference))
        return Usage.model_validate(found.body) if found else Usage()

    async def has_ended(self, reference: JobReference) -> bool:
        """Whether the job is at its end, read from its counters: a small document."""
        found = await self._container.read(reference.user_id, counters_id(reference.job_id))
        return found is not None and bool(found.body["ended"])

    async def _read(self, reference: JobReference) -> tuple[Job, str]:
        found = await self._container.read(reference.user_id, reference.job_id)
        if found is None:
            raise NotFoundError(f"There is no job {reference.job_id}.")
        return Job.model_validate(found.body), found.etag


def counters_in(body: JsonDocument) -> Counters:
    """The counters in their document."""
    at_work = {name: value for name, value in body.items() if name.startswith(AT_WORK)}
    return Counters.model_validate(body | {"at_work": at_work})


def counters_id(job_id: str) -> str:
    """The id of the document with a job's counters."""
    return f"{job_id}:counters"


def _usage_id(reference: JobReference) -> str:
    return f"{reference.job_id}:usage"


def _usage_body(reference: JobReference) -> JsonDocument:
    # Of every job that is alive it changes within days, so that its time begins anew.
    identity = {"id": _usage_id(reference), "type": "job_usage", "user_id": reference.user_id}
    return identity | {"job_id": reference.job_id, "ttl": KEPT_AFTER_END}


def _page_id(reference: JobReference, lane: int, page: int) -> str:
    """The id of the document that has this page of the lane, and of its neighbours."""
    first = lane - lane % _LANES_TOGETHER
    return f"{reference.job_id}:lanes:{first:02d}:{page:03d}"
