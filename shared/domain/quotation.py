"""Quotes and the texts they are said to stand in: found with exact places, or not at all.

White space of any length, typographic quotation marks and dashes of any kind are equal to their plain forms: they are
what is lost first when a text is copied. Everything else must agree, capital letters too.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from shared.domain.clauses import Clause

_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Quotable:
    """A text in which quotes are looked for."""

    text: str

    @cached_property
    def _folded(self) -> str:
        return _SPACE.sub(" ", self.text.translate(_PLAIN))

    @cached_property
    def _gaps(self) -> tuple[list[int], list[int]]:
        """Behind which places of the folded text characters were left out, and how many up to there."""
        places: list[int] = []
        left_out: list[int] = []
        total = 0
        for gap in _SPACE.finditer(self.text):
            more = len(gap.group()) - 1
            if more:
                places.append(gap.start() - total)
                total += more
                left_out.append(total)
        return places, left_out

    def find(self, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the quote stands first within `text[start:end]`, or None: the characters from the one up to the other.

        A quote without a letter or a figure stands nowhere.
        """
        wanted = _SPACE.sub(" ", quote.translate(_PLAIN)).strip()
        if not any(map(str.isalnum, wanted)):
            return None
        last = len(self.text) if end is None else end
        at = self._folded.find(wanted, self._place_of(start), self._place_of(last))
        return None if at < 0 else (self._original(at), self._original(at + len(wanted) - 1) + 1)

    def _original(self, place: int) -> int:
        """The place in the text of a character of the folded text."""
        places, left_out = self._gaps
        before = bisect_right(places, place - 1)
        return place + (left_out[before - 1] if before else 0)

    def _place_of(self, original: int) -> int:
        """The place in the folded text of the character at a place of the text."""
        low, high = 0, len(self._folded)
        while low < high:
            middle = (low + high) // 2
            if self._original(middle) < original:
                low = middle + 1
            else:
                high = middle
        return low


def find_quote(text: Quotable, clauses: Sequence[Clause], clause_id: str, quote: str) -> tuple[int, int] | None:
    """Where a quote from a clause stands in the contract's text: in that clause if it does, else anywhere."""
    for clause in clauses:
        if clause.clause_id == clause_id and (found := text.find(quote, clause.start, clause.end)):
            return found
    return text.find(quote)


def clause_at(clauses: Sequence[Clause], place: int) -> Clause | None:
    """The clause in which a place of the text is, or the last one before it; None before the first."""
    index = bisect_right(clauses, place, key=lambda clause: clause.start)
    return clauses[index - 1] if index else None
