"""Watching one job, or the jobs of one user, for all streams that tell of them: one reader, however many listen."""

import asyncio
import logging
from typing import Protocol

from shared.domain.job import Job, JobReference
from shared.domain.job_card import JobCard, card_of
from shared.domain.progress import Counters
from shared.errors import PermanentError, TemporaryError
from shared.ports.clock import Clock
from shared.services.mailbox import Event, Mailbox, event_of
from shared.services.snapshots import Snapshots

SOONEST_SECONDS = 1.0
LATEST_SECONDS = 2.0
_STEP_SECONDS = 0.25
_WHOLE_LOOK_SECONDS = 10.0
_FAILURES_BORNE = 20

OPEN = "open"
"""The place of a job's stream before its end."""

_log = logging.getLogger(__name__)


class Subject(Protocol):
    """What is watched."""

    def hear_progress(self, job_id: str, counters: Counters) -> None:
        """An item of this process moved the job."""
        ...

    def hear_job(self, job: Job) -> None:
        """This process changed the job's state."""
        ...

    def welcome(self, mailbox: Mailbox) -> None:
        """Give a new listener what is known."""
        ...

    async def look(self) -> bool:
        """Ask the store; whether it had news that this process did not tell of itself.

        Raises:
            TemporaryError: it cannot be asked now.
            PermanentError: there is nothing to watch any more.
        """
        ...


class Watch:
    """Asks for news while anybody listens: again after one second when there were some, else after up to two."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mailboxes: set[Mailbox] = set()
        self._task: asyncio.Task[None] | None = None
        self._pausing: asyncio.Task[None] | None = None
        self._wanted = False
        self._failures = 0
        self.subject: Subject

    def join(self, mailbox: Mailbox) -> None:
        """One more listener; the first makes it begin."""
        self._mailboxes.add(mailbox)
        self.subject.welcome(mailbox)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def leave(self, mailbox: Mailbox) -> bool:
        """One listener less; whether it was the last, with whom the watch ends."""
        self._mailboxes.discard(mailbox)
        if self._mailboxes:
            return False
        if self._task is not None:
            self._task.cancel()
        return True

    def tell(self, event: Event) -> None:
        """To all who listen."""
        for mailbox in self._mailboxes:
            mailbox.put(event)

    def mark(self, place: str) -> None:
        """All who listen have everything final up to there."""
        for mailbox in self._mailboxes:
            mailbox.mark(place)

    def look_soon(self) -> None:
        """Ask the store at once."""
        self._wanted = True
        if self._pausing is not None:
            self._pausing.cancel()

    async def _run(self) -> None:
        pause = SOONEST_SECONDS
        while True:
            self._wanted = False
            news = await self._look()
            pause = SOONEST_SECONDS if news else min(LATEST_SECONDS, pause + _STEP_SECONDS)
            await self._pause(pause)

    async def _look(self) -> bool:
        try:
            news = await self.subject.look()
        except TemporaryError as error:
            self._failures += 1
            _log.warning("Streams could not ask the store for news: %s", error)
            if self._failures == _FAILURES_BORNE:
                self._close("The store cannot be reached. Connect again in a while.")
            return False
        except PermanentError as error:
            self._close(str(error))
            return False
        except Exception as error:  # noqa: BLE001 - the streams must not wait for a watch that is dead
            _log.error("Watching for news failed with %s.", type(error).__name__)
            self._close("The server failed at watching. Connect again.")
            return False
        self._failures = 0
        return news

    def _close(self, reason: str) -> None:
        for mailbox in self._mailboxes:
            mailbox.close(reason)

    async def _pause(self, seconds: float) -> None:
        if self._wanted:
            return
        self._pausing = asyncio.ensure_future(self._clock.sleep(seconds))
        try:
            await asyncio.wait({self._pausing})
        finally:
            self._pausing.cancel()
            self._pausing = None


class WatchedJob:
    """One job. Its counters are asked for, unless its items at work here tell of it; now and then the whole of it."""

    def __init__(self, reference: JobReference, watch: Watch, snapshots: Snapshots, clock: Clock) -> None:
        self._reference = reference
        self._watch = watch
        self._snapshots = snapshots
        self._clock = clock
        self._card: JobCard | None = None
        self._heard = False
        self._looked = float("-inf")

    def welcome(self, mailbox: Mailbox) -> None:
        """See Subject.welcome."""
        if self._card is not None:
            mailbox.mark(OPEN)
            mailbox.put(_numbered(self._card))

    def hear_progress(self, job_id: str, counters: Counters) -> None:
        """See Subject.hear_progress."""
        assert job_id == self._reference.job_id  # noqa: S101 - the feed keeps watches by the id of their job
        self._heard = True
        if counters.ended:
            self._looked = float("-inf")
            self._watch.look_soon()
        elif self._card is not None:
            self._show(self._card.counted(counters, self._clock.now()))

    def hear_job(self, job: Job) -> None:
        """See Subject.hear_job."""
        self._heard = True
        self._show(card_of(job, self._card))

    async def look(self) -> bool:
        """See Subject.look."""
        whole = self._clock.monotonic() - self._looked >= _WHOLE_LOOK_SECONDS
        if self._card is not None and (self._card.is_final or (self._heard and not whole)):
            self._heard = False
            return False
        self._heard = False
        found = await self._snapshots.look(self._reference, None if whole else self._card)
        if whole:
            self._looked = self._clock.monotonic()
        # What was heard meanwhile is newer than what was read.
        return self._show(found) if not self._heard or self._card is None else False

    def _show(self, card: JobCard) -> bool:
        """Tell of it, if it is news; nothing follows an end."""
        if self._card is not None and (self._card.is_final or not card.differs_from(self._card)):
            return False
        first, self._card = self._card is None, card
        if first:
            self._watch.mark(OPEN)
        self._watch.tell(_numbered(card))
        return True


def _numbered(card: JobCard) -> Event:
    event = event_of(card)
    return Event(event.job_id, event.body, event.is_final, card.end_id if card.is_final else OPEN)
