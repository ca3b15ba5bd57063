"""What a queue function is given for a message, as the worker makes it."""

import base64
import binascii
from typing import Any

from azure.functions.decorators.core import DataType
from azure.functions.queue import QueueMessage as TriggerMessage
from azure.storage.queue import QueueMessage

from devhost.functions import AppFunction


class UndecodableError(Exception):
    """A message that is not encoded as host.json says."""


def decoded(text: str, encoding: str) -> bytes:
    """A message's content.

    Raises:
        UndecodableError: it is no base64 where base64 is expected.
    """
    if encoding == "none":
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UndecodableError(str(error)) from error


def argument(function: AppFunction, message: QueueMessage, content: bytes) -> Any:
    """The text, where the function says `str` or `bytes` (binary where its decorator says so); else the message."""
    body: str | bytes = content
    if function.trigger.data_type != DataType.BINARY.value:
        body = content.decode(errors="replace")
    if function.hints.get(function.trigger.name) in (str, bytes):
        return body
    return TriggerMessage(  # type: ignore[no-untyped-call]
        id=message.id,
        body=body,
        dequeue_count=message.dequeue_count,
        expiration_time=message.expires_on,
        insertion_time=message.inserted_on,
        time_next_visible=message.next_visible_on,
        pop_receipt=message.pop_receipt,
    )
