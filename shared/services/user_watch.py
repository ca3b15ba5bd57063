"""The jobs of one user, watched."""

from datetime import datetime, timedelta

from shared.domain.job import Job, JobStatus
from shared.domain.job_card import JobCard, card_of
from shared.domain.progress import Counters
from shared.domain.timestamps import iso
from shared.errors import NotFoundError
from shared.ports.clock import Clock
from shared.services.job_watch import Watch
from shared.services.mailbox import Event, Mailbox, event_of
from shared.services.snapshots import MOST_WAITING, Snapshots

OVERLAP = timedelta(seconds=30)
"""How far an end may be dated before it can be read: clocks of processes differ, and a write takes its time."""

_PREFIX = "job_"


class WatchedUser:
    """Looks for jobs that are open, and for ends since the last look.

    A place in the stream is the moment of a look: every end that could be read then has been told. Ends are dated by
    the process that makes them, so each look, and each client that comes back, asks for some that are older.
    """

    def __init__(self, user_id: str, watch: Watch, snapshots: Snapshots, clock: Clock) -> None:
        self._user_id = user_id
        self._watch = watch
        self._snapshots = snapshots
        self._clock = clock
        self._open: dict[str, JobCard] = {}
        self._ended: dict[str, datetime] = {}
        self._heard: set[str] = set()
        self._place: datetime | None = None

    def welcome(self, mailbox: Mailbox) -> None:
        """See Subject.welcome."""
        if self._place is not None:
            for card in self._open.values():
                mailbox.put(user_event(card))
            mailbox.mark(iso(self._place))

    def hear_progress(self, job_id: str, counters: Counters) -> None:
        """See Subject.hear_progress."""
        card = self._open.get(job_id)
        if card is not None and card.status is JobStatus.PROCESSING and not counters.ended:
            self._heard.add(job_id)
            self._show(card.counted(counters, self._clock.now()))

    def hear_job(self, job: Job) -> None:
        """See Subject.hear_job."""
        self._heard.add(job.id)
        self._show(card_of(job, self._open.get(job.id)))

    async def look(self) -> bool:
        """See Subject.look."""
        began = self._clock.now()
        self._heard.clear()
        found = await self._snapshots.open_of(self._user_id)
        found += await self._gone({card.id for card in found}, len(found))
        ends = self._snapshots.ended_since(self._user_id, (self._place or began) - OVERLAP)
        found += [card async for card in ends]
        # What was heard meanwhile is newer than what was read.
        unheard = [card for card in found if card.id not in self._heard]
        if self._place is None:
            # Whoever listens from the beginning asks for recent ends by itself.
            self._ended.update({card.id: _end(card) for card in unheard if card.is_final})
        news = [card for card in unheard if self._show(card)]
        self._forget(began - 2 * OVERLAP)
        self._place = began
        self._watch.mark(iso(began))
        return bool(news)

    async def _gone(self, found: set[str], listed: int) -> list[JobCard]:
        """What has become of jobs that were open; those that wait may be missing only because so many do."""
        missing = [card for card in self._open.values() if card.id not in found]
        if listed >= MOST_WAITING:
            missing = [card for card in missing if card.status is not JobStatus.QUEUED]
        cards = []
        for card in missing:
            try:
                cards.append(await self._snapshots.look(card.reference))
            except NotFoundError:
                self._open.pop(card.id, None)
        return cards

    def _show(self, card: JobCard) -> bool:
        """Tell of it, if it is news; nothing follows an end."""
        if card.id in self._ended or not card.differs_from(self._open.get(card.id)):
            return False
        if card.is_final:
            self._ended[card.id] = _end(card)
            self._open.pop(card.id, None)
        else:
            self._open[card.id] = card
        self._watch.tell(user_event(card))
        return True

    def _forget(self, before: datetime) -> None:
        self._ended = {job_id: ended for job_id, ended in self._ended.items() if ended >= before}


def user_event(card: JobCard) -> Event:
    """The event of a card in the stream of its user."""
    return event_of(card, _PREFIX)


def _end(card: JobCard) -> datetime:
    return card.completed_date or card.created_date
