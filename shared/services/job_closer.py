"""Finishes a job where the last of its items was done."""

import logging
from collections.abc import Mapping
from typing import Any

from shared.domain.job import Job, JobReference
from shared.job_types.core import JobType
from shared.services.job_lifecycle import JobLifecycle
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore

_log = logging.getLogger(__name__)


class JobCloser:
    """Spares a job the wait for an activity of its own, which comes after all that others have in the queue."""

    def __init__(
        self, job_types: Mapping[str, JobType], results: ResultStore, board: ProgressBoard, lifecycle: JobLifecycle
    ) -> None:
        self._job_types = job_types
        self._results = results
        self._board = board
        self._lifecycle = lifecycle
        self._asked: dict[str, int] = {}
        """How often in this process, for the jobs that are being looked at."""

    async def close(self, reference: JobReference, items: int) -> Job | None:
        """Finish the job if all of its items, so many, have an outcome; the job as it is then, or None.

        A type whose merge takes a step of its own is not finished here. It costs a count where nothing else of the job
        is at work in this process. What fails here is done again in a step of its own, which has retries and words
        for it.
        """
        job_id = reference.job_id
        if not self._job_types[reference.job_type].merges_with_last_item:
            return None
        if job_id in self._asked:
            # Whoever is at it looks once more, since its count may have come too early.
            self._asked[job_id] += 1
            return None
        if self._board.is_at_work(reference):
            return None
        self._asked[job_id] = 1
        try:
            if not await self._is_done(reference, items):
                return None
            return await self._lifecycle.finish(reference, catch_up=False)
        except Exception as error:  # noqa: BLE001 - the items are done: whatever it is, they are not to be done again
            _log.warning("Job %s was not finished with its last item (%s).", job_id, type(error).__name__)
            return None
        finally:
            del self._asked[job_id]

    async def _is_done(self, reference: JobReference, items: int) -> bool:
        counted = 0
        while counted < self._asked[reference.job_id]:
            counted = self._asked[reference.job_id]
            if await self._results.number_of(reference) >= items:
                return True
        return False


def ending_of(job: Job) -> dict[str, Any]:
    """What an orchestration is told of its job's end."""
    return job.model_dump(mode="json", include={"status", "progress"})
