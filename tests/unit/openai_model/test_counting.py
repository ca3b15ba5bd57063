from collections import Counter

from adapters.openai_model.counting import PromptCounter
from shared.ports.model import Message


class CountingCounter:
    """The port `TokenCounter`: words, and how often each text was counted."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def count(self, text: str) -> int:
        self.counted[text] += 1
        return len(text.split())


LONG = "word " * 1_000


async def test_a_long_text_that_comes_again_is_counted_once() -> None:
    counter = CountingCounter()
    prompts = PromptCounter(counter)
    for contract in ("One.", "Another one."):
        tokens = await prompts.count([Message("user", LONG), Message("user", contract)])
        assert tokens == 1_000 + len(contract.split()) + 8
    assert counter.counted[LONG] == 1


async def test_texts_are_forgotten_when_there_are_many() -> None:
    counter = CountingCounter()
    prompts = PromptCounter(counter)
    await prompts.count([Message("user", LONG)])
    for n in range(300):
        await prompts.count([Message("user", f"{LONG}{n}")])
    await prompts.count([Message("user", LONG)])
    assert counter.counted[LONG] == 2
