"""TF-IDF weights of words and the similarity of the texts they describe."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Vector = dict[str, float]
"""Word to weight; of length 1 unless empty."""


class Weights:
    """Inverse document frequencies of a set of texts, each given as its words.

    A word's weight is `ln((N + 1) / (n + 1)) + 1` for n of the N texts that have it.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        frequency = Counter(word for words in texts for word in set(words))
        self._unseen = math.log(len(texts) + 1) + 1.0
        self._weights = {word: self._unseen - math.log(count + 1) for word, count in frequency.items()}

    def weight(self, word: str) -> float:
        """How telling a word is; a word never seen weighs most."""
        return self._weights.get(word, self._unseen)

    def vector(self, words: Iterable[str]) -> Vector:
        """Words as a vector of length 1, repetitions damped by 1 + ln(count)."""
        raw = {word: (1.0 + math.log(n)) * self.weight(word) for word, n in Counter(words).items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {word: value / length for word, value in raw.items()} if length else {}

    def share(self, words: Iterable[str], among: Mapping[str, float] | frozenset[str]) -> float:
        """What part of the weight of `words` (each counted once) is `among`; 0.0 for no words."""
        found = total = 0.0
        for word in dict.fromkeys(words):  # not a set: the order of a sum must not change between processes
            weight = self.weight(word)
            total += weight
            found += weight if word in among else 0.0
        return found / total if total else 0.0


def cosine(one: Vector, other: Vector) -> float:
    """Cosine similarity of two unit vectors, 0.0 to 1.0."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other.get(word, 0.0) for word, value in one.items())
