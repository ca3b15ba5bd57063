"""What failed for good: a message each to the queue `jobs-deadletter`, and a document beside it to find it by.

The document is written first and only once, under an id made of the job's and the item's, so that a letter that is
sent again does not forget what became of it. It is kept as long as its job.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.domain.job import ItemSummary, Job, JobReference
from shared.domain.retention import KEPT_AFTER_END
from shared.domain.timestamps import iso
from shared.errors import AlreadyExistsError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Page, Query
from shared.ports.queue import JsonMessage, Queue
from shared.services.job_store import JobStore

_AT_ONCE = 16
_PAGE = 200
_ERROR_CHARACTERS = 1_000
_TYPE = "dead_letter"
_OF_THE_JOB = "job"
_INTERNAL = {"type", "created_date", "ttl"}


class Retries(Protocol):
    """Takes up jobs again."""

    async def retry(self, job: Job) -> Job:
        """The new job that does what this one left undone; the same one however often it is asked for."""
        ...


class DeadLetters:
    """Sends, lists and replays dead letters. `labels` has the names of items' labels, by job type."""

    def __init__(
        self, container: Container, jobs: JobStore, queue: Queue, clock: Clock, labels: Mapping[str, Sequence[str]]
    ) -> None:
        self._labels = labels
        self._container = container
        self._jobs = jobs
        self._queue = queue
        self._clock = clock

    async def send(self, job: Job, failed: Iterable[ItemSummary | None]) -> None:
        """Write and send a letter for each of the items, None standing for the job itself; a few at once.

        Raises:
            ContractBatchError: the store or the queue refused some; to send all again is right.
        """
        places = asyncio.Semaphore(_AT_ONCE)

        async def send_one(item: ItemSummary | None) -> None:
            async with places:
                letter = self._letter(job, item)
                with contextlib.suppress(AlreadyExistsError):
                    await self._container.create(job.user_id, _document(letter))
                await self._queue.send(letter)

        await asyncio.gather(*(send_one(item) for item in failed))

    async def page(
        self, limit: int, continuation: str | None, *, user_id: str | None = None, job_id: str | None = None
    ) -> dict[str, Any]:
        """A page of letters, of all or of one user or job, newest first: `letters`, and `continuation` or null."""
        where = {"type": _TYPE} | ({"job_id": job_id} if job_id else {})
        # All users' letters have an index of their own: only letters have a `time`.
        query = Query(where, "created_date" if user_id else "time", "desc", limit, continuation)
        page = await self._container.query(query, user_id)
        return {"letters": [_shown(letter) for letter in page.documents], "continuation": page.continuation}

    async def replay(self, letter_id: str, retries: Retries) -> Job:
        """The new job in which the letter's job is taken up again; all letters of that job are marked with it.

        Raises:
            NotFoundError: there is no such letter, or its job is not there any more.
            AlreadyExistsError: it was replayed before; the message names the job.
            IllegalTransitionError: there is nothing in the job to do again.
        """
        letter = await self._find(letter_id)
        if letter["replayed_as"]:
            raise AlreadyExistsError(f"This letter was replayed as job {letter['replayed_as']}: see what became of it.")
        reference = JobReference(job_id=letter["job_id"], user_id=letter["user_id"], job_type=letter["job_type"])
        again = await retries.retry(await self._jobs.get(reference))
        await self._mark(reference, again.id)
        return again

    async def _find(self, letter_id: str) -> JsonDocument:
        page = await self._container.query(Query({"id": letter_id, "type": _TYPE}, limit=1))
        if not page.documents:
            raise NotFoundError(f"There is no dead letter {letter_id[:100]}.")
        return page.documents[0]

    async def _mark(self, reference: JobReference, new_job_id: str) -> None:
        async for page in self._pages_of(reference):
            ids = [letter["id"] for letter in page.documents]
            for first in range(0, len(ids), _AT_ONCE):
                marks = (self._mark_one(reference, each, new_job_id) for each in ids[first : first + _AT_ONCE])
                await asyncio.gather(*marks)

    async def _mark_one(self, reference: JobReference, letter_id: str, new_job_id: str) -> None:
        with contextlib.suppress(NotFoundError):
            await self._container.patch(reference.user_id, letter_id, assign={"replayed_as": new_job_id})

    async def _pages_of(self, reference: JobReference) -> AsyncIterator[Page]:
        where = {"type": _TYPE, "job_id": reference.job_id}
        continuation: str | None = None
        while True:
            query = Query(where, "created_date", "desc", _PAGE, continuation, ["id", "created_date"])
            page = await self._container.query(query, reference.user_id)
            yield page
            if page.continuation is None:
                return
            continuation = page.continuation

    def _letter(self, job: Job, item: ItemSummary | None) -> JsonMessage:
        error = item.error_message if item else job.error_message
        return {
            "job_id": job.id,
            "user_id": job.user_id,
            "job_type": job.job_type,
            "time": iso(self._clock.now()),
            "item_id": item.item_id if item else None,
            "subject": item.subject if item else None,
            **dict.fromkeys(self._labels.get(job.job_type, ())),
            **(item.labels if item else {}),
            "attempts": item.attempts if item else None,
            "error": (error or "")[:_ERROR_CHARACTERS],
        }


def letter_id(job_id: str, item_id: str | None) -> str:
    """The id of the letter about an item of a job, or about the job itself."""
    return f"{job_id}:letter:{item_id or _OF_THE_JOB}"


def _document(letter: JsonMessage) -> JsonDocument:
    identity = {"id": letter_id(letter["job_id"], letter["item_id"]), "type": _TYPE}
    return identity | letter | {"created_date": letter["time"], "replayed_as": None, "ttl": KEPT_AFTER_END}


def _shown(letter: JsonDocument) -> dict[str, Any]:
    return {name: value for name, value in letter.items() if name not in _INTERNAL}
