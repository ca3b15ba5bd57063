"""Whose turn it is to call the provider."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.openai_model.window import Spending, Window
from shared.ports.clock import Clock

_SHORTEST_SLEEP = 0.001
"""Rounding must not make a sleep of nothing that is slept again and again."""


@dataclass(slots=True, eq=False)
class _Ticket:
    model: str
    tokens: int
    turn: asyncio.Future[Spending] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass(frozen=True, slots=True)
class Turn:
    """The leave to make one call."""

    _spending: Spending

    def used(self, tokens: int) -> None:
        """The tokens that the call really took; 0 when nobody said, which leaves the estimate."""
        self._spending.tokens = tokens or self._spending.tokens


class Limiter:
    """Lets calls begin one after another, first come first served, as the process's limits allow.

    Calls of a model that is paused are passed over by those of other models, and keep their order.
    """

    def __init__(self, clock: Clock, *, concurrency: int, requests_per_minute: int, tokens_per_minute: int) -> None:
        self._clock = clock
        self._free = concurrency
        self._window = Window(requests_per_minute, tokens_per_minute)
        self._queue: list[_Ticket] = []
        self._paused_until: dict[str, float] = {}
        self._alarm: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, model: str, tokens: int) -> AsyncIterator[Turn]:
        """Wait for a turn, and give it back when the block ends. A call larger than a minute's tokens goes alone."""
        spending = await self._queued(_Ticket(model, tokens))
        try:
            yield Turn(spending)
        finally:
            self._free += 1
            self._serve()

    def pause(self, model: str, seconds: float) -> None:
        """No call of this model begins for that long."""
        until = self._clock.monotonic() + seconds
        self._paused_until[model] = max(until, self._paused_until.get(model, until))

    def pause_of(self, model: str) -> float:
        """Seconds for which no call of this model will begin; 0 if it is not paused."""
        return max(0.0, self._paused_until.get(model, 0.0) - self._clock.monotonic())

    async def _queued(self, ticket: _Ticket) -> Spending:
        self._queue.append(ticket)
        self._serve()
        try:
            return await ticket.turn
        except asyncio.CancelledError:
            if not ticket.turn.cancelled():
                # Its turn had come, and it was cancelled before it could take it.
                self._window.take_back(ticket.turn.result())
                self._free += 1
            self._serve()
            raise

    def _serve(self) -> None:
        """Let everybody begin who may, and see to it that the next is thought of in time."""
        wait = math.inf
        self._queue = [ticket for ticket in self._queue if not ticket.turn.cancelled()]
        for ticket in list(self._queue):
            pause = self.pause_of(ticket.model)
            if pause > 0:
                wait = min(wait, pause)
                continue
            if not self._free:
                break
            window = self._window.wait(ticket.tokens, self._clock.monotonic())
            if window > 0:
                wait = min(wait, window)
                break
            self._begin(ticket)
        self._set_alarm(wait)

    def _begin(self, ticket: _Ticket) -> None:
        self._queue.remove(ticket)
        self._free -= 1
        ticket.turn.set_result(self._window.spend(ticket.tokens, self._clock.monotonic()))

    def _set_alarm(self, seconds: float) -> None:
        """One alarm at a time, and none when nobody waits for time to pass: no task outlives those who wait."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds < math.inf:
            self._alarm = asyncio.create_task(self._ring(max(seconds, _SHORTEST_SLEEP)))

    async def _ring(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._alarm = None
        self._serve()
