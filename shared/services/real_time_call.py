"""One call in real time: its items, at most five of them at once, and what became of each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shared.domain.job import Item, ItemError, JobReference
from shared.domain.usage import Usage
from shared.domain.words import Words
from shared.errors import ContractBatchError, NoAnswerError, OutOfTimeError, TemporaryError
from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType
from shared.job_types.values import JsonObject
from shared.ports.clock import Clock
from shared.services.answerer import Answerer, Asking
from shared.services.request_checks import CheckedRequest
from shared.services.unforeseen import unforeseen

AT_ONCE = 5
LIFE_SECONDS = 190.0
"""That a call may take from its admission. The platform cuts a connection at some 230 seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its content, or why it has none."""

    item: Item
    labels: JsonObject
    content: dict[str, Any] | None = None
    error: ContractBatchError | None = None

    @property
    def told_error(self) -> dict[str, Any]:
        """The error as a result shows it."""
        item = self.item
        told = {"item_id": item.item_id, "subject": item.subject, "message": str(self.error)}
        return ItemError.model_validate(self.labels | told).model_dump(mode="json")


class Listener(Protocol):
    """Hears of a call while it is at work; it does not wait."""

    def told(self, item: Item, text: str) -> None:
        """The model's answer about an item, as far as it is there."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """Nothing more comes about this item."""
        ...


class RealTimeCall:
    """A call that was let in."""

    def __init__(
        self,
        job_type: JobType,
        real_time: RealTime,
        checked: CheckedRequest,
        reference: JobReference,
        answerer: Answerer,
        clock: Clock,
        seconds: float,
    ) -> None:
        self.job_type = job_type
        self.real_time = real_time
        self._request = checked.request
        self._answerer = answerer
        self._clock = clock
        options = checked.envelope.options
        self._seconds = seconds if options.timeout is None else min(seconds, options.timeout / 1_000)
        self._end = clock.monotonic() + self._seconds
        self._places = asyncio.Semaphore(min(AT_ONCE, options.max_concurrent))
        self._askings = [Asking(job_type, checked, reference, item) for item in checked.items]

    @property
    def usage(self) -> Usage:
        """What was spent so far."""
        usage = Usage()
        for asking in self._askings:
            usage = usage.plus(self._answerer.spent(asking))
        return usage

    async def run(self, listener: Listener | None = None) -> list[Outcome]:
        """What became of each item, in the request's order. Without a listener the model is not asked to stream.

        When this is cancelled, the calls of the model are given up, and what they took is recorded all the same.
        """
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._do(asking, listener)) for asking in self._askings]
        return [task.result() for task in tasks]

    async def answer(self) -> dict[str, Any]:
        """The whole answer. See `run` and `response`."""
        return self.response(await self.run())

    def response(self, outcomes: Sequence[Outcome]) -> dict[str, Any]:
        """The answer to the request, with the errors of single items in it.

        Raises:
            OutOfTimeError: nothing was answered before the call was at its end.
            NoAnswerError: all answers failed for good.
            TemporaryError: all failed, and some may succeed later.
        """
        contents = [outcome.content for outcome in outcomes if outcome.content is not None]
        if not contents:
            raise _failure_of(self.job_type.words, [outcome.error for outcome in outcomes if outcome.error is not None])
        errors = [outcome.told_error for outcome in outcomes if outcome.error is not None]
        return self.real_time.respond(self._request, contents, errors)

    async def _do(self, asking: Asking, listener: Listener | None) -> Outcome:
        try:
            outcome = await self._outcome(asking, listener)
            if listener is not None:
                listener.ended(outcome)
            return outcome
        finally:
            await self._answerer.record(asking)

    async def _outcome(self, asking: Asking, listener: Listener | None) -> Outcome:
        item, labels = asking.item, asking.item.labels(self.job_type.labels)
        told = None if listener is None else lambda text: listener.told(item, text)
        try:
            async with asyncio.timeout(self._end - self._clock.monotonic()), self._places:
                return Outcome(item, labels, content=await self._answerer.content(asking, told))
        except TimeoutError:
            return Outcome(item, labels, error=_out_of_time(self._seconds))
        except ContractBatchError as error:
            return Outcome(item, labels, error=error)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one item must not stop the others
            return Outcome(item, labels, error=unforeseen(error, f"Item {item.item_id} of {asking.reference.job_id}"))


def _failure_of(words: Words, errors: Sequence[ContractBatchError]) -> ContractBatchError:
    """Why nothing could be answered, as one error."""
    if late := next((error for error in errors if isinstance(error, OutOfTimeError)), None):
        return late
    passing = next((error for error in errors if isinstance(error, TemporaryError)), None)
    kind, error = (NoAnswerError, errors[0]) if passing is None else (TemporaryError, passing)
    return kind(f"{_none_of(words, len(errors))} {error}")


def _none_of(words: Words, items: int) -> str:
    if items == 1:
        return f"The {words.item} could not be {words.done}:"
    return f"None of the {items} {words.items} could be {words.done}. The first reason:"


def _out_of_time(seconds: float) -> OutOfTimeError:
    return OutOfTimeError(
        f"A call in real time may take {seconds:g} s, and those were over before all was answered. Submit it as a job."
    )
