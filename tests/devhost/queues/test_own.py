"""The host's way to its own queues and the one through the network come to the same."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from azure.core.exceptions import AzureError

from devhost import ManualClock
from devhost.queues.own import AnyQueue, OwnAccount, account_at
from devhost.queues.remote import RemoteAccount, is_gone
from devhost.queues.service import QueueService
from devhost.queues.store import offer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=["own", "remote"])
async def queue(request: pytest.FixtureRequest, clock: ManualClock) -> AsyncIterator[AnyQueue]:
    async with QueueService(clock) as service:
        own = OwnAccount(service.store)
        account = own if request.param == "own" else RemoteAccount(service.connection_string)
        try:
            yield account.queue("letters")
        finally:
            await account.close()


async def test_what_was_put_is_taken_once_and_again_when_its_time_is_over(queue: AnyQueue, clock: ManualClock) -> None:
    await queue.put("one")
    [first] = await queue.take(16, MINUTE)
    assert (first.content, first.dequeue_count) == ("one", 1)
    assert await queue.take(16, MINUTE) == []
    clock.advance(60)
    [again] = await queue.take(16, MINUTE)
    assert (again.id, again.dequeue_count) == (first.id, 2)
    assert again.inserted_on == first.inserted_on


async def test_a_queue_that_nobody_made_is_empty(queue: AnyQueue) -> None:
    assert await queue.take(16, MINUTE) == []


async def test_a_deleted_message_is_gone(queue: AnyQueue) -> None:
    await queue.put("one")
    [message] = await queue.take(1, MINUTE)
    await queue.delete(message)
    with pytest.raises(AzureError) as raised:
        await queue.delete(message)
    assert is_gone(raised.value)


async def test_a_message_that_another_took_meanwhile_is_no_longer_ours(queue: AnyQueue, clock: ManualClock) -> None:
    await queue.put("one")
    [message] = await queue.take(1, MINUTE)
    clock.advance(60)
    await queue.take(1, MINUTE)
    with pytest.raises(AzureError) as raised:
        await queue.hide(message, MINUTE)
    assert is_gone(raised.value)


async def test_a_message_is_kept_hidden_and_still_deleted_with_its_new_receipt(
    queue: AnyQueue, clock: ManualClock
) -> None:
    await queue.put("one")
    [message] = await queue.take(1, MINUTE)
    clock.advance(30)
    await queue.hide(message, MINUTE)
    clock.advance(59)
    assert await queue.take(1, MINUTE) == []
    await queue.delete(message)


async def test_only_a_store_that_was_offered_is_reached_without_a_network(clock: ManualClock) -> None:
    async with QueueService(clock) as service:
        remote = account_at(service.connection_string)
        offer(service.connection_string, service.store)
        own = account_at(service.connection_string)
        await remote.close()
    assert (type(remote), type(own)) == (RemoteAccount, OwnAccount)
