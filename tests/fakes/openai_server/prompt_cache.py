"""The provider's cache of prompts, and the tokens that it counts."""

import hashlib

from shared.ports.text_extraction import TokenCounter
from tests.fakes.openai_server.wire import WireMessage

_MESSAGE_TOKENS = 4


class PromptCache:
    """Remembers beginnings of prompts, message by message, for as long as it lives.

    As the provider's: a beginning is found from `smallest` tokens on, and counted in steps of `step`.
    """

    def __init__(self, counter: TokenCounter, *, smallest: int = 1_024, step: int = 128) -> None:
        self._counter = counter
        self._smallest = smallest
        self._step = step
        self._seen: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def count(self, text: str) -> int:
        if text not in self._counts:
            self._counts[text] = self._counter.count(text)
        return self._counts[text]

    def read(self, model: str, messages: list[WireMessage]) -> tuple[int, int]:
        """The tokens of a prompt, and how many of them were there before."""
        digest = hashlib.sha256(model.encode())
        tokens = cached = 0
        for message in messages:
            tokens += self.count(message.content) + _MESSAGE_TOKENS
            digest.update(f"\x00{message.role}\x00{message.content}".encode())
            beginning = digest.hexdigest()
            cached = tokens if beginning in self._seen else cached
            self._seen[beginning] = tokens
        return tokens, cached // self._step * self._step if cached >= self._smallest else 0
