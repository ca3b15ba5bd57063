"""Streams of server-sent events, as text: what has happened, comments in between, an end in time."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractContextManager, aclosing
from datetime import UTC, datetime

from shared.domain.job import Job, JobReference
from shared.domain.job_card import card_of
from shared.domain.timestamps import iso
from shared.errors import ContractBatchError
from shared.ports.clock import Clock
from shared.services.job_feed import JobFeed
from shared.services.mailbox import Event, Mailbox, event_of
from shared.services.snapshots import Snapshots
from shared.services.user_watch import OVERLAP, user_event

LIFE_SECONDS = 180.0
"""Proxies cut a connection at some 230 seconds; a client that is told to come back loses nothing."""

COMMENT_SECONDS = 14.0
RETRY_MS = 1_000
RETRY_AFTER_ERROR_MS = 5_000

_HELLO = f"retry: {RETRY_MS}\n: connected\n\n"


class JobStreams:
    """Makes streams."""

    def __init__(self, feed: JobFeed, snapshots: Snapshots, clock: Clock) -> None:
        self._feed = feed
        self._snapshots = snapshots
        self._clock = clock

    def of_job(self, job: Job, last_event_id: str | None) -> AsyncIterator[str] | None:
        """The stream of one job up to its end; None when it is at its end and the client knows."""
        card = card_of(job)
        if not card.is_final:
            return self._up_to_end(job.reference)
        if last_event_id == card.end_id:
            return None
        return _only(card.end_id, event_of(card))

    async def of_user(self, user_id: str, last_event_id: str | None) -> AsyncIterator[str]:
        """The stream of a user's jobs: those that are open, every end since the client's last event, and then all news.

        A client that is here for the first time is told what ended in the last half minute.
        """
        now = self._clock.now()
        begin = min(_moment(last_event_id) or now, now)
        earlier = self._ends_since(user_id, begin)
        try:
            async with aclosing(self._live(self._feed.of_user(user_id), iso(begin), earlier)) as live:
                async for _, text in live:
                    yield text
        except ContractBatchError as error:
            yield _error(str(error))

    async def _up_to_end(self, reference: JobReference) -> AsyncIterator[str]:
        async with aclosing(self._live(self._feed.of_job(reference), "", None)) as live:
            async for event, text in live:
                yield text
                if event is not None and event.is_final:
                    yield _bye(RETRY_MS)
                    return

    async def _ends_since(self, user_id: str, begin: datetime) -> AsyncGenerator[Event]:
        async for card in self._snapshots.ended_since(user_id, begin - OVERLAP):
            yield user_event(card)

    async def _live(
        self, listening: AbstractContextManager[Mailbox], place: str, earlier: AsyncGenerator[Event] | None
    ) -> AsyncGenerator[tuple[Event | None, str]]:
        """What to send; with each event, the event.

        What happened earlier is asked for when the mailbox collects already, so that nothing falls in between.
        """
        end = self._clock.monotonic() + LIFE_SECONDS
        with listening as mailbox:
            yield None, _HELLO
            while mailbox.closed is None and self._clock.monotonic() < end:
                await mailbox.wait(min(end, self._clock.monotonic() + COMMENT_SECONDS))
                sent = 0
                if earlier is not None and mailbox.place:
                    async for event in earlier:
                        yield event, _sent(place, event)
                    earlier = None
                for event_id, event in mailbox.take(place):
                    sent += 1
                    yield event, _sent(event_id, event)
                place = mailbox.place or place
                if not sent:
                    yield None, _still_here(place)
            yield None, _last_words(mailbox)


async def _only(event_id: str, event: Event) -> AsyncIterator[str]:
    yield _HELLO + _sent(event_id, event) + _bye(RETRY_MS)


def _sent(event_id: str, event: Event) -> str:
    return f"id: {event_id}\n{event.body}"


def _still_here(place: str) -> str:
    """A comment, and the place: an id alone moves a client's last event id and is no event."""
    return f": still here\nid: {place}\n\n" if place else ": still here\n\n"


def _bye(retry_ms: int) -> str:
    return f"retry: {retry_ms}\n\n"


def _last_words(mailbox: Mailbox) -> str:
    return _error(mailbox.closed) if mailbox.closed else _bye(RETRY_MS)


def _error(message: str) -> str:
    return f"event: error\ndata: {json.dumps({'message': message})}\n\n{_bye(RETRY_AFTER_ERROR_MS)}"


def _moment(event_id: str | None) -> datetime | None:
    """The place that an id of a user's stream stands for; None when it is no such id."""
    try:
        moment = datetime.strptime(event_id or "", "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year > 1 else None
