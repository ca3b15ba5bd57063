"""News of jobs within the process, and the watches that bring those of other processes to whoever listens."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shared.domain.job import Job, JobReference
from shared.domain.progress import Counters
from shared.ports.clock import Clock
from shared.services.job_watch import Watch, WatchedJob
from shared.services.mailbox import Mailbox
from shared.services.snapshots import Snapshots
from shared.services.user_watch import WatchedUser

_NUDGE_SECONDS = 1.0


class JobFeed:
    """Takes news from the services that make them, and gives each listener a mailbox.

    Publishing costs a look into two dictionaries while nobody listens, and never fails.
    """

    def __init__(self, snapshots: Snapshots, clock: Clock) -> None:
        self._snapshots = snapshots
        self._clock = clock
        self._jobs: dict[str, Watch] = {}
        self._users: dict[str, Watch] = {}
        self._mailboxes: set[Mailbox] = set()
        self._nudger: asyncio.Task[None] | None = None

    @property
    def open_streams(self) -> int:
        """How many listen in this process."""
        return len(self._mailboxes)

    @property
    def watches(self) -> int:
        """How many jobs and users are watched for them."""
        return len(self._jobs) + len(self._users)

    def publish_progress(self, reference: JobReference, counters: Counters) -> None:
        """The job's counters as they are now."""
        for watch in self._concerned(reference):
            watch.subject.hear_progress(reference.job_id, counters)

    def publish_job(self, job: Job) -> None:
        """A job that is new, or whose state changed."""
        for watch in self._concerned(job.reference):
            watch.subject.hear_job(job)

    @contextmanager
    def of_job(self, reference: JobReference) -> Iterator[Mailbox]:
        """The news of one job."""

        def watch() -> Watch:
            made = Watch(self._clock)
            made.subject = WatchedJob(reference, made, self._snapshots, self._clock)
            return made

        with self._listening(self._jobs, reference.job_id, watch) as mailbox:
            yield mailbox

    @contextmanager
    def of_user(self, user_id: str) -> Iterator[Mailbox]:
        """The news of all jobs of a user, new ones too."""

        def watch() -> Watch:
            made = Watch(self._clock)
            made.subject = WatchedUser(user_id, made, self._snapshots, self._clock)
            return made

        with self._listening(self._users, user_id, watch) as mailbox:
            yield mailbox

    @contextmanager
    def _listening(self, watches: dict[str, Watch], key: str, make: Callable[[], Watch]) -> Iterator[Mailbox]:
        mailbox = Mailbox(self._clock)
        watch = watches.get(key) or watches.setdefault(key, make())
        watch.join(mailbox)
        self._mailboxes.add(mailbox)
        if self._nudger is None:
            self._nudger = asyncio.create_task(self._nudge())
        try:
            yield mailbox
        finally:
            self._mailboxes.discard(mailbox)
            if watch.leave(mailbox):
                del watches[key]
            if not self._mailboxes and self._nudger is not None:
                self._nudger.cancel()
                self._nudger = None

    async def _nudge(self) -> None:
        """One timer for all streams."""
        while True:
            await self._clock.sleep(_NUDGE_SECONDS)
            for mailbox in self._mailboxes:
                mailbox.nudge()

    def _concerned(self, reference: JobReference) -> list[Watch]:
        found = (self._jobs.get(reference.job_id), self._users.get(reference.user_id))
        return [watch for watch in found if watch is not None]
