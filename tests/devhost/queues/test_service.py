"""What a queue service does for its clients: the host's own does as Azurite does."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from azure.core.exceptions import AzureError, HttpResponseError, ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

from devhost import ManualClock
from devhost.queues import QueueService
from tests.devhost.queues.driving import Mailbox


@pytest.fixture
async def queue(mail: Mailbox) -> QueueClient:
    """A queue that is there and empty, on either service."""
    await mail.client.create_queue()
    return mail.client


async def taken(queue: QueueClient, count: int = 32, seconds: int = 60) -> list[QueueMessage]:
    return [message async for message in queue.receive_messages(max_messages=count, visibility_timeout=seconds)]


async def seen(queue: QueueClient) -> list[str]:
    return sorted(message.content for message in await queue.peek_messages(32))


async def refusal(call: Awaitable[Any]) -> tuple[int | None, str]:
    with pytest.raises(HttpResponseError) as caught:
        await call
    code: Any = getattr(caught.value, "error_code", "")
    return caught.value.status_code, str(getattr(code, "value", code))


async def test_a_message_is_taken_as_it_was_put(queue: QueueClient) -> None:
    put = await queue.send_message("<ä & 'b'>\t€")
    (message,) = await taken(queue)
    assert (message.id, message.content, message.dequeue_count) == (put.id, "<ä & 'b'>\t€", 1)
    assert message.pop_receipt != put.pop_receipt


async def test_a_message_that_was_taken_is_not_seen(queue: QueueClient) -> None:
    await queue.send_message("x")
    await taken(queue)
    assert (await taken(queue), await seen(queue)) == ([], [])
    assert (await queue.get_queue_properties()).approximate_message_count == 1


async def test_no_more_messages_are_taken_than_asked_for(queue: QueueClient) -> None:
    for text in "abc":
        await queue.send_message(text)
    assert len(await taken(queue, 2)) == 2
    assert len(await seen(queue)) == 1


async def test_looking_takes_nothing(queue: QueueClient) -> None:
    await queue.send_message("x")
    assert (await seen(queue), await seen(queue)) == (["x"], ["x"])
    (message,) = await taken(queue)
    assert message.dequeue_count == 1


async def test_a_message_can_be_put_so_that_nobody_sees_it_yet(queue: QueueClient) -> None:
    await queue.send_message("x", visibility_timeout=60)
    assert await taken(queue) == []


async def test_a_message_can_be_given_back_with_another_text_or_the_same(queue: QueueClient) -> None:
    await queue.send_message("old")
    (message,) = await taken(queue)
    await queue.update_message(message.id, message.pop_receipt, visibility_timeout=0)
    assert await seen(queue) == ["old"]
    (message,) = await taken(queue)
    await queue.update_message(message.id, message.pop_receipt, content="new", visibility_timeout=0)
    (message,) = await taken(queue)
    assert (message.content, message.dequeue_count) == ("new", 3)


async def test_a_deleted_message_is_gone(queue: QueueClient) -> None:
    await queue.send_message("x")
    (message,) = await taken(queue)
    await queue.delete_message(message.id, message.pop_receipt)
    assert (await queue.get_queue_properties()).approximate_message_count == 0
    assert await refusal(queue.delete_message(message.id, message.pop_receipt)) == (404, "MessageNotFound")


async def test_a_receipt_is_good_until_the_message_is_taken_or_changed_again(queue: QueueClient) -> None:
    await queue.send_message("x")
    (first,) = await taken(queue)
    second = await queue.update_message(first.id, first.pop_receipt, visibility_timeout=0)
    assert await refusal(queue.delete_message(first.id, first.pop_receipt)) == (400, "PopReceiptMismatch")
    (third,) = await taken(queue)
    assert await refusal(queue.update_message(first.id, second.pop_receipt)) == (400, "PopReceiptMismatch")
    await queue.delete_message(third.id, third.pop_receipt)


async def test_a_queue_made_again_is_the_one_that_is_there(queue: QueueClient) -> None:
    await queue.send_message("x")
    with pytest.raises(ResourceExistsError):
        await queue.create_queue()
    assert await seen(queue) == ["x"]


async def test_a_cleared_queue_is_empty(queue: QueueClient) -> None:
    await queue.send_message("x")
    await queue.clear_messages()
    assert (await queue.get_queue_properties()).approximate_message_count == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda queue: queue.send_message("x"),
        lambda queue: queue.peek_messages(),
        lambda queue: queue.get_queue_properties(),
        lambda queue: queue.delete_queue(),
        lambda queue: queue.clear_messages(),
    ],
)
async def test_a_queue_that_is_not_there_is_said_to_be_missing(
    call: Callable[[QueueClient], Awaitable[Any]], mail: Mailbox
) -> None:
    with pytest.raises(ResourceNotFoundError):
        await call(mail.client)


async def test_a_dropped_queue_is_missing(queue: QueueClient) -> None:
    await queue.delete_queue()
    assert await refusal(queue.get_queue_properties()) == (404, "QueueNotFound")


async def test_a_message_over_64_kib_is_refused(queue: QueueClient) -> None:
    await queue.send_message("x" * 64 * 1024)
    status, _ = await refusal(queue.send_message("x" * (64 * 1024 + 1)))
    assert status == 413


@pytest.mark.parametrize("options", [{"visibility_timeout": 8 * 86_400}, {"time_to_live": -2}])
async def test_a_number_out_of_range_is_refused(options: dict[str, int], queue: QueueClient) -> None:
    assert (await refusal(queue.send_message("x", **options)))[0] == 400


async def test_a_name_that_cannot_be_is_refused(mail: Mailbox) -> None:
    assert (await refusal(mail.service.create_queue("Capital")))[0] == 400


async def test_a_hidden_message_is_seen_when_its_time_is_over(own_mail: Mailbox, clock: ManualClock) -> None:
    queue = own_mail.client
    await queue.create_queue()
    await queue.send_message("x", visibility_timeout=5)
    clock.advance(4.9)
    assert await seen(queue) == []
    clock.advance(0.1)
    (message,) = await taken(queue, seconds=30)
    clock.advance(29.9)
    assert await seen(queue) == []
    clock.advance(0.1)
    assert [message.dequeue_count for message in await taken(queue)] == [2]
    assert await refusal(queue.delete_message(message.id, message.pop_receipt)) == (400, "PopReceiptMismatch")


async def test_a_message_expires(own_mail: Mailbox, clock: ManualClock) -> None:
    queue = own_mail.client
    await queue.create_queue()
    await queue.send_message("short", time_to_live=10)
    await queue.send_message("week")
    await queue.send_message("ever", time_to_live=-1)
    clock.advance(10)
    assert await seen(queue) == ["ever", "week"]
    clock.advance(7 * 86_400)
    assert await seen(queue) == ["ever"]


async def test_what_the_own_service_lacks_it_says(own_mail: Mailbox) -> None:
    with pytest.raises(AzureError, match="run Azurite"):
        await own_mail.client.set_queue_metadata({"a": "b"})


async def test_nobody_finds_the_own_service_who_was_not_told_its_account(
    service: QueueService, http: aiohttp.ClientSession
) -> None:
    address = service.connection_string.rpartition("QueueEndpoint=")[2]
    for guess in ("devstoreaccount1", "devhost"):
        async with http.put(f"{address.rpartition('/')[0]}/{guess}/queue") as response:
            assert response.status == 404
