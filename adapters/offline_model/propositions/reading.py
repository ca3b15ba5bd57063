"""A text as units that can be cited: sentences and list items, each with the words that lead into it."""

import re
from dataclasses import dataclass
from functools import lru_cache

_MARKER = r"(?:\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|[a-z]\)|\d+(?:\.\d+){1,3})\s"
_BOUNDARY = re.compile(
    rf"(?<=[.;:?!])[\"'\u201d\u2019)]*\s+|\n\s*\n\s*|\n\s*(?={_MARKER}|[A-Z\u201c\"\d\u2022-])|\s+(?=\((?:[a-h]|[ivx]{{1,4}}|\d)\)\s)"
)
_ITEM = re.compile(
    r"^\s*(?:\(?[a-z]{1,4}\)|\(?\d{1,2}\)|[ivx]{1,5}[.)]|[-\u2022*]|\d+(?:\.\d+){1,3})\s+", re.IGNORECASE
)
_LEADS_IN = re.compile(r"(?::|\b(?:shall|not|to|that|which|by|if|means))\W*$", re.IGNORECASE)
_NO_END = re.compile(
    r"\b(?:inc|ltd|co|corp|no|art|sec|e\.g|i\.e|[a-z])\.$|^\W*(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)]*$", re.IGNORECASE
)
MAX_ITEMS = 25
"""List items that a lead-in can govern; after that it has been left behind."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]` of the whole text in lower case, and the lead-in of the list it stands in."""

    start: int
    end: int
    own: str
    lead: str

    @property
    def whole(self) -> str:
        """The unit after its lead-in."""
        return f"{self.lead} {self.own}" if self.lead else self.own


@lru_cache(maxsize=8)
def units_of(text: str) -> tuple[Unit, ...]:
    """The units of a text in reading order; O(length)."""
    units: list[Unit] = []
    lead, items = "", 0
    for start, end in _spans(text):
        own = " ".join(text[start:end].lower().replace("\u2019", "'").split())
        is_item = _ITEM.match(own) is not None
        items = items + 1 if is_item else 0
        units.append(Unit(start, end, own, lead if is_item and items <= MAX_ITEMS else ""))
        if _LEADS_IN.search(own) and not (is_item and lead):
            lead, items = own, 0
        elif not is_item:
            lead = ""
    return tuple(units)


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _NO_END.search(text[start : match.start()].strip()) and "\n" not in match.group():
            continue
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans
