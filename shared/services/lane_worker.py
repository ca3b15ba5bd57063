"""Some items of a lane's page, one after another, in one activity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.domain.job import Item, ItemOutcome, JobReference, Receipt
from shared.ports.clock import Clock
from shared.services.cursors import CursorStore, ItemCursor
from shared.services.item_attempt import Attempt
from shared.services.item_runner import ItemRunner
from shared.services.job_closer import JobCloser, ending_of
from shared.services.job_store import JobStore

RAMP_SECONDS = 0.0005
"""Between the starts of two lanes: 25 ms for the fiftieth."""

WORK_SECONDS = 5.0
"""After which nothing more is begun: others wait for the place, and an activity may be repeated from its start."""


@dataclass(frozen=True, slots=True)
class LaneReceipt:
    """What is left of the items, by their places on the page: a few bytes each."""

    again: list[int] = field(default_factory=list)
    """Failed for now."""
    rest: list[int] = field(default_factory=list)
    """Not begun, or to go on from a cursor."""
    moved: list[int] = field(default_factory=list)
    """Got further, to a cursor: what failed before does not count any more."""
    stopped: bool = False
    """The job is at its end."""
    ended: dict[str, Any] | None = None
    """How the job ended, if it was finished with these items."""


@dataclass(frozen=True, slots=True)
class LanePage:
    """A page of one of a job's lanes."""

    job: JobReference
    lane: int
    page: int


@dataclass(frozen=True, slots=True)
class _Todo:
    place: int
    item: Item
    attempt: Attempt

    def going_on(self, receipt: Receipt, attempts: int) -> "_Todo":
        """The same item from the cursor where it stopped: the first attempt at what is left of it."""
        attempt = Attempt(1, attempts, receipt.cursor, receipt.percent, receipt.staged)
        return _Todo(self.place, self.item, attempt)


class LaneWorker:
    """Works through pages. What has an outcome is not done again, so that it may be told to more than once."""

    def __init__(
        self,
        jobs: JobStore,
        cursors: CursorStore,
        runner: ItemRunner,
        closer: JobCloser,
        clock: Clock,
    ) -> None:
        self._jobs = jobs
        self._cursors = cursors
        self._runner = runner
        self._closer = closer
        self._clock = clock

    async def work(
        self, page: LanePage, places: Sequence[tuple[int, int]], attempts: int, all_items: int | None = None
    ) -> LaneReceipt:
        """Do the items in these places, each with the number of the attempt at it; the last is number `attempts`.

        With `all_items`, how many the job has, the job is finished if these were the last of them.

        Raises:
            NotFoundError: the job has not been planned.
            TemporaryError: the store could not be reached; what was done before is kept.
        """
        began = self._clock.monotonic()
        left = await self._pending(page, places, attempts)
        again: list[int] = []
        moved: list[int] = []
        while left:
            todo = left.pop(0)
            receipt = await self._runner.run(page.job, todo.item, todo.attempt)
            if receipt.outcome is ItemOutcome.STOPPED:
                return LaneReceipt(stopped=True)
            if receipt.outcome is ItemOutcome.RETRY:
                again.append(todo.place)
            if receipt.outcome is ItemOutcome.CONTINUE:
                moved.append(todo.place)
                left.insert(0, todo.going_on(receipt, attempts))
            if self._clock.monotonic() - began >= WORK_SECONDS:
                break
        if again or left or all_items is None:
            return LaneReceipt(again, [todo.place for todo in left], sorted(set(moved)))
        ended = await self._closer.close(page.job, all_items)
        return LaneReceipt(ended=ending_of(ended) if ended else None)

    async def _pending(self, page: LanePage, places: Sequence[tuple[int, int]], attempts: int) -> list[_Todo]:
        """What has no stored outcome yet; a job's lanes start one shortly after another.

        Lanes that started in the same instant would ask the model in the same instant, again and again: a provider
        answers such bursts with 429, and answers that come together wait for each other.
        """
        if page.page == 0 and page.lane > 0:
            await self._clock.sleep(page.lane * RAMP_SECONDS)
        items = await self._jobs.read_page(page.job, page.lane, page.page)
        ended, cursors = await self._cursors.of_items(page.job, [items[place].item_id for place, _ in places])
        return [
            _Todo(place, items[place], _attempt(number, attempts, cursors.get(items[place].item_id)))
            for place, number in places
            if items[place].item_id not in ended
        ]


def _attempt(number: int, attempts: int, cursor: ItemCursor | None) -> Attempt:
    if cursor is None:
        return Attempt(number, attempts)
    return Attempt(number, attempts, cursor.cursor, cursor.percent, cursor.staged)
