"""What differs between the two sides of a pair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.report.model import Pair, Passage
from shared.domain.report.text import printable
from shared.domain.word_differences import Run, word_differences

ALIKE = 0.4
"""The share of both sides that must be the same for marks to say anything."""

OTHER_WORDS = "The clauses are drafted in different words throughout, so that single words are not marked."
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Marked:
    """The passages of both sides as runs, in their order; `note` says why nothing is marked if that is so."""

    left: Sequence[Sequence[Run]]
    right: Sequence[Sequence[Run]]
    note: str = ""


def marked(pair: Pair) -> Marked:
    """The pair, ready to be printed. Several passages of a side are compared as one text."""
    left, right = _texts(pair.left), _texts(pair.right)
    if left and right:
        differences = word_differences(_BETWEEN.join(left), _BETWEEN.join(right))
        if differences.likeness >= ALIKE:
            return Marked(_cut(differences.left, left), _cut(differences.right, right))
    return Marked(
        [[Run(text)] for text in left], [[Run(text)] for text in right], OTHER_WORDS if left and right else ""
    )


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [printable(passage.text) for passage in passages]


def _cut(runs: Sequence[Run], texts: Sequence[str]) -> list[list[Run]]:
    """The runs of the joined texts as runs of each."""
    cut: list[list[Run]] = []
    start = 0
    for text in texts:
        cut.append(list(_between(runs, start, start + len(text))))
        start += len(text) + len(_BETWEEN)
    return cut


def _between(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    place = 0
    for run in runs:
        piece = run.text[max(0, start - place) : max(0, end - place)]
        place += len(run.text)
        if piece:
            yield Run(piece, run.mark)
