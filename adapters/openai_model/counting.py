"""How many tokens a question takes, before it is asked."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence

from shared.ports.model import Message
from shared.ports.text_extraction import TokenCounter

_KEPT = 256
_SHORT_CHARACTERS = 2_000
"""Counted at once; longer texts are counted in a thread and remembered, for the standard comes again and again."""

_MESSAGE_TOKENS = 4
"""What the provider adds for the frame of a message."""


class PromptCounter:
    """Counts the tokens of messages and remembers those of long ones by their hash."""

    def __init__(self, counter: TokenCounter) -> None:
        self._counter = counter
        self._known: OrderedDict[bytes, int] = OrderedDict()

    async def count(self, messages: Sequence[Message]) -> int:
        """The tokens of a prompt."""
        counts = [await self._of_text(message.content) for message in messages]
        return sum(counts) + _MESSAGE_TOKENS * len(counts)

    async def _of_text(self, text: str) -> int:
        if len(text) <= _SHORT_CHARACTERS:
            return self._counter.count(text)
        digest = hashlib.sha256(text.encode()).digest()
        known = self._known.get(digest)
        tokens = await asyncio.to_thread(self._counter.count, text) if known is None else known
        self._known[digest] = tokens
        self._known.move_to_end(digest)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return tokens
