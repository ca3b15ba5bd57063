"""Finishes a job where the last of its items was done."""

import logging

from shared.domain.job import Job, JobReference
from shared.services.job_lifecycle import JobLifecycle
from shared.services.progress_board import ProgressBoard
from shared.services.result_store import ResultStore

_log = logging.getLogger(__name__)


class JobCloser:
    """Spares a job the wait for an activity of its own, which comes after all that others have in the queue."""

    def __init__(self, results: ResultStore, board: ProgressBoard, lifecycle: JobLifecycle) -> None:
        self._results = results
        self._board = board
        self._lifecycle = lifecycle
        self._at_it: set[str] = set()

    async def close(self, reference: JobReference, items: int) -> Job | None:
        """Finish the job if all of its items, so many, have an outcome; the job as it is then, or None.

        It costs one count where nothing else of the job is at work in this process. Whoever has done the last item in
        another process counts as well: finishing twice is finishing once. What fails here is done again in a step of
        its own, which has retries and words for it.
        """
        if reference.job_id in self._at_it or self._board.is_at_work(reference):
            return None
        self._at_it.add(reference.job_id)
        try:
            if await self._results.number_of(reference) < items:
                return None
            return await self._lifecycle.finish(reference)
        except Exception as error:  # noqa: BLE001 - the items are done: whatever it is, they are not to be done again
            _log.warning("Job %s was not finished with its last item (%s).", reference.job_id, type(error).__name__)
            return None
        finally:
            self._at_it.discard(reference.job_id)
