"""Requests go first, and nothing else is forgotten for them."""

import asyncio
from collections.abc import Callable

from devhost.precedence import Precedence

SHORT = 0.005
LONG = 5.0
LATE_AT_ONCE = 0.0


def noting(done: list[str], *names: str) -> list[Callable[[], None]]:
    return [lambda name=name: done.append(name) for name in names]  # type: ignore[misc]


async def until(reached: Callable[[], bool], seconds: float = LONG) -> None:
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.001)


async def test_a_step_is_done_soon_and_not_at_once_while_no_request_waits() -> None:
    precedence, done = Precedence(), list[str]()
    precedence.soon(*noting(done, "turn"))
    assert done == []
    await until(lambda: done == ["turn"])


async def test_steps_come_between_requests_that_are_not_late() -> None:
    precedence, done = Precedence(patience=LONG, share=0.0), list[str]()
    with precedence.request():
        for step in noting(done, "first", "second", "third"):
            precedence.soon(step)
        seen = []
        for _ in range(6):
            await asyncio.sleep(0)
            seen.append(len(done))
    assert done == ["first", "second", "third"]
    assert {1, 2} <= set(seen), "without a share of a pass each has one of its own"


async def test_short_steps_share_a_pass_of_the_loop_while_no_request_is_late() -> None:
    precedence, done = Precedence(patience=LONG, share=LONG), list[str]()
    with precedence.request():
        for step in noting(done, "first", "second", "third"):
            precedence.soon(step)
        seen = set()
        for _ in range(6):
            await asyncio.sleep(0)
            seen.add(len(done))
    assert seen <= {0, 3}
    assert done == ["first", "second", "third"]


async def test_who_passes_works_before_the_next_one_passes() -> None:
    precedence, done = Precedence(patience=LONG, share=LONG), list[int]()

    async def work(number: int) -> None:
        await precedence.passed()
        done.append(number)

    with precedence.request():
        working = [asyncio.create_task(work(number)) for number in range(5)]
        seen = set()
        while not all(task.done() for task in working):
            await asyncio.sleep(0)
            seen.add(len(done))
    assert seen >= {1, 2, 3, 4, 5}


async def test_steps_wait_for_the_answer_to_a_late_request_and_keep_their_order() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    with precedence.request() as answered:
        for step in noting(done, "first", "second", "third"):
            precedence.soon(step)
        for _ in range(10):
            await asyncio.sleep(0)
        assert done == []
        answered()
        for _ in range(4):
            await asyncio.sleep(0)
        assert done == ["first", "second", "third"]


async def test_a_request_that_ends_without_an_answer_holds_nothing_up() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    with precedence.request():
        precedence.soon(*noting(done, "turn"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == ["turn"]


async def test_steps_go_on_one_by_one_however_many_requests_come() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    for step in noting(done, *(str(number) for number in range(5))):
        precedence.soon(step)
    requests = [precedence.request()]
    requests[0].__enter__()
    until_done = asyncio.create_task(until(lambda: len(done) == 5))
    while not until_done.done():
        requests.append(precedence.request())
        requests[-1].__enter__()
        requests.pop(0).__exit__(None, None, None)
        await asyncio.sleep(0)
    await until_done
    assert done == ["0", "1", "2", "3", "4"]


async def test_a_request_that_is_not_answered_for_long_counts_no_more() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    loop = asyncio.get_running_loop()
    with precedence.request():
        await asyncio.sleep(0.15)
        began = loop.time()
        for step in noting(done, *(str(number) for number in range(50))):
            precedence.soon(step)
        await until(lambda: len(done) == 50)
    assert loop.time() - began < 0.4, "fifty steps at one in ten milliseconds would take half a second"


async def test_a_cancelled_step_is_not_done_and_those_behind_it_are() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    with precedence.request():
        first, *_ = [precedence.soon(step) for step in noting(done, "first", "second")]
        first.cancel()
    await until(lambda: bool(done))
    assert done == ["second"]


async def test_a_step_that_fails_does_not_stop_those_behind_it() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()

    def fail() -> None:
        raise OSError("This step is broken.")

    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    with precedence.request():
        precedence.soon(fail)
        precedence.soon(*noting(done, "second"))
    await until(lambda: done == ["second"])
    assert [type(error) for error in told] == [OSError]


async def test_who_passes_after_steps_has_waited_for_them() -> None:
    precedence, done = Precedence(LATE_AT_ONCE), list[str]()
    with precedence.request():
        precedence.soon(*noting(done, "turn"))
        passing = asyncio.create_task(precedence.passed())
        await asyncio.sleep(SHORT)
    await passing
    assert done == ["turn"]
