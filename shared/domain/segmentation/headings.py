"""Headings: alone on a line, or at the beginning of a paragraph whose sentence follows at once."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.segmentation.words import (
    ABBREVIATIONS,
    CONNECTORS,
    MAY_OPEN_A_HEADING,
    ROLES,
    SENTENCE_STARTERS,
    VERBS,
)

WINDOW = 200
"""Characters looked at for a heading. Longer ones are sentences."""

_MAX_WORDS = 14
_MAX_SENTENCE_CASE_WORDS = 9
_SHORT = 5
"""Under so many words even "Our own staff." or "The terms as a whole." is a heading."""
_TOKEN = re.compile(r"\S+")
_STRIP = "*_#[]“”\"'\u2018\u2019 \t"
_QUOTES = "“\"'("
_END = re.compile(r"[.:]$|[.:][*_]{1,3}[.:]?$|[.:]?[\u2013—-]{1,2}$")
_NUMBER_TOKEN = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}\.|\([a-z0-9]{1,3}\)|[a-zA-Z]\.|\([A-Z]\))$")


class Case(StrEnum):
    """How a heading is written. Only a numbered clause is believed to have one in sentence case."""

    CAPITALS = "capitals"
    TITLE = "title"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's words, where they begin and where the text under them begins."""

    words: str
    start: int
    end: int
    case: Case
    own_line: bool
    closed: bool
    """Whether a dot, a colon or a dash ends it, as against running into its sentence."""


def read_heading(text: str, position: int, line_end: int) -> Heading | None:
    """The heading that begins at `position` of a line which ends at `line_end`; None when a sentence does."""
    window = text[position : min(line_end, position + WINDOW)]
    tokens = list(_TOKEN.finditer(window))
    if not tokens:
        return None
    whole = position + len(window.rstrip()) >= line_end
    found = _own_line(window, tokens) if whole else None
    own = found is not None
    found = found or _run_in(tokens)
    if found is None:
        return None
    count, case, closed = found
    end = tokens[count - 1].end()
    words = window[tokens[0].start() : end].strip(_STRIP).rstrip(".:\u2013—-").strip(_STRIP)
    if not any(char.isalpha() for char in words):
        return None
    words = " ".join(words.split())
    start = position + tokens[0].start()
    return Heading(words, start, position + end, case, own or (whole and count == len(tokens)), closed)


def _own_line(window: str, tokens: list[re.Match[str]]) -> tuple[int, Case, bool] | None:
    if len(tokens) > _MAX_WORDS or window.rstrip()[-1] in ",;":
        return None
    words = [token.group() for token in tokens]
    if any(_is_end(word) for word in words[:-1]):
        return None
    case = _case_of(words)
    if case is None or (words[-1].endswith(":") and _opens_sentence(words)):
        return None
    return len(words), case, bool(_END.search(words[-1]))


def _run_in(tokens: list[re.Match[str]]) -> tuple[int, Case, bool] | None:
    words = [token.group() for token in tokens]
    closed = None if words[0][0] in _QUOTES else _closed_title(words)
    if closed is not None or _opens_sentence(words) or words[0][0] in _QUOTES:
        return closed
    for index, word in enumerate(words[:_MAX_WORDS]):
        before = words[:index]
        if index and _begins_sentence(words, index):
            case = _case_of(before)
            return (index, case, False) if case else None
        if _is_end(word):
            return _closed_at(words, index)
        if index and (word in VERBS or _breaks_off(words, index)):
            return None
        if index and _capitals_stop(words, index):
            return index, Case.CAPITALS, False
    return None


def _opens_sentence(words: list[str]) -> bool:
    return words[0].strip(_STRIP) in SENTENCE_STARTERS - MAY_OPEN_A_HEADING


def _breaks_off(words: list[str], index: int) -> bool:
    """Whether a semicolon or a closing parenthesis shows that this is running text."""
    word = words[index]
    return word.endswith((";", ")")) and word[:1] != "(" and not _is_capitals(words[: index + 1])


def _closed_title(words: list[str]) -> tuple[int, Case, bool] | None:
    end = next((index for index, word in enumerate(words[:_MAX_WORDS]) if _is_end(word)), None)
    if end is None or any(_NUMBER_TOKEN.match(word) for word in words[1 : end + 1]):
        return None
    found = _closed_at(words, end)
    return found if found and (found[1] is not Case.SENTENCE or _opens_sentence(words)) else None


def _closed_at(words: list[str], index: int) -> tuple[int, Case, bool] | None:
    case = _case_of(words[: index + 1])
    if case is Case.SENTENCE and _opens_sentence(words) and index >= _SHORT:
        return None
    following = words[index + 1 : index + 2]
    if case is None or (following and not _may_begin(following[0])):
        return None
    return index + 1, case, True


def _may_begin(word: str) -> bool:
    first = word.lstrip("*_[“\"'(\u2018$")[:1]
    return first.isupper() or first.isdigit() or word[:1] in "([" or _looks_like_a_name(word)


def _looks_like_a_name(word: str) -> bool:
    """Brand names such as i-Escrow or eBay begin with a small letter and go on with a capital one."""
    return word[:1].islower() and any(char.isupper() for char in word[1:4])


def _begins_sentence(words: list[str], index: int) -> bool:
    word = words[index].strip(_STRIP)
    following = words[index + 1] if index + 1 < len(words) else ""
    if _NUMBER_TOKEN.match(words[index]):
        return words[index][0] != "(" or _is_capitals(words[:index]) or not following[:1].islower()
    if words[index][0] == "[":
        return True
    if words[index][0] == "(":
        return _is_capitals(words[:index]) and not _is_capitals(words[index : index + 1])
    if word in SENTENCE_STARTERS:
        return following[:1].islower() or following.strip(_STRIP)[:1].isupper() or following[:1] == "("
    if word.endswith("'s") and word[:-2] in ROLES:
        return following[:1].islower()
    return word in ROLES and following.rstrip(",") in VERBS


def _capitals_stop(words: list[str], index: int) -> bool:
    """A run of capitals that gives way to a word in ordinary case: GOVERNING LAW This ..."""
    word = words[index].lstrip("*_[“\"'(")
    if not (word[:1].isupper() and any(char.islower() for char in word)):
        return False
    return _is_capitals(words[:index]) and sum(len(w) for w in words[:index]) > len("FEES") - 1


def _is_end(word: str) -> bool:
    core = word.strip('*_“”"')
    if not _END.search(word.rstrip('”"')) or core in ABBREVIATIONS or _NUMBER_TOKEN.match(core):
        return False
    return not (len(core) <= len("U.") or re.match(r"(?:[A-Z]\.){2,}$", core))


def _case_of(words: list[str]) -> Case | None:
    cores = [core for core in (word.strip(_STRIP + ".:,;()\u2013—-/") for word in words) if core]
    if not cores or words[0][0] in _QUOTES or any(core in VERBS for core in cores[1:]):
        return None
    if _is_capitals(words):
        return Case.CAPITALS
    if cores[-1] in CONNECTORS or cores[-1] == "that":
        return None
    if not cores[0][0].isupper():
        return None
    if all(core[0].isupper() or core[0].isdigit() or core in CONNECTORS for core in cores):
        return Case.TITLE if cores[0] not in SENTENCE_STARTERS or len(cores) > 1 else None
    return Case.SENTENCE if len(words) <= _MAX_SENTENCE_CASE_WORDS else None


def _is_capitals(words: list[str]) -> bool:
    letters = [char for word in words for char in word if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)
