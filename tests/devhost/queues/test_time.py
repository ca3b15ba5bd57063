"""Queue triggers in a time that only the test moves, on the host's own queues."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from devhost import ManualClock
from devhost.queues import QueueService
from devhost.queues.backoff import Backoff
from devhost.queues.options import QueueOptions
from tests.devhost.driving import until
from tests.devhost.queues.driving import QUICK, Consumer, Mailbox

SLOW = replace(QUICK, visibility_timeout=timedelta(seconds=10))


async def pass_time(clock: ManualClock, seconds: float, alarms: int = 1) -> None:
    """Advance, once the listener has looked and sleeps."""
    await until(lambda: clock.pending() >= alarms)
    clock.advance(seconds)


async def look(clock: ManualClock) -> None:
    """Let the listener look once more, and wait until it has."""
    await pass_time(clock, 0.1)
    await until(lambda: clock.pending() == 1)


async def test_a_message_that_failed_waits_for_the_visibility_timeout(
    service: QueueService, own_mail: Mailbox, clock: ManualClock
) -> None:
    consumer = Consumer(own_mail.name)
    consumer.failures = 1
    await own_mail.send("x")
    async with consumer.serve(service.connection_string, SLOW, clock=clock):
        await until(lambda: len(consumer.given) == 1)
        await until(lambda: clock.pending() == 1)
        for _ in range(3):
            await look(clock)
        await pass_time(clock, 9.0)
        await look(clock)
        assert len(consumer.given) == 1
        await pass_time(clock, 1.0)
        await until(lambda: len(consumer.given) == 2)
        await until(own_mail.is_empty)


async def test_a_message_is_hidden_as_long_as_its_function_runs(
    service: QueueService, own_mail: Mailbox, clock: ManualClock
) -> None:
    consumer, other = Consumer(own_mail.name), Consumer(own_mail.name)
    consumer.may_end.clear()
    await own_mail.send("x")
    async with consumer.serve(service.connection_string, clock=clock, function_timeout=None):
        await until(lambda: consumer.running == 1)
        async with other.serve(service.connection_string, clock=clock):
            for _ in range(20):
                # Two listeners and one renewal wait.
                await pass_time(clock, 120.0, alarms=3)
        consumer.may_end.set()
        await until(own_mail.is_empty)
    assert (len(consumer.given), other.given) == (1, [])


async def test_a_message_whose_host_died_comes_again_after_ten_minutes(
    service: QueueService, own_mail: Mailbox, clock: ManualClock
) -> None:
    first, second = Consumer(own_mail.name), Consumer(own_mail.name)
    first.may_end.clear()
    await own_mail.send("x")
    async with first.serve(service.connection_string, clock=clock):
        await until(lambda: first.running == 1)
    async with second.serve(service.connection_string, clock=clock):
        await pass_time(clock, 599)
        await look(clock)
        assert second.given == []
        await pass_time(clock, 1)
        await until(own_mail.is_empty)
    assert [message.dequeue_count for message in second.given] == [2]


async def test_a_message_that_no_host_outlived_goes_to_the_poison_queue(
    service: QueueService, own_mail: Mailbox, clock: ManualClock
) -> None:
    consumer = Consumer(own_mail.name)
    await own_mail.send("x")
    for _ in range(5):
        assert [message async for message in own_mail.client.receive_messages(visibility_timeout=1)]
        clock.advance(1)
    async with consumer.serve(service.connection_string, clock=clock):
        await until(own_mail.is_empty)
    assert consumer.given == []
    assert len(await own_mail.poisoned()) == 1


async def test_a_stopped_host_waits_for_nothing_and_takes_no_more_messages(
    service: QueueService, own_mail: Mailbox, clock: ManualClock
) -> None:
    consumer = Consumer(own_mail.name)
    async with consumer.serve(service.connection_string, clock=clock):
        await until(lambda: clock.pending() == 1)
    assert clock.pending() == 0
    await own_mail.send("x")
    clock.advance(3600)
    await asyncio.sleep(0)
    assert (consumer.given, await own_mail.count()) == ([], 1)


def test_pauses_begin_short_and_about_double_up_to_the_limit() -> None:
    backoff = Backoff(timedelta(seconds=5))
    pauses = [backoff.next().total_seconds() for _ in range(12)]
    assert pauses[0] == 0.1
    for number, pause in enumerate(pauses[1:6]):
        assert 0.1 * (1 + 0.8 * 2**number) <= pause <= 0.1 * (1 + 1.2 * 2**number)
    assert pauses[-1] == 5.0
    backoff.reset()
    assert backoff.next().total_seconds() == 0.1


@pytest.mark.parametrize(("batch", "given", "expected"), [(16, None, 8), (1, None, 0), (16, 3, 3), (16, 0, 0)])
def test_the_threshold_is_half_a_batch_a_processor_unless_told_otherwise(
    batch: int, given: int | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert QueueOptions(batch_size=batch, new_batch_threshold=given).threshold == expected
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert QueueOptions(batch_size=batch, new_batch_threshold=given).threshold == (expected if given else expected * 4)
