"""Calls are made again here and nowhere else, so that each repeat is counted and all of them have one time limit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from adapters.cosmos.faults import Fault, fault_of
from shared.errors import TemporaryError
from shared.ports.clock import Clock
from shared.ports.metering import charge

T = TypeVar("T")

Attempt = Callable[[bool], Awaitable[T]]
"""One attempt at an operation; told whether an earlier one may have been carried out although no answer came."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to try, in seconds: all attempts and pauses together, one attempt, the first pause, the longest."""

    budget: float = 30.0
    attempt: float = 10.0
    first_pause: float = 0.1
    longest_pause: float = 5.0


class Retries:
    """Makes attempts until one succeeds or the time is over. `jitter` gives numbers from 0 to 1."""

    def __init__(self, policy: RetryPolicy, clock: Clock, jitter: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._jitter = jitter

    async def run(self, attempt: Attempt[T]) -> T:
        """What the first attempt that succeeds returns; what cannot be tried again is raised as it is.

        Raises:
            TemporaryError: the time is over.
        """
        deadline = self._clock.monotonic() + self._policy.budget
        in_doubt = False
        number = 0
        while True:
            try:
                async with asyncio.timeout(min(self._policy.attempt, deadline - self._clock.monotonic())):
                    return await attempt(in_doubt)
            except Exception as error:
                fault = fault_of(error)
                if fault is None:
                    raise
                in_doubt = in_doubt or fault.may_be_done
                pause = self._pause(fault, number)
                if self._clock.monotonic() + pause >= deadline:
                    raise self._given_up(fault) from error
            number += 1
            charge(retries=1)
            await self._clock.sleep(pause)

    def _pause(self, fault: Fault, number: int) -> float:
        """The service's own wish and a little more, so that those who were sent away do not return together."""
        if fault.retry_after is not None:
            return fault.retry_after * (1 + 0.1 * self._jitter())
        longest = min(self._policy.first_pause * 2.0**number, self._policy.longest_pause)
        return longest * (0.5 + 0.5 * self._jitter())

    def _given_up(self, fault: Fault) -> TemporaryError:
        doubt = " It may have been carried out all the same." if fault.may_be_done else ""
        return TemporaryError(
            f"The database did not do its work within {self._policy.budget:g} seconds: {fault.reason}.{doubt} "
            "Try again in a moment."
        )
