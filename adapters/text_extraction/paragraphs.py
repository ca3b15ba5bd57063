"""Lines as a page prints them, put together into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"[.;:!?][)\"”\u2019\]]*$")
_STARTS_PARAGRAPH = re.compile(
    r"(?:(?:ARTICLE|SECTION|EXHIBIT|SCHEDULE|ANNEX|APPENDIX|Article|Section|Clause|Exhibit|Schedule|Annex|Appendix)"
    r"\s+[\dIVXA-Z]{1,6}\b(?![^A-Z]{0,3}[a-z])"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s+[A-Z“\"(\[]|[IVX]{1,6}\.\s+[A-Z]|[A-Za-z][.)]\s+[A-Z“\"]"
    r"|\([A-Za-z0-9]{1,4}\)\s|[•●▪◦·]\s|[-\u2013—]\s+[A-Z]"
    r"|WHEREAS|NOW,? THEREFORE|IN WITNESS|RECITALS|WITNESSETH|By:|Name:|Title:|Date:|Per:|Its:|_{5,})"
)
_REFERS = re.compile(
    r"\b(?:sections?|articles?|clauses?|paragraphs?|exhibits?|schedules?|annex|appendix|and|or|to|of|in|under|with|"
    r"the|by|than|no|page)\s*$",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d*$")
_HYPHENATED = re.compile(r"[A-Za-z]{2,}-$")
_FULL_WIDTH = 0.82
"""A line this share of the usual width was broken because the page ended, not the paragraph."""
_USUAL_WIDTH = 0.9
_HEADING_WIDTH = 0.6
_MAX_SHORT_CHARS = 60


def join_lines(lines: Sequence[str]) -> str:
    """Paragraphs of `lines`, a blank line between them. A blank line in the input also ends a paragraph."""
    width = _width(lines)
    words = Counter(re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(lines).casefold()))
    paragraphs: list[str] = []
    above = ""
    for line in lines:
        text = line.strip()
        if text and above and _goes_on(above, text, width):
            paragraphs[-1] = _joined(paragraphs[-1], text, words)
        elif text:
            paragraphs.append(text)
        above = text
    return "\n\n".join(paragraphs)


def _width(lines: Sequence[str]) -> int:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[min(len(lengths) - 1, int(len(lengths) * _USUAL_WIDTH))] if lengths else 0


def _goes_on(above: str, text: str, width: int) -> bool:
    """Whether `text` is the same paragraph as the line `above` it."""
    if _LEADERS.search(above) or _LEADERS.search(text):
        return False
    if text[0].islower() and not _SENTENCE_END.search(above):
        return True
    if _STARTS_PARAGRAPH.match(text) and not _REFERS.search(above):
        return False
    full = len(above) >= _FULL_WIDTH * width
    if _SENTENCE_END.search(above):
        return full
    return full or _HYPHENATED.search(above) is not None or not (_is_short(above, width) or _is_capitals(text))


def _is_short(text: str, width: int) -> bool:
    return len(text) < min(_HEADING_WIDTH * width, _MAX_SHORT_CHARS) or _is_capitals(text)


def _is_capitals(text: str) -> bool:
    return text.isupper() and len(text) < _MAX_SHORT_CHARS


def _joined(paragraph: str, text: str, words: Counter[str]) -> str:
    if not (_HYPHENATED.search(paragraph) and text[0].islower()):
        return f"{paragraph} {text}"
    first = re.split(r"[^A-Za-z-]", paragraph)[-1].rstrip("-").casefold()
    second = re.match(r"[a-z]+", text)
    rest = second[0] if second else ""
    keeps = words[first + rest] < max(1, words[f"{first}-{rest}"]) and not _is_broken_word(first, rest, words)
    return paragraph + text if keeps else paragraph[:-1] + text


def _is_broken_word(first: str, rest: str, words: Counter[str]) -> bool:
    """A part that stands nowhere else alone is a piece of a word, not one half of a compound."""
    return words[f"{first}-{rest}"] == 0 and (words[first] == 0 or words[rest] <= 1)
