"""The way of every item, in jobs and in real time: load, key, look for an earlier answer, do, and let others wait.

What becomes of the outcome is the caller's: a job stores it, a call in real time returns it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from shared.domain.job import Item, Options
from shared.errors import NotFoundError, StoppedError, TemporaryError
from shared.job_types.core import JobType
from shared.job_types.values import Continue, Done, JsonObject, Request
from shared.ports.clock import Clock
from shared.services.answer_cache import AnswerCache, EarlierAnswer
from shared.services.item_context import WorkContext
from shared.services.result_store import ResultStore
from shared.services.turns import Turns

_WAITING = 0.25
"""Of the time for an attempt: how long it waits while somebody else in this process asks the same."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item to be done for a user.

    `reuses` are the ids of results of earlier jobs that count for it; what is entered into `until_kept` is left once
    the caller has stored the outcome.
    """

    job_type: JobType
    item: Item
    request: Request
    options: Options
    user_id: str
    context: WorkContext
    cursor: JsonObject | None = None
    reuses: Sequence[str] = ()
    until_kept: AsyncExitStack = field(default_factory=AsyncExitStack)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The work was done. `key` tells equal items of other jobs; empty for a type without caching."""

    done: Done
    key: str


@dataclass(frozen=True, slots=True)
class Again:
    """What was found out before is used again; `cached`: from another job, not from the one that is retried."""

    done: Done
    answer: EarlierAnswer
    cached: bool


Outcome = Fresh | Again | Continue


class ItemPath:
    """Takes items along it."""

    def __init__(self, answers: AnswerCache, results: ResultStore, clock: Clock, item_seconds: float) -> None:
        self._answers = answers
        self._results = results
        self._clock = clock
        self._item_seconds = item_seconds
        self._turns = Turns()

    async def take(self, task: Task) -> Outcome:
        """Do the item, or find what was found out before.

        Raises:
            StoppedError: the job ended meanwhile.
            NotFoundError: an input was deleted.
            TemporaryError: it may succeed later; it took too long.
            PermanentError: it will not succeed.
        """
        try:
            key = await self._key(task)
        except NotFoundError:
            # An input never changes: what was found out before it was deleted is still so.
            earlier = await self._retried(task, None)
            if earlier is None:
                raise
            return earlier
        earlier = await self._retried(task, key)
        return earlier if earlier is not None else await self._done(task, key)

    async def _key(self, task: Task) -> str:
        caching = task.job_type.caching
        return await caching.key(task.item, task.request, task.context) if caching else ""

    async def _retried(self, task: Task, key: str | None) -> Again | None:
        """The good result that a job before this one, which this one takes up again, has of the item."""
        if not task.reuses:
            return None
        found = await self._results.find_done(task.user_id, task.reuses, key or None)
        if found is None:
            return None
        # Results of an earlier version do not say when.
        answered = {"answered_date": found.answered_date or found.created_date}
        answer = EarlierAnswer.model_validate(found.model_dump() | answered)
        return Again(Done(answer.content, found.overview or {}), answer, cached=False)

    async def _done(self, task: Task, key: str) -> Outcome:
        """The item done now, or what is known of an equal one."""
        seconds = task.options.seconds_for_item(self._item_seconds)
        deadline = self._clock.monotonic() + seconds
        if key and not task.options.refresh:
            known = await self._known(task, key, seconds * _WAITING)
            if known is not None:
                return known
        outcome = await self._run(task, deadline - self._clock.monotonic())
        return outcome if isinstance(outcome, Continue) else Fresh(outcome, key)

    async def _run(self, task: Task, seconds: float) -> Done | Continue:
        work = task.job_type.work
        try:
            async with asyncio.timeout(seconds):
                return await work.run(task.item, task.request, task.context, task.cursor)
        except TimeoutError as error:
            words = task.job_type.words
            raise TemporaryError(
                f"The {words.item} was not {words.done} within {seconds:g} s. Try again later."
            ) from error

    async def _known(self, task: Task, key: str, patience: float) -> Again | None:
        """What an equal item found out before, or finds out right now; None: it is this item's to do."""
        known = await self._answers.find(task.user_id, key)
        if known is None:
            waiting = self._turns.turn((task.user_id, key), patience)
            if not await task.until_kept.enter_async_context(waiting):
                return None
            if await task.context.listeners.has_ended():
                raise StoppedError
            known = await self._answers.find(task.user_id, key)
        return await self._readdressed(task, known) if known is not None else None

    async def _readdressed(self, task: Task, known: EarlierAnswer) -> Again | None:
        if task.job_type.caching is None:
            return None
        done = await task.job_type.caching.readdress(known.content, task.item, task.request, task.context)
        return Again(done, known, cached=True)
