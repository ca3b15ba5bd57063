"""A message's JSON, and its limit."""

import json

from shared.errors import MessageTooLargeError
from shared.ports.queue import MAX_MESSAGE_BYTES, JsonMessage


def encode(message: JsonMessage) -> str:
    """The message as JSON.

    Raises:
        MessageTooLargeError: over MAX_MESSAGE_BYTES of UTF-8.
        ValueError: it holds what JSON does not know.
    """
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    size = len(text.encode())
    if size > MAX_MESSAGE_BYTES:
        raise MessageTooLargeError(
            f"The message has {size:,} bytes, more than the {MAX_MESSAGE_BYTES:,} a queue takes: "
            "send ids, not documents."
        )
    return text
