"""Finds jobs whose orchestration is gone and gives them a new one."""

import logging
from dataclasses import dataclass

from shared.domain.job import JobReference, JobStatus
from shared.domain.transitions import is_terminal
from shared.ports.orchestrations import Orchestrations
from shared.services.announcer import Announcer
from shared.services.job_lifecycle import JobLifecycle
from shared.services.job_reader import reference_of
from shared.services.job_store import JobStore

_PAGE = 100

_log = logging.getLogger(__name__)


_ENDED = frozenset({"Completed", "Failed", "Terminated", "Canceled"})


@dataclass(slots=True)
class Healed:
    """What a round of the watchdog did."""

    restarted: int = 0
    failed: int = 0
    announced: int = 0


class Watchdog:
    """Compares the jobs that are not at their end with the orchestrations that should carry them.

    And those that are, with what was told of them.
    """

    def __init__(self, jobs: JobStore, lifecycle: JobLifecycle, announcer: Announcer) -> None:
        self._jobs = jobs
        self._lifecycle = lifecycle
        self._announcer = announcer

    async def heal(self, orchestrations: Orchestrations) -> Healed:
        """Restart jobs without an orchestration, fail those it left behind, announce ends that nobody was told of."""
        healed, ended = Healed(), []
        continuation: str | None = None
        while True:
            page = await self._jobs.list_unannounced(_PAGE, continuation)
            for body in page.documents:
                if is_terminal(JobStatus(body["status"])):
                    ended.append(reference_of(body))
                else:
                    await self._try_to_look_after(reference_of(body), orchestrations, healed)
            if page.continuation is None:
                break
            continuation = page.continuation
        await self._announce(ended, healed)
        return healed

    async def _try_to_look_after(self, reference: JobReference, orchestrations: Orchestrations, healed: Healed) -> None:
        try:
            await self._look_after(reference, orchestrations, healed)
        except Exception as error:  # noqa: BLE001 - one job's trouble must not keep the watchdog from the others
            _log.warning("Job %s could not be looked after: %s", reference.job_id, type(error).__name__)

    async def _announce(self, ended: list[JobReference], healed: Healed) -> None:
        """Announce ends that nobody was told of, until one cannot be: to try an unreachable queue takes long."""
        for reference in ended:
            try:
                job = await self._jobs.get(reference)
                if not job.announced and not await self._announcer.announce(job):
                    return
            except Exception as error:  # noqa: BLE001 - see above
                _log.warning("The end of job %s could not be announced: %s", reference.job_id, type(error).__name__)
                continue
            healed.announced += not job.announced

    async def _look_after(self, reference: JobReference, orchestrations: Orchestrations, healed: Healed) -> None:
        status = await orchestrations.status(reference.job_id)
        if status is None:
            _log.warning("Job %s has no orchestration: starting it again.", reference.job_id)
            await orchestrations.start(reference)
            healed.restarted += 1
        elif status in _ENDED:
            reason = f"The job's orchestration ended as {status} before the job did. Submit it again."
            # The orchestration may have ended the job since the jobs were listed.
            if await self._lifecycle.fail(reference, reason) is JobStatus.FAILED:
                _log.error("Job %s was left behind by its orchestration, which is %s.", reference.job_id, status)
                healed.failed += 1
