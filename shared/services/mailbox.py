"""What one stream has not sent yet: little, however slow its client is."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.job_card import JobCard
from shared.ports.clock import Clock

MOST_ENDS_KEPT = 1_000
"""Beyond it the stream ends, and its client gets all of them from the store when it connects again."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it goes over the wire, but for its id; made once for all streams that tell it."""

    job_id: str
    body: str
    is_final: bool
    id: str = ""
    """Empty: the id is the place of the stream, see Mailbox.mark."""


def event_of(card: JobCard, prefix: str = "") -> Event:
    """The event that tells a card: `progress`, or the name of the end, behind the prefix."""
    name = card.status if card.is_final else "progress"
    body = f"event: {prefix}{name}\ndata: {card.model_dump_json()}\n\n"
    return Event(card.id, body, card.is_final)


class Mailbox:
    """The events for one stream: every end, and of each job only the latest progress.

    `closed` says why the stream is to end: None while it is not, otherwise a sentence for an `error` event, empty when
    there is nothing to tell.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends: list[Event] = []
        self._progress: dict[str, Event] = {}
        self._place = ""
        self._news = asyncio.Event()
        self._due = float("inf")
        self.closed: str | None = None

    @property
    def place(self) -> str:
        """Up to where everything that is final has been put in or sent before; empty until that is known."""
        return self._place

    def put(self, event: Event) -> None:
        """An event to send."""
        if event.is_final:
            self._progress.pop(event.job_id, None)
            self._ends.append(event)
        else:
            self._progress[event.job_id] = event
        if len(self._ends) > MOST_ENDS_KEPT:
            self.close("")
        self._news.set()

    def mark(self, place: str) -> None:
        """Whoever has got all that was put in so far has everything final up to this place."""
        if not self._place:
            self._news.set()
        self._place = place

    def close(self, reason: str) -> None:
        """Send nothing any more but the reason, if there is one."""
        self.closed = reason
        self._ends.clear()
        self._progress.clear()
        self._news.set()

    def nudge(self) -> None:
        """Wake the stream if it is time for it to do something without news."""
        if self._clock.monotonic() >= self._due:
            self._news.set()

    async def wait(self, until: float) -> None:
        """Return when there is news, or soon after the monotonic time `until`."""
        self._due = until
        await self._news.wait()
        self._news.clear()

    def take(self, place: str) -> Iterator[tuple[str, Event]]:
        """What is there, ends first, each with its id.

        Only the last of them stands for the new place, the others for `place`, where the stream was before: a client
        that got some of them and lost the connection gets the rest again.
        """
        events = [*self._ends, *self._progress.values()]
        self._ends, self._progress = [], {}
        reached = self._place or place
        places = itertools.chain(itertools.repeat(place, max(0, len(events) - 1)), [reached])
        for event, its_place in zip(events, places, strict=False):
            yield event.id or its_place, event
