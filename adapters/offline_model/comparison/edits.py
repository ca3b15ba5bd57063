"""The places where two sentences differ, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.language.tokens import Token, TokenKind

MAX_GAP = 1
"""Equal words between two edits that still make one edit of them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an edit: tokens `first` up to `last` (exclusive) of a sentence."""

    sentence: Sentence
    first: int
    last: int

    @classmethod
    def of(cls, sentence: Sentence) -> "Side":
        """The whole sentence."""
        return cls(sentence, 0, len(sentence.tokens))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens that differ."""
        return self.sentence.tokens[self.first : self.last]

    @property
    def norms(self) -> frozenset[str]:
        """What they mean."""
        return frozenset(token.norm for token in self.tokens)

    def quote(self, around: int = 0) -> str:
        """The words as printed, with up to `around` tokens on either side."""
        tokens = self.sentence.tokens
        first, last = max(0, self.first - around), min(len(tokens), self.last + around)
        if first >= last:
            return ""
        end = tokens[last - 1].end
        text = self.sentence.text
        if end < len(text) and text[end] in ")%":
            end += 1
        return text[tokens[first].start : end]

    def facts(self, kind: TokenKind) -> list[Token]:
        """The tokens of one kind, in order."""
        return [token for token in self.tokens if token.kind == kind]


@dataclass(frozen=True, slots=True)
class Edit:
    """What the standard says at one place and what the contract says there; one side may be empty."""

    standard: Side
    contract: Side


def edits_between(standard: Sentence, contract: Sentence) -> list[Edit]:
    """The differences in reading order; neighbours a word apart are one edit."""
    spans: list[list[int]] = []
    for tag, i, i_end, j, j_end in _opcodes(standard.norms, contract.norms):
        if tag == "equal":
            continue
        if spans and i - spans[-1][1] <= MAX_GAP and j - spans[-1][3] <= MAX_GAP:
            spans[-1][1], spans[-1][3] = i_end, j_end
        else:
            spans.append([i, i_end, j, j_end])
    return [Edit(Side(standard, i, i_end), Side(contract, j, j_end)) for i, i_end, j, j_end in spans]


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return [(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in Indel.opcodes(one, other)]
