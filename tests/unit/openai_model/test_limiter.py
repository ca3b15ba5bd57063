import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.openai_model.limiter import Limiter
from tests.fakes.clock import SteerableClock, settled

CONCURRENCY, REQUESTS, TOKENS = 3, 4, 100


@dataclass
class Caller:
    """A call on its way through the limiter: asks, begins, ends when it is told."""

    number: int
    tokens: int
    model: str = "a"
    end: asyncio.Event = field(default_factory=asyncio.Event)
    begun: float | None = None
    used: int = 0


class Office:
    """Callers of a limiter, and the order in which their turns came."""

    def __init__(self, concurrency: int = CONCURRENCY, requests: int = REQUESTS, tokens: int = TOKENS) -> None:
        self.clock = SteerableClock()
        self.limiter = Limiter(
            self.clock, concurrency=concurrency, requests_per_minute=requests, tokens_per_minute=tokens
        )
        self.callers: list[Caller] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.begun: list[int] = []
        self.running = 0
        self.most = 0

    def call(self, tokens: int = 1, model: str = "a") -> Caller:
        caller = Caller(len(self.callers), tokens, model)
        self.callers.append(caller)
        self.tasks.append(asyncio.create_task(self._run(caller)))
        return caller

    async def _run(self, caller: Caller) -> None:
        async with self.limiter.turn(caller.model, caller.tokens) as turn:
            caller.begun = self.clock.monotonic()
            self.begun.append(caller.number)
            self.running += 1
            self.most = max(self.most, self.running)
            try:
                await caller.end.wait()
                turn.used(caller.used)
            finally:
                self.running -= 1

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await settled()
        assert self.clock.sleepers == 0


def spent(callers: Sequence[Caller], moment: float) -> tuple[int, int]:
    """Calls begun in the 60 s up to a moment, and the tokens they were let in with."""
    recent = [one for one in callers if one.begun is not None and moment - 60 < one.begun <= moment]
    return len(recent), sum(one.tokens for one in recent)


async def test_calls_begin_in_the_order_in_which_they_came() -> None:
    office = Office(concurrency=1, requests=0, tokens=0)
    callers = [office.call() for _ in range(4)]
    for caller in callers:
        await settled()
        caller.end.set()
    await settled()
    assert office.begun == [0, 1, 2, 3]
    assert office.most == 1
    await office.close()


async def test_a_call_waits_until_enough_tokens_are_a_minute_old() -> None:
    office = Office()
    office.call(60)
    await office.clock.advance(10)
    office.call(30)
    office.call(50)
    await office.clock.advance(49)
    assert office.begun == [0, 1]
    await office.clock.advance(1)
    assert office.begun == [0, 1, 2]
    await office.close()


async def test_a_small_call_does_not_overtake_a_large_one() -> None:
    office = Office()
    office.call(60)
    office.call(60)
    office.call(1)
    await settled()
    assert office.begun == [0]
    await office.clock.advance(60)
    assert office.begun == [0, 1, 2]
    await office.close()


async def test_a_call_over_the_whole_limit_goes_alone() -> None:
    office = Office()
    office.call(1)
    office.call(TOKENS * 5)
    office.call(1)
    await office.clock.advance(59)
    assert office.begun == [0]
    await office.clock.advance(1)
    assert office.begun == [0, 1]
    await office.clock.advance(60)
    assert office.begun == [0, 1, 2]
    await office.close()


async def test_what_was_not_used_is_given_to_the_next() -> None:
    office = Office()
    first = office.call(TOKENS)
    office.call(TOKENS - 20)
    await settled()
    assert office.begun == [0]
    first.used = 20
    first.end.set()
    await settled()
    assert office.begun == [0, 1]
    await office.close()


async def test_what_was_used_beyond_the_estimate_holds_back_the_next() -> None:
    office = Office()
    first = office.call(10)
    await settled()
    first.used = TOKENS
    first.end.set()
    await settled()
    office.call(10)
    await settled()
    assert office.begun == [0]
    await office.close()


async def test_a_paused_model_waits_and_others_do_not() -> None:
    office = Office()
    office.limiter.pause("a", 20)
    office.limiter.pause("a", 5)
    office.call(model="a")
    office.call(model="b")
    await office.clock.advance(19)
    assert office.begun == [1]
    await office.clock.advance(1)
    assert office.begun == [1, 0]
    await office.close()


async def test_a_call_that_is_given_up_while_it_waits_lets_the_next_go() -> None:
    office = Office()
    office.call(60)
    office.call(60)
    office.call(1)
    await settled()
    office.tasks[1].cancel()
    await settled()
    assert office.begun == [0, 2]
    await office.close()


async def test_a_turn_that_comes_in_the_moment_of_giving_up_goes_to_the_next() -> None:
    office = Office(concurrency=1, requests=1, tokens=0)
    first = office.call()
    office.call()
    office.call()
    await office.clock.advance(60)
    first.end.set()
    await asyncio.sleep(0)
    office.tasks[1].cancel()
    await settled()
    assert office.begun == [0, 2]
    await office.close()


async def test_a_call_that_is_given_up_just_before_its_turn_is_passed_over() -> None:
    office = Office(concurrency=1, requests=0, tokens=0)
    first = office.call()
    office.call()
    office.call()
    await settled()
    first.end.set()
    office.tasks[1].cancel()
    await settled()
    assert office.begun == [0, 2]
    await office.close()


@pytest.mark.parametrize("fault", [ValueError, asyncio.CancelledError])
async def test_a_call_that_fails_gives_its_place_back(fault: type[BaseException]) -> None:
    office = Office(concurrency=1, requests=0, tokens=0)
    with pytest.raises(fault):
        async with office.limiter.turn("a", 1):
            raise fault
    office.call()
    await settled()
    assert office.begun == [0]
    await office.close()


CALL = st.tuples(st.just("call"), st.integers(1, TOKENS))
ADVANCE = st.tuples(st.just("advance"), st.sampled_from([0, 1, 7, 29, 30, 59, 60, 61]))
END = st.tuples(st.just("end"), st.integers(0, 30))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 30))
STEP = st.tuples(st.just("step"), st.integers(1, 3))


async def follow(office: Office, moves: Sequence[tuple[str, int]]) -> None:
    for move, number in moves:
        if move == "call":
            office.call(number)
        elif move == "advance":
            await office.clock.advance(number)
        elif move == "step":
            for _ in range(number):
                await asyncio.sleep(0)
        elif office.callers:
            chosen = number % len(office.callers)
            if move == "end":
                office.callers[chosen].end.set()
            else:
                office.tasks[chosen].cancel()


@given(st.lists(st.one_of(CALL, CALL, ADVANCE, END, CANCEL, STEP), max_size=40))
def test_limits_order_and_places_hold_whatever_happens(moves: list[tuple[str, int]]) -> None:
    asyncio.run(scenario(moves))


async def scenario(moves: list[tuple[str, int]]) -> None:
    office = Office()
    await follow(office, moves)
    await settled()
    # Those whose turn comes in the same moment may take it in any order.
    moments = [office.callers[number].begun or 0.0 for number in sorted(office.begun)]
    assert moments == sorted(moments)
    assert office.most <= CONCURRENCY
    for caller in office.callers:
        if caller.begun is not None:
            requests, tokens = spent(office.callers, caller.begun)
            assert requests <= REQUESTS
            assert tokens <= TOKENS
    await all_end(office)
    await office.close()


async def all_end(office: Office) -> None:
    """Whoever is left gets through, which shows that no place was lost and nobody was forgotten."""
    for caller in office.callers:
        caller.end.set()
    await office.clock.advance(60 * (len(office.callers) + 1))
    assert all(task.done() for task in office.tasks)
    last = [office.call() for _ in range(CONCURRENCY)]
    await settled()
    await office.clock.advance(60)
    assert [caller.begun is not None for caller in last] == [True] * CONCURRENCY
