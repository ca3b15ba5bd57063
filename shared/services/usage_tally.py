"""What jobs take, summed in this process and added to the store's sums at most once a second a job."""

import asyncio
import contextvars
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.domain.job import JobReference
from shared.domain.usage import Usage
from shared.errors import PermanentError, TemporaryError
from shared.ports.clock import Clock
from shared.ports.metering import StoreCharges, metered
from shared.services.accounting import charged
from shared.services.job_store import JobStore

WRITE_SECONDS = 1.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Sheet:
    """A job's sums that are not in the store yet.

    `overhead` is what writing them cost: it goes with the next write and is no reason for one.
    """

    reference: JobReference
    due: Usage = field(default_factory=Usage)
    overhead: Usage = field(default_factory=Usage)
    open: list[StoreCharges] = field(default_factory=list)
    """Meters around work that is not over."""
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def collect(self, meter: StoreCharges) -> None:
        """Take over what a meter shows."""
        self.due = self.due.plus(charged(meter))
        meter.request_units, meter.retries = 0.0, 0

    @property
    def is_due(self) -> bool:
        """Whether there is something to write."""
        return bool(self.due.increments())


class UsageTally:
    """Takes note of what is spent for jobs.

    The sums are for people and quotas: when they cannot be written the work goes on, and the next write carries them.
    Each call of the model is in `model_usage` all the same.
    """

    def __init__(self, jobs: JobStore, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._sheets: dict[str, _Sheet] = {}
        self._writers: dict[str, asyncio.Task[None]] = {}

    def spend(self, reference: JobReference, usage: Usage) -> None:
        """Something was spent for the job."""
        if not usage.increments():
            return
        job_id = reference.job_id
        sheet = self._sheets.setdefault(job_id, _Sheet(reference))
        sheet.due = sheet.due.plus(usage)
        if job_id not in self._writers:
            # In a context of its own: what writing is charged is no part of the work that happens to start it.
            self._writers[job_id] = asyncio.create_task(self._keep_writing(sheet), context=contextvars.Context())

    @contextmanager
    def charged_to(self, reference: JobReference) -> Iterator[None]:
        """What the store charges for the work inside is the job's. Opened once, around an activity or a request."""
        sheet = self._sheets.setdefault(reference.job_id, _Sheet(reference))
        with metered() as charges:
            sheet.open.append(charges)
            try:
                yield
            finally:
                # Another sheet may be there now: this one was forgotten when nothing was due.
                sheet.open.remove(charges)
                self.spend(reference, charged(charges))
                self._forget(sheet)

    async def flush(self, reference: JobReference) -> None:
        """Return when all that was spent so far in this process is in the store, or could not be written."""
        sheet = self._sheets.get(reference.job_id)
        if sheet is None:
            return
        for meter in sheet.open:
            sheet.collect(meter)
        # In a context of its own: what writing is charged is noted once, as overhead.
        await asyncio.create_task(self._write(sheet), context=contextvars.Context())

    async def _keep_writing(self, sheet: _Sheet) -> None:
        try:
            while sheet.is_due:
                await self._write(sheet)
                await self._clock.sleep(WRITE_SECONDS)
        finally:
            self._writers.pop(sheet.reference.job_id, None)
            self._forget(sheet)

    def _forget(self, sheet: _Sheet) -> None:
        """Forget a sheet on which nothing more is written."""
        job_id = sheet.reference.job_id
        if not sheet.open and job_id not in self._writers and not sheet.is_due:
            self._sheets.pop(job_id, None)

    async def _write(self, sheet: _Sheet) -> None:
        # One after another: whoever flushes also waits for what is on its way.
        async with sheet.writing:
            if sheet.is_due:
                with metered() as charges:
                    await self._add(sheet)
                sheet.overhead = sheet.overhead.plus(charged(charges))

    async def _add(self, sheet: _Sheet) -> None:
        usage = sheet.due.plus(sheet.overhead)
        sheet.due, sheet.overhead = Usage(), Usage()
        for piece in usage.pieces():
            await self._add_piece(sheet, piece)

    async def _add_piece(self, sheet: _Sheet, usage: Usage) -> None:
        try:
            await self._jobs.add_to_usage(sheet.reference, usage)
        except TemporaryError as error:
            _log.warning("Usage of job %s was not added up: %s", sheet.reference.job_id, error)
            sheet.due = sheet.due.plus(usage)
        except PermanentError as error:
            # Carried over it would be tried every second for ever.
            _log.warning("Usage of job %s is not added up: %s", sheet.reference.job_id, error)
