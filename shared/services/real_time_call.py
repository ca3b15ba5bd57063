"""One call in real time: its contracts, at most five of them at once, and what became of each."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shared.domain.job import Item, ItemError, JobReference, item_id
from shared.domain.usage import Usage
from shared.errors import ContractBatchError, NoAnswerError, OutOfTimeError, TemporaryError
from shared.job_type import JobType
from shared.ports.clock import Clock
from shared.ports.metering import metered
from shared.ports.model import ModelCall, Told
from shared.ports.telemetry import Telemetry
from shared.services.accounting import Accounting, charged
from shared.services.analyst import Analyst, unforeseen
from shared.services.request_checks import CheckedRequest
from shared.services.usage_store import UsageStore

AT_ONCE = 5
LIFE_SECONDS = 190.0
"""The platform cuts a connection at some 230 seconds."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one contract: its content, or why it has none."""

    item: Item
    content: dict[str, Any] | None = None
    error: ContractBatchError | None = None

    @property
    def told_error(self) -> dict[str, Any]:
        """The error as a result shows it."""
        item = self.item
        error = ItemError(item_id=item.item_id, contract_id=item.contract_id, message=str(self.error))
        return error.model_dump(mode="json")


class Listener(Protocol):
    """Hears of a call while it is at work; it does not wait."""

    def told(self, item: Item, text: str) -> None:
        """The model's answer about a contract, as far as it is there."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """Nothing more comes about this contract."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a call is made with."""

    analyst: Analyst
    usage: UsageStore
    accounting: Accounting
    telemetry: Telemetry
    clock: Clock
    item_seconds: float
    """For one contract."""
    life_seconds: float = LIFE_SECONDS
    """For the whole call, from its admission."""


class RealTimeCall:
    """A call that was let in. It keeps nothing but the record of what it spent."""

    def __init__(self, job_type: JobType, checked: CheckedRequest, reference: JobReference, means: Means) -> None:
        self.job_type = job_type
        self.titles = checked.titles
        self._request = checked.request
        self._reference = reference
        self._means = means
        self._end = means.clock.monotonic() + means.life_seconds
        self._places = asyncio.Semaphore(AT_ONCE)
        self._calls: list[ModelCall] = []
        self._charged = Usage()

    @property
    def usage(self) -> Usage:
        """What was spent so far."""
        return self._means.accounting.usage_of(self._calls).plus(self._charged)

    async def run(self, listener: Listener | None = None) -> list[Outcome]:
        """What became of each contract, in the request's order; whoever is heard by nobody is not told in pieces.

        When this is cancelled, the calls of the model are given up, and what they took is recorded all the same.
        """
        items = [
            Item(item_id=item_id(index), index=index, contract_id=contract_id)
            for index, contract_id in enumerate(self.job_type.item_contracts(self._request))
        ]
        with metered() as charges:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._do(item, listener)) for item in items]
        self._charged = charged(charges)
        return [task.result() for task in tasks]

    async def answer(self) -> dict[str, Any]:
        """The whole answer. See `run` and `response`."""
        return self.response(await self.run())

    def response(self, outcomes: Sequence[Outcome]) -> dict[str, Any]:
        """The answer to the request, with the errors of single contracts in it.

        Raises:
            OutOfTimeError: nothing was answered before the call was at its end.
            NoAnswerError: all answers failed for good.
            TemporaryError: all failed, and some may succeed later.
        """
        contents = [outcome.content for outcome in outcomes if outcome.content is not None]
        if not contents:
            raise failure_of(outcomes)
        errors = [outcome.told_error for outcome in outcomes if outcome.error is not None]
        return self.job_type.respond(self._request, contents, errors)

    async def _do(self, item: Item, listener: Listener | None) -> Outcome:
        calls: list[ModelCall] = []
        try:
            outcome = await self._outcome(item, calls, listener)
        finally:
            await self._record(item, calls)
        if listener is not None:
            listener.ended(outcome)
        return outcome

    async def _outcome(self, item: Item, calls: list[ModelCall], listener: Listener | None) -> Outcome:
        try:
            async with asyncio.timeout(self._end - self._means.clock.monotonic()), self._places:
                return Outcome(item, content=await self._analyse(item, calls, listener))
        except TimeoutError:
            return Outcome(item, error=_out_of_time(self._means.life_seconds))
        except ContractBatchError as error:
            return Outcome(item, error=error)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one contract must not stop the others
            return Outcome(item, error=unforeseen(error, f"Item {item.item_id} of call {self._reference.job_id}"))

    async def _analyse(self, item: Item, calls: list[ModelCall], listener: Listener | None) -> dict[str, Any]:
        means = self._means
        subject = await means.analyst.load(self.job_type, self._request, item.contract_id)
        told: Told | None = None if listener is None else lambda text: listener.told(item, text)
        return await means.analyst.analyse(
            subject, means.item_seconds, lambda call: self._called(calls, call), _nothing, told
        )

    def _called(self, calls: list[ModelCall], call: ModelCall) -> None:
        calls.append(call)
        self._calls.append(call)
        self._means.telemetry.model_called(call, self._means.accounting.cost_of(call))

    async def _record(self, item: Item, calls: list[ModelCall]) -> None:
        try:
            for call in calls:
                await self._means.usage.record(self._reference, item.item_id, call)
        except ContractBatchError as error:
            _log.warning("Usage of call %s was not recorded: %s", self._reference.job_id, error)


def failure_of(outcomes: Sequence[Outcome]) -> ContractBatchError:
    """Why a call of which nothing could be answered failed, as one error."""
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    if late := next((error for error in errors if isinstance(error, OutOfTimeError)), None):
        return late
    passing = next((error for error in errors if isinstance(error, TemporaryError)), None)
    kind, error = (NoAnswerError, errors[0]) if passing is None else (TemporaryError, passing)
    return kind(f"{_none_of(len(errors))} {error}")


def _none_of(contracts: int) -> str:
    if contracts == 1:
        return "The contract could not be analysed:"
    return f"None of the {contracts} contracts could be analysed. The first reason:"


def _out_of_time(seconds: float) -> OutOfTimeError:
    return OutOfTimeError(
        f"A call in real time may take {seconds:g} s, and those were over before this was answered. Submit it as a job."
    )


async def _nothing() -> None:
    """Nothing ends a call but its caller, and then it is cancelled."""
