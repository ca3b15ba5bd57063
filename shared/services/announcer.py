"""Tells the outside that a job is at its end: an event, and a dead letter for all that failed for good.

A job is `announced` once both are in their queues. The order (state first, queue second, note of it last) means that an
end is told at least once whatever dies in between: the watchdog announces what was not.
"""

import logging

from shared.domain.job import ItemOutcome, ItemSummary, Job, JobStatus
from shared.domain.timestamps import iso
from shared.domain.transitions import is_terminal
from shared.errors import ContractBatchError
from shared.ports.clock import Clock
from shared.ports.queue import JsonMessage, Queue
from shared.services.dead_letters import DeadLetters
from shared.services.job_store import JobStore
from shared.services.result_store import ResultStore

_AT_A_TIME = 200

_log = logging.getLogger(__name__)


class Announcer:
    """Writes to the queue `job-events`, after the dead letters of the job have been sent."""

    def __init__(self, jobs: JobStore, results: ResultStore, events: Queue, letters: DeadLetters, clock: Clock) -> None:
        self._jobs = jobs
        self._results = results
        self._events = events
        self._letters = letters
        self._clock = clock

    async def announce(self, job: Job) -> bool:
        """Announce the job's end; False when it has none yet, was announced, or cannot be announced now.

        What it cannot do now the watchdog does later: the job's state is what counts, and it is stored.
        """
        if job.announced or not is_terminal(job.status):
            return False
        try:
            await self._send_dead_letters(job)
            await self._events.send(self._event(job))
            await self._jobs.mark_announced(job.reference)
        except ContractBatchError as error:
            _log.warning("The end of job %s was not announced, which will be tried again: %s", job.id, error)
            return False
        return True

    async def _send_dead_letters(self, job: Job) -> None:
        """Send them once; that is noted by itself, so that an event which cannot be sent does not send them again."""
        if job.letters_sent or not (job.items_failed or job.status is JobStatus.FAILED):
            return
        if job.status is JobStatus.FAILED:
            await self._letters.send(job, [None])
        batch: list[ItemSummary] = []
        async for failed in self._results.summaries(job.reference, ItemOutcome.FAILED):
            batch.append(failed)
            if len(batch) == _AT_A_TIME:
                await self._letters.send(job, batch)
                batch = []
        await self._letters.send(job, batch)
        await self._jobs.mark_letters_sent(job.reference)

    def _event(self, job: Job) -> JsonMessage:
        return {"event": str(job.status), "result_id": job.result_id, **self._about(job)}

    def _about(self, job: Job) -> JsonMessage:
        return {
            "job_id": job.id,
            "user_id": job.user_id,
            "job_type": job.job_type,
            "time": iso(self._clock.now()),
        }
