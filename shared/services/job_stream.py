"""Streams of server-sent events, as text: what has happened, comments in between, an end in time."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager

from shared.domain.job import Job
from shared.domain.job_card import card_of
from shared.ports.clock import Clock
from shared.services.job_feed import JobFeed
from shared.services.mailbox import Event, Mailbox, event_of

LIFE_SECONDS = 180.0
"""Proxies cut a connection at some 230 seconds; a client that is told to come back loses nothing."""

COMMENT_SECONDS = 14.0
RETRY_MS = 1_000
RETRY_AFTER_ERROR_MS = 5_000

_HELLO = f"retry: {RETRY_MS}\n: connected\n\n"


class JobStreams:
    """Makes streams."""

    def __init__(self, feed: JobFeed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock

    def of_job(self, job: Job, last_event_id: str | None) -> AsyncIterator[str] | None:
        """The stream of one job up to its end; None when it is at its end and the client knows."""
        card = card_of(job)
        if not card.is_final:
            return self._live(self._feed.of_job(job.reference), until_end=True)
        if last_event_id == card.end_id:
            return None
        return _only(card.end_id, event_of(card))

    async def _live(self, listening: AbstractContextManager[Mailbox], *, until_end: bool) -> AsyncIterator[str]:
        end = self._clock.monotonic() + LIFE_SECONDS
        with listening as mailbox:
            yield _HELLO
            place = ""
            while mailbox.closed is None and self._clock.monotonic() < end:
                await mailbox.wait(min(end, self._clock.monotonic() + COMMENT_SECONDS))
                quiet = True
                for event_id, event in mailbox.take(place):
                    quiet = False
                    yield _sent(event_id, event)
                    if event.is_final and until_end:
                        yield _bye(RETRY_MS)
                        return
                place = mailbox.place
                if quiet:
                    yield _still_here(place)
            yield _last_words(mailbox)


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
    if not mailbox.closed:
        return _bye(RETRY_MS)
    return "event: error\ndata: " + json.dumps({"message": mailbox.closed}) + "\n\n" + _bye(RETRY_AFTER_ERROR_MS)
