"""Queue triggers, on Azurite and on the host's own queues."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import azure.functions as func
import pytest

from tests.devhost.driving import until
from tests.devhost.queues.driving import QUICK, Consumer, Mailbox, encoded


async def test_a_message_is_given_to_the_function_and_then_deleted(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    await mail.send('{"job": "ä"}')
    async with consumer.serve(storage):
        await until(mail.is_empty)
    (message,) = consumer.given
    assert message.get_json() == {"job": "ä"}
    assert message.get_body() == '{"job": "ä"}'.encode()
    assert (message.dequeue_count, consumer.ended) == (1, 1)
    assert len(message.id) == 36
    assert message.pop_receipt


async def test_a_message_says_when_it_came_and_when_it_expires(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    await mail.send("x")
    async with consumer.serve(storage):
        await until(mail.is_empty)
    (message,) = consumer.given
    assert abs(datetime.now(UTC) - message.insertion_time) < timedelta(seconds=30)
    assert message.expiration_time - message.insertion_time == timedelta(days=7)
    assert abs(message.time_next_visible - message.insertion_time - timedelta(minutes=10)) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("annotation", "trigger", "given"),
    [
        (str, {}, "ä"),
        (bytes, {}, "ä"),
        (bytes, {"data_type": func.DataType.BINARY}, "ä".encode()),
    ],
)
async def test_a_function_may_ask_for_the_text_alone(
    annotation: Any, trigger: dict[str, Any], given: Any, storage: str, mail: Mailbox
) -> None:
    consumer = Consumer(mail.name, annotation, **trigger)
    await mail.send("ä")
    async with consumer.serve(storage):
        await until(mail.is_empty)
    assert consumer.given == [given]


async def test_a_queue_that_is_not_there_is_waited_for(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    async with consumer.serve(storage):
        await asyncio.sleep(0.15)
        assert not await mail.exists()
        await mail.send("x")
        await until(mail.is_empty)
    assert consumer.ended == 1


async def test_a_message_that_fails_comes_again(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.failures = 2
    await mail.send("x")
    async with consumer.serve(storage):
        await until(mail.is_empty)
    assert [message.dequeue_count for message in consumer.given] == [1, 2, 3]
    assert await mail.poisoned() == []


async def test_a_message_that_always_fails_goes_to_the_poison_queue(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.failures = 99
    await mail.send("first")
    async with consumer.serve(storage, replace(QUICK, max_dequeue_count=3)):
        await until(mail.is_empty)
    assert [message.dequeue_count for message in consumer.given] == [1, 2, 3]
    assert await mail.poisoned() == [encoded("first")]


async def test_others_are_worked_off_meanwhile(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.failures = 1
    await mail.send("a", "b", "c")
    async with consumer.serve(storage, replace(QUICK, visibility_timeout=timedelta(seconds=1))):
        await until(lambda: consumer.ended == 2)
        assert len(consumer.given) == 3
        await until(mail.is_empty)
    assert len(consumer.given) == 4


@pytest.mark.parametrize("text", ['{"plain": "text"}', "good, text", "abc"])
async def test_what_is_not_base64_goes_to_the_poison_queue_at_once_and_as_it_is(
    text: str, storage: str, mail: Mailbox
) -> None:
    consumer = Consumer(mail.name)
    await mail.send("good")
    await mail.client.send_message(text)
    async with consumer.serve(storage):
        await until(mail.is_empty)
    assert [message.get_body() for message in consumer.given] == [b"good"]
    assert await mail.poisoned() == [text]


async def test_base64_may_be_broken_into_lines(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    await mail.client.create_queue()
    await mail.client.send_message(" ".join(encoded("some text")) + "\n")
    async with consumer.serve(storage):
        await until(mail.is_empty)
    assert [message.get_body() for message in consumer.given] == [b"some text"]


async def test_plain_text_is_read_where_host_json_says_so(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    await mail.client.create_queue()
    await mail.client.send_message('{"plain": "<ä>"}')
    async with consumer.serve(storage, replace(QUICK, encoding="none")):
        await until(mail.is_empty)
    assert [message.get_json() for message in consumer.given] == [{"plain": "<ä>"}]


async def test_a_message_of_a_poison_queue_that_fails_is_not_tried_at_once_again(storage: str, mail: Mailbox) -> None:
    mail.name += "-poison"
    consumer = Consumer(mail.name)
    consumer.failures = 99
    await mail.send("x")
    async with consumer.serve(storage):
        await until(lambda: len(consumer.given) == 1 and consumer.running == 0)
        await mail.send("y")
        await until(lambda: len(consumer.given) == 2)
    assert [message.get_body() for message in consumer.given] == [b"x", b"y"]
    assert (await mail.count(), await mail.poisoned()) == (2, [])


async def test_a_batch_runs_at_once_and_the_next_when_enough_of_it_is_done(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send(*map(str, range(10)))
    async with consumer.serve(storage, replace(QUICK, batch_size=4, new_batch_threshold=0)):
        await until(lambda: consumer.running == 4)
        await asyncio.sleep(0.2)
        assert len(consumer.given) == 4
        consumer.may_end.set()
        await until(mail.is_empty)
    assert (consumer.ended, consumer.peak) == (10, 4)


async def test_more_are_taken_before_a_batch_is_done_down_to_the_threshold(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send(*map(str, range(10)))
    async with consumer.serve(storage, replace(QUICK, batch_size=4, new_batch_threshold=4)):
        await until(lambda: consumer.running == 8)
        await asyncio.sleep(0.2)
        assert consumer.running == 8
        consumer.may_end.set()
        await until(mail.is_empty)


async def test_a_function_that_runs_too_long_fails_and_its_message_comes_again(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send("x")
    async with consumer.serve(storage, function_timeout=timedelta(seconds=0.1)):
        await until(lambda: len(consumer.given) == 2)
        consumer.may_end.set()
        await until(mail.is_empty)
    assert [message.dequeue_count for message in consumer.given][:2] == [1, 2]


async def test_a_function_that_runs_when_the_host_stops_may_end(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send("x")
    async with consumer.serve(storage):
        await until(lambda: consumer.running == 1)
        asyncio.get_running_loop().call_later(0.05, consumer.may_end.set)
    assert consumer.ended == 1
    assert await mail.is_empty()


async def test_a_message_whose_function_is_cut_off_stays(storage: str, mail: Mailbox) -> None:
    consumer = Consumer(mail.name)
    consumer.may_end.clear()
    await mail.send("x")
    async with consumer.serve(storage):
        await until(lambda: consumer.running == 1)
    assert (consumer.running, consumer.ended) == (0, 0)
    assert (await mail.count(), await mail.poisoned()) == (1, [])


async def test_a_plain_function_is_given_its_messages_too(storage: str, mail: Mailbox) -> None:
    app = func.FunctionApp()
    given: list[Any] = []

    def consume(message: func.QueueMessage) -> None:
        given.append(json.loads(message.get_body()))

    decorate: Any = app.queue_trigger(
        arg_name="message", queue_name=mail.name.upper(), connection="Storage"
    )  # the real host makes names small, and knows settings without their prefix
    decorate(consume)
    consumer = Consumer(mail.name)
    consumer.app = app
    await mail.send("[1]")
    async with consumer.serve(storage):
        await until(mail.is_empty)
    assert given == [[1]]
