"""Where two texts differ, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel, Opcode

MAX_CELLS = 150_000_000
"""Words of the one text times words of the other that are compared at once: 20 MB and a few hundredths of a second."""

_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"(?:^\s+)?(?:[{_EAST_ASIAN}]|[^\W{_EAST_ASIAN}]+|[^\w\s])\s*|^\s+$")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013\u2014", "''\"\"----")
_SENTENCE_ENDS = frozenset(".;:!?\u3002")
_SMALL_GAP = 2
"""So few equal words between two longer changes are a part of the change: nobody reads past them."""


class Mark(StrEnum):
    """What a stretch of a text is, seen beside the other."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Differences:
    """Two texts as runs; the runs of each, joined, are the text itself."""

    left: tuple[Run, ...]
    right: tuple[Run, ...]

    @property
    def likeness(self) -> float:
        """The share of both texts that is the same, by characters: 0 to 1."""
        runs = [*self.left, *self.right]
        total = sum(len(run.text) for run in runs)
        return sum(len(run.text) for run in runs if run.mark is Mark.SAME) / total if total else 1.0


_Span = tuple[bool, int, int, int, int]
"""Whether equal, and from where to where in each of two sequences."""


def word_differences(left: str, right: str) -> Differences:
    """Both texts with what differs marked: words and signs, whatever space and kind of quotes they stand in.

    The time grows with the product of the lengths only up to MAX_CELLS: beyond, sentences are compared first, then
    the words of those that differ; and what is longer still counts as changed altogether.
    """
    ours, theirs = _words(left), _words(right)
    spans = _joined(_widened(_compared(ours, theirs)))
    return Differences(tuple(_runs(ours, spans, Mark.REMOVED)), tuple(_runs(theirs, spans, Mark.ADDED, side=3)))


def _words(text: str) -> list[str]:
    """The text cut before every word and every sign; white space stays with what it follows."""
    return _WORD.findall(text)


def _key(part: str) -> str:
    """What two parts are compared by: capitals throughout are a way of printing, a capital in front is not."""
    return " ".join(_as_written(word) for word in part.translate(_QUOTES).split())


def _as_written(word: str) -> str:
    return word.title() if len(word) > 1 and word.isupper() else word


def _compared(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Span]:
    if len(ours) * len(theirs) <= MAX_CELLS:
        yield from _aligned(ours, theirs)
        return
    our_sentences, their_sentences = _sentences(ours), _sentences(theirs)
    if len(our_sentences) * len(their_sentences) > MAX_CELLS:
        yield False, 0, len(ours), 0, len(theirs)
        return
    our_starts, their_starts = _starts(our_sentences), _starts(their_sentences)
    for equal, a, b, c, d in _joined(_aligned(_texts(our_sentences), _texts(their_sentences))):
        i, j, m, n = our_starts[a], our_starts[b], their_starts[c], their_starts[d]
        if equal or (j - i) * (n - m) > MAX_CELLS:
            yield equal, i, j, m, n
        else:
            yield from _shifted(_aligned(ours[i:j], theirs[m:n]), i, m)


def _shifted(spans: Iterator[_Span], left: int, right: int) -> Iterator[_Span]:
    for equal, a, b, c, d in spans:
        yield equal, a + left, b + left, c + right, d + right


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Span]:
    opcodes: Sequence[Opcode] = list(Indel.opcodes([_key(part) for part in ours], [_key(part) for part in theirs]))
    for code in opcodes:
        yield code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end


def _sentences(words: Sequence[str]) -> list[Sequence[str]]:
    """The words in groups that end where a sentence or a line does."""
    groups: list[Sequence[str]] = []
    start = 0
    for place, word in enumerate(words):
        if "\n" in word or (word.strip() in _SENTENCE_ENDS and word[-1:].isspace()):
            groups.append(words[start : place + 1])
            start = place + 1
    return groups + ([words[start:]] if start < len(words) else [])


def _texts(sentences: Sequence[Sequence[str]]) -> list[str]:
    return ["".join(sentence) for sentence in sentences]


def _starts(sentences: Sequence[Sequence[str]]) -> list[int]:
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence))
    return starts


def _joined(spans: Iterator[_Span]) -> list[_Span]:
    """Neighbours of one kind as one."""
    joined: list[_Span] = []
    for span in spans:
        if joined and joined[-1][0] == span[0]:
            equal, a, _, c, _ = joined.pop()
            joined.append((equal, a, span[2], c, span[4]))
        else:
            joined.append(span)
    return joined


def _widened(spans: Iterator[_Span]) -> Iterator[_Span]:
    """The same with small gaps between longer changes as changes."""
    all_spans = _joined(spans)
    for place, (equal, a, b, c, d) in enumerate(all_spans):
        between = 0 < place < len(all_spans) - 1
        small = b - a <= _SMALL_GAP and between and all(_words_in(all_spans[n]) > b - a for n in (place - 1, place + 1))
        yield equal and not small, a, b, c, d


def _words_in(span: _Span) -> int:
    _, a, b, c, d = span
    return max(b - a, d - c)


def _runs(words: Sequence[str], spans: Sequence[_Span], changed: Mark, side: int = 1) -> Iterator[Run]:
    for span in spans:
        text = "".join(words[span[side] : span[side + 1]])
        told = "" if span[0] else text.rstrip()
        yield from (run for run in (Run(told, changed), Run(text[len(told) :])) if run.text)
