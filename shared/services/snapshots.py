"""The one reader of jobs as they are now: stored jobs with their counters, in few and small requests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.job import Job, JobReference, JobStatus, Progress
from shared.domain.job_card import JobCard, card_of
from shared.domain.job_snapshot import JobSnapshot
from shared.domain.progress import Counters, progress_of
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import Container, JsonDocument, Query
from shared.services.job_store import JobStore, counters_id, counters_in
from shared.services.waiting_line import WaitingLine

MOST_WAITING = 200
_MOST_PROCESSING = 1_000
_PAGE = 100
_FIELDS = list(JobCard.model_fields)


class Snapshots:
    """Reads snapshots out of the container `job_queue`."""

    def __init__(self, container: Container, jobs: JobStore, line: WaitingLine, clock: Clock) -> None:
        self._container = container
        self._jobs = jobs
        self._line = line
        self._clock = clock

    async def of(self, job: Job) -> JobSnapshot:
        """The snapshot of a job that was just read."""
        return await self._snapshot(card_of(job))

    async def live(self, job: Job) -> Job:
        """The job with its progress as it is now; one that is at its end stays as it is."""
        return (await self.of(job)).live(job, self._clock.now())

    async def progress(self, reference: JobReference) -> Progress:
        """How far the job is; while it runs from its counters alone, which are small."""
        counters = await self._jobs.read_counters(reference)
        if counters is None or counters.ended:
            return (await self.live(await self._jobs.get(reference))).progress
        return progress_of(counters, self._clock.now())

    async def rows(self, user_id: str, rows: Sequence[JsonDocument]) -> list[JobCard]:
        """The jobs that a listing of one user returned, as they are now."""
        cards = [JobCard.model_validate(row) for row in rows]
        running = [card.id for card in cards if card.status is JobStatus.PROCESSING]
        counters = await self._counters(user_id, running)
        now = self._clock.now()
        return [JobSnapshot(card, counters.get(card.id), await self._waiting(card)).card(now) for card in cards]

    async def look(self, reference: JobReference, known: JobCard | None = None) -> JobCard:
        """The job as it is now; of one that is known to run only its counters are read.

        Raises:
            NotFoundError: there is no such job.
        """
        if known is not None and known.status is JobStatus.PROCESSING:
            counters = (await self._counters(reference.user_id, [reference.job_id])).get(reference.job_id)
            if counters is not None and not counters.ended:
                return known.counted(counters, self._clock.now())
        query = Query({"id": reference.job_id, "type": "batch_job"}, limit=1, fields=_FIELDS)
        page = await self._container.query(query, reference.user_id)
        if not page.documents:
            raise NotFoundError(f"There is no job {reference.job_id} any more.")
        return (await self.rows(reference.user_id, page.documents))[0]

    async def open_of(self, user_id: str) -> list[JobCard]:
        """The user's jobs that run, and those that wait: the newest 200 of them."""
        rows: list[JsonDocument] = []
        # In this order a job that begins between the two listings is in both, and the later one is true.
        for status, limit in ((JobStatus.QUEUED, MOST_WAITING), (JobStatus.PROCESSING, _MOST_PROCESSING)):
            query = Query({"type": "batch_job", "status": status}, "created_date", "desc", limit, None, _FIELDS)
            rows += (await self._container.query(query, user_id)).documents
        return await self.rows(user_id, list({row["id"]: row for row in rows}.values()))

    async def ended_since(self, user_id: str, moment: datetime) -> AsyncIterator[JobCard]:
        """The user's jobs that ended at this moment or later, newest first."""
        continuation: str | None = None
        while True:
            # Only a job at its end has a date to be ordered by.
            query = Query({"type": "batch_job"}, "completed_date", "desc", _PAGE, continuation, _FIELDS)
            page = await self._container.query(query, user_id)
            for row in page.documents:
                card = JobCard.model_validate(row)
                if card.completed_date is None or card.completed_date < moment:
                    return
                yield card
            continuation = page.continuation
            if continuation is None:
                return

    async def _snapshot(self, card: JobCard) -> JobSnapshot:
        counters = None
        if card.status is JobStatus.PROCESSING:
            counters = await self._jobs.read_counters(card.reference)
        return JobSnapshot(card, counters, await self._waiting(card))

    async def _waiting(self, card: JobCard) -> str | None:
        """What to say of a job that waits."""
        return await self._line.message(card.id) if card.status is JobStatus.QUEUED else None

    async def _counters(self, user_id: str, job_ids: Sequence[str]) -> Mapping[str, Counters]:
        if not job_ids:
            return {}
        wanted: dict[str, Any] = {"id": [counters_id(job_id) for job_id in job_ids]}
        page = await self._container.query(Query(wanted, limit=len(job_ids)), user_id)
        return {body["job_id"]: counters_in(body) for body in page.documents}
