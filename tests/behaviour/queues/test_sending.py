import asyncio
from typing import Any

import pytest

from shared.errors import MessageTooLargeError
from shared.ports.queue import MAX_MESSAGE_BYTES, JsonMessage
from tests.behaviour.queues.senders import Sender
from tests.storage_servers import unused_name

EMPTY_BYTES = len('{"text":""}')


def numbers(messages: list[JsonMessage]) -> list[int]:
    """In order of size, since a queue promises none of its own."""
    return sorted(message["number"] for message in messages)


async def test_a_message_arrives_as_it_was_sent(sender: Sender, name: str) -> None:
    message = {"job_id": "job_ä€😀", "counts": [1, 2.5, None, True], "at": {"nested": "<&>\"'\n"}, "": ""}
    await sender.queue(name).send(message)
    assert await sender.sent(name) == [message]


async def test_nothing_is_in_a_queue_that_nothing_was_sent_to(sender: Sender, name: str) -> None:
    sender.queue(name)
    assert await sender.sent(name) == []


async def test_messages_sent_at_once_to_a_queue_that_is_not_there_all_arrive(sender: Sender, name: str) -> None:
    queue = sender.queue(name)
    await asyncio.gather(*(queue.send({"number": number}) for number in range(20)))
    assert numbers(await sender.sent(name)) == list(range(20))


async def test_the_same_message_may_be_sent_twice(sender: Sender, name: str) -> None:
    for _ in range(2):
        await sender.queue(name).send({"number": 7})
    assert numbers(await sender.sent(name)) == [7, 7]


async def test_queues_do_not_mix(sender: Sender, name: str) -> None:
    other = unused_name("other")
    await sender.queue(name).send({"number": 1})
    await sender.queue(other).send({"number": 2})
    assert (numbers(await sender.sent(name)), numbers(await sender.sent(other))) == ([1], [2])


async def test_a_message_changed_after_it_was_sent_stays_as_it_was(sender: Sender, name: str) -> None:
    message = {"number": 1}
    await sender.queue(name).send(message)
    message["number"] = 2
    assert numbers(await sender.sent(name)) == [1]


@pytest.mark.parametrize("letter", ["a", "ä", "€"])
async def test_a_message_of_the_greatest_size_in_utf_8_arrives(sender: Sender, name: str, letter: str) -> None:
    room = MAX_MESSAGE_BYTES - EMPTY_BYTES
    text = letter * (room // len(letter.encode()))
    text += "a" * (room - len(text.encode()))
    await sender.queue(name).send({"text": text})
    assert await sender.sent(name) == [{"text": text}]


@pytest.mark.parametrize("letter", ["a", "ä"])
async def test_a_message_over_it_is_refused_and_nothing_is_sent(sender: Sender, name: str, letter: str) -> None:
    count = (MAX_MESSAGE_BYTES - EMPTY_BYTES) // len(letter.encode()) + 1
    with pytest.raises(MessageTooLargeError, match="send ids, not documents"):
        await sender.queue(name).send({"text": letter * count})
    assert await sender.sent(name) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
async def test_what_json_does_not_know_is_refused(sender: Sender, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogates"):
        await sender.queue(name).send({"value": value})
    assert await sender.sent(name) == []


async def test_a_queue_tells_how_much_waits_in_it(sender: Sender, name: str) -> None:
    queue = sender.queue(name)
    assert (await queue.depth()).messages == 0
    for number in range(3):
        await queue.send({"number": number})
    depth = await queue.depth()
    assert depth.messages == 3
    assert depth.oldest_seconds is None or 0 <= depth.oldest_seconds < 60
