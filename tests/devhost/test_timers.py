import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import azure.durable_functions as df
import azure.functions as func
import pytest

from devhost import Host, HostOptions, ManualClock, StartError
from devhost.schedules import ScheduleError, parse_schedule
from tests.devhost.driving import until

START = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)


class Diary:
    """A timer function that notes its calls, and can be held in one."""

    def __init__(self, schedule: str, *, run_on_startup: bool = False, fails: bool = False) -> None:
        self.calls: list[tuple[datetime, bool]] = []
        self.clock = ManualClock(START)
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.when_done: Callable[[], None] = lambda: None
        self.app = df.DFApp()

        async def tick(timer: func.TimerRequest) -> None:
            self.calls.append((self.clock.now(), timer.past_due))
            await self.may_end.wait()
            self.when_done()
            if fails:
                raise RuntimeError("the timer is broken")

        decorate: Any = self.app.timer_trigger(arg_name="timer", schedule=schedule, run_on_startup=run_on_startup)
        decorate(tick)

    def serve(self) -> Host:
        return Host(self.app, clock=self.clock, options=HostOptions(shutdown_grace=0.1))

    async def pass_time(self, seconds: float) -> None:
        """Advance once the timer sleeps, and let it run."""
        await until(lambda: self.clock.pending() > 0)
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    async def called(self, times: int) -> None:
        await until(lambda: len(self.calls) == times)


async def test_a_timer_runs_at_the_moments_of_its_schedule() -> None:
    diary = Diary("0 */5 * * * *")
    async with diary.serve():
        await diary.pass_time(269)
        assert diary.calls == []
        await diary.pass_time(1)
        await diary.called(1)
        await diary.pass_time(300)
        await diary.called(2)
    assert [moment.minute for moment, _ in diary.calls] == [5, 10]
    assert not any(past_due for _, past_due in diary.calls)


async def test_a_timer_may_run_at_the_start() -> None:
    diary = Diary("0 0 0 1 1 *", run_on_startup=True)
    async with diary.serve():
        await diary.called(1)


async def test_a_timer_never_overlaps_itself_and_skips_what_it_missed() -> None:
    diary = Diary("*/10 * * * * *")
    async with diary.serve():
        diary.may_end.clear()
        await diary.pass_time(10)
        await diary.called(1)
        diary.clock.advance(25)
        assert len(diary.calls) == 1
        diary.may_end.set()
        await diary.pass_time(5)
        await diary.called(2)
    assert [moment.second for moment, _ in diary.calls] == [40, 10]


async def test_a_timer_that_wakes_late_is_told_so() -> None:
    diary = Diary("00:01:00")
    async with diary.serve():
        await until(lambda: diary.clock.pending() > 0)
        # Everything that is due rings before the timer's own task gets to run, as after a machine's sleep.
        diary.clock.advance(90)
        await diary.called(1)
    assert diary.calls == [(START + timedelta(seconds=90), True)]


async def test_a_timer_that_fails_runs_again() -> None:
    diary = Diary("00:01:00", fails=True)
    async with diary.serve():
        for times in (1, 2):
            await diary.pass_time(60)
            await diary.called(times)


async def test_a_timer_that_runs_at_shutdown_may_end_and_runs_no_more() -> None:
    diary = Diary("00:01:00")
    ended = asyncio.Event()
    async with diary.serve():
        diary.may_end.clear()
        await diary.pass_time(60)
        await diary.called(1)
        asyncio.get_running_loop().call_later(0.01, diary.may_end.set)
        diary.when_done = ended.set
    assert ended.is_set()
    assert diary.clock.pending() == 0


@pytest.mark.parametrize(
    ("schedule", "moments"),
    [
        ("0 */5 * * * *", ["12:05:00", "12:10:00"]),
        ("*/5 * * * *", ["12:05:00", "12:10:00"]),
        ("15,45 * * * * *", ["12:00:45", "12:01:15"]),
        ("0 30 9-10 * * MON-FRI", ["09:30:00", "10:30:00"]),
        ("0 0 8 * JAN Mon", ["08:00:00", "08:00:00"]),
        ("01:30:00", ["13:30:30", "15:00:30"]),
    ],
)
def test_a_schedule_is_read_as_the_functions_host_reads_it(schedule: str, moments: list[str]) -> None:
    due, moment = parse_schedule(schedule), START
    for expected in moments:
        moment = due(moment)
        assert f"{moment:%H:%M:%S}" == expected


def test_a_schedule_may_come_from_an_app_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERY_HOUR", "0 0 * * * *")
    assert parse_schedule("%EVERY_HOUR%")(START).hour == 13


@pytest.mark.parametrize("schedule", ["whenever", "61 * * * * *", "0 0 0 31 2 *", "00:00:00", "%NOT_SET_ANYWHERE%"])
def test_a_schedule_that_cannot_be_read_is_refused(schedule: str) -> None:
    with pytest.raises(ScheduleError, match="its schedule"):
        parse_schedule(schedule)


def test_a_timer_with_such_a_schedule_stops_the_start() -> None:
    with pytest.raises(StartError, match="Function 'tick': its schedule 'whenever' cannot be read"):
        Host(Diary("whenever").app)
