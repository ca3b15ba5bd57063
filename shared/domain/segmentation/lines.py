"""A text as lines with their places, and which of them are page furniture or a table of contents."""

import re
from collections import Counter
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(
    r"[-\u2013—\[\s]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013—\]\s]*$", re.IGNORECASE
)
_FILING_SOURCE = re.compile(r"Source:\s.{0,150}\d{1,2}/\d{1,2}/\d{4}$")
_LEADER = re.compile(r"(?:\.[ \t]?){4,}|…{2,}|(?<!_)_{8,}[ \t]*\d|(?<!\t)\t+\d{1,3}$")
_CONTENTS_TITLE = re.compile(r"[#*\s]*(?:table of contents|contents|index)[*:\s]*$", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(
    r"(?:[A-Z]+\s)?[\dIVXLivxl.()\s]{0,12}[^.;]{0,90}?[\s.…]\d{1,3}$|(?:article|section|page|clause)\b.{0,60}$",
    re.IGNORECASE,
)
_BLANKS_OF_A_PAGE_BREAK = 3
_RUNNING_HEADER_REPEATS = 3
_RUNNING_HEADER_MAX_CHARS = 100
_LEADERS_OF_A_FLOWED_CONTENTS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without its line break and outer white space, from `start` up to `end`."""

    start: int
    end: int
    text: str
    furniture: bool = False
    contents: bool = False

    @property
    def is_body(self) -> bool:
        """Whether the line says something that belongs to the contract."""
        return bool(self.text) and not self.furniture and not self.contents


def read_lines(text: str) -> list[Line]:
    """The lines of `text` in order, page furniture and table of contents marked."""
    plain: list[Line] = []
    position = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = position + (len(raw) - len(raw.lstrip())) if stripped else position
        plain.append(Line(start, start + len(stripped), stripped))
        position += len(raw)
    furniture = _furniture(plain)
    contents = _contents(plain, furniture)
    return [
        Line(line.start, line.end, line.text, index in furniture, index in contents) for index, line in enumerate(plain)
    ]


def _furniture(lines: list[Line]) -> set[int]:
    certain = {i for i, line in enumerate(lines) if line.text and _is_page_mark(line.text)}
    return certain | _running_headers(lines, certain)


def _is_page_mark(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(text) or _FILING_SOURCE.match(text))


def _running_headers(lines: list[Line], marks: set[int]) -> set[int]:
    """Lines that come again and again where pages break, such as a contract's name above every page."""
    near = {i: _header_key(lines[i].text) for i in _beside_page_breaks(lines, marks)}
    counts = Counter(key for key in near.values() if key)
    return {i for i, key in near.items() if key and counts[key] >= _RUNNING_HEADER_REPEATS}


def _beside_page_breaks(lines: list[Line], marks: set[int]) -> set[int]:
    found: set[int] = set()
    previous: int | None = None
    broken = False
    blanks = 0
    for index, line in enumerate(lines):
        if not line.text:
            blanks += 1
            continue
        broken = broken or blanks >= _BLANKS_OF_A_PAGE_BREAK
        blanks = 0
        if index in marks:
            broken = True
            found.update(() if previous is None else (previous,))
            continue
        if broken:
            found.add(index)
            found.update(() if previous is None else (previous,))
        broken = False
        previous = index
    return found


def _header_key(text: str) -> str:
    if len(text) > _RUNNING_HEADER_MAX_CHARS or not any(char.isalpha() for char in text):
        return ""
    return re.sub(r"[\W\d_]+", " ", text).strip().casefold()


def _contents(lines: list[Line], furniture: set[int]) -> set[int]:
    found = {i for i, line in enumerate(lines) if _has_leaders(line.text)}
    inside = False
    for index, line in enumerate(lines):
        if _CONTENTS_TITLE.match(line.text):
            inside = True
            found.add(index)
        elif inside and line.text and index not in furniture and index not in found:
            inside = bool(_CONTENTS_ENTRY.match(line.text))
            found.update({index} if inside else ())
    return _without_lone_titles(lines, found)


def _has_leaders(text: str) -> bool:
    leaders = _LEADER.findall(text[:20_000])
    ends_in_page = text[-1:].isdigit() and len(leaders) == 1 and not text.startswith("_")
    return len(leaders) > _LEADERS_OF_A_FLOWED_CONTENTS or (ends_in_page and "_" not in text)


def _without_lone_titles(lines: list[Line], found: set[int]) -> set[int]:
    """A title "Contents" with nothing listed under it is a heading like any other."""
    return found if any(not _CONTENTS_TITLE.match(lines[i].text) for i in found) else set()
