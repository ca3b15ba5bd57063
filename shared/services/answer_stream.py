"""A call in real time as events: what the model writes while it writes it, what that took, and the whole answer."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from shared.errors import OutOfTimeError
from shared.ports.clock import Clock
from shared.services.answer_board import AnswerBoard
from shared.services.real_time_call import Outcome, RealTimeCall

COMMENT_SECONDS = 14.0


@dataclass(frozen=True, slots=True)
class Told:
    """An event: `chunk`, `usage` or `done`."""

    name: str
    data: dict[str, Any]


class AnswerStreams:
    """Makes streams of calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._running: set[asyncio.Task[list[Outcome]]] = set()

    async def of(self, call: RealTimeCall) -> AsyncGenerator[Told | None]:
        """What happens in a call until its answer is there; None when there is nothing to tell for a while.

        Whoever stops listening ends the call.

        Raises:
            OutOfTimeError: the call took too long for some of its items; what was told of others is good.
            ContractBatchError: nothing could be answered.
        """
        real_time = call.real_time
        board = AnswerBoard(real_time.told_field or "", real_time.title_field, call.job_type.labels)
        running = self._begun(call, board)
        try:
            while not running.done():
                if await self._is_quiet(board, running):
                    yield None
                for chunk in board.take():
                    yield Told("chunk", chunk)
            for chunk in board.take():
                yield Told("chunk", chunk)
            outcomes = running.result()
            yield Told("usage", call.usage.model_dump(mode="json"))
            yield Told("done", _whole(call, outcomes))
        finally:
            running.cancel()
            await asyncio.wait([running])

    def _begun(self, call: RealTimeCall, board: AnswerBoard) -> asyncio.Task[list[Outcome]]:
        # Kept here: a stream that is broken off has no time to wait until the call has written down what it took.
        running = asyncio.create_task(call.run(board))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    async def _is_quiet(self, board: AnswerBoard, running: asyncio.Task[Any]) -> bool:
        """Wait until there is news, or nothing more comes, or some seconds have gone by with neither."""
        news = asyncio.create_task(board.news.wait())
        pause = asyncio.create_task(self._clock.sleep(COMMENT_SECONDS))
        try:
            ended, _ = await asyncio.wait([news, pause, running], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (news, pause):
                task.cancel()
            await asyncio.gather(news, pause, return_exceptions=True)
        board.news.clear()
        return ended == {pause}


def _whole(call: RealTimeCall, outcomes: list[Outcome]) -> dict[str, Any]:
    late = next((outcome.error for outcome in outcomes if isinstance(outcome.error, OutOfTimeError)), None)
    if late is not None:
        raise late
    return call.response(outcomes)
