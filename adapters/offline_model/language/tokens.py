"""Words, amounts, periods and places of a sentence, each with the place where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from adapters.offline_model.language.vocabulary import (
    NDA_ROLES,
    NUMBER_VALUES,
    PLACES,
    SAME_MEANING,
)

TokenKind = Literal["word", "role", "number", "money", "percent", "duration", "place"]
FACT_KINDS: tuple[TokenKind, ...] = ("money", "percent", "duration", "place", "number")

_SPELT = "|".join(sorted(NUMBER_VALUES, key=len, reverse=True))
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = rf"(?:(?:\b(?:{_SPELT}|[a-z]+-[a-z]+)\b\s*)?\(\s*{_DIGITS}\s*\)|{_DIGITS}|\b(?:{_SPELT})\b)"
_UNIT = r"(?:hour|day|week|month|quarter|year|minute)"
_TOKEN = re.compile(
    rf"(?P<reference>\b(?:sections?|clauses?|articles?|paragraphs?)\s+\d+(?:\.\d+)*(?:\([a-z0-9]+\))*)"
    r"|(?P<role>\b(?:disclosing|receiving)\s+party\b)"
    rf"|(?P<money>(?:\b(?:US|USD|EUR|GBP|CAD|AUD)\s?)?[$€£]\s?{_DIGITS}(?:\s?(?:million|billion)\b)?"
    rf"|\b(?:USD|EUR|GBP)\s?{_DIGITS}|{_DIGITS}\s(?:dollars|euros|pounds sterling|USD|EUR|GBP)\b)"
    rf"|(?P<percent>{_AMOUNT}\s?(?:%|(?:percent|per\s+cent)\b(?:\s*\(\s*{_DIGITS}\s?%\s*\))?)|\(\s*{_DIGITS}\s?%\s*\))"
    rf"|(?P<duration>{_AMOUNT}[\s-]+(?:(?P<qualifier>business|working|calendar|consecutive)\s+)?"
    rf"(?P<unit>{_UNIT})s?\b['\u2019]?)"
    rf"|(?P<place>(?-i:\b(?:{PLACES})\b))"
    rf"|(?P<number>\b[a-z]+(?:-[a-z]+)?\s*\(\s*{_DIGITS}\s*\)|{_DIGITS})"
    r"|(?P<word>[a-z]+(?:['\u2019][a-z]+)?)",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"{_DIGITS}|\b(?:{_SPELT})\b", re.IGNORECASE)
_BUSINESS = frozenset({"business", "working"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or fact: what it means (`norm`), what it is, and `text[start:end]` it was read from."""

    norm: str
    kind: TokenKind
    start: int
    end: int


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` (lower case) without its commonest endings: licenses, licensed, licensing -> licens."""
    base = SAME_MEANING.get(word, word)
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "ments", "ment", "ed", "es"):
        if base.endswith(ending) and len(base) - len(ending) >= 4:  # noqa: PLR2004 - a stem needs 4 letters
            return base[: -len(ending)]
    if base.endswith("s") and not base.endswith(("ss", "us", "is")) and len(base) > 3:  # noqa: PLR2004
        base = base[:-1]
    return base[:-1] if base.endswith(("e", "y")) and len(base) > 4 else base  # noqa: PLR2004


def tokenize(text: str, roles: Mapping[str, str] | None = None) -> list[Token]:
    """The tokens of clean text in reading order; `roles` maps a party's lower-case name to its role."""
    return [token for match in _TOKEN.finditer(text) if (token := _token(match, roles or {})) is not None]


def _token(match: re.Match[str], roles: Mapping[str, str]) -> Token | None:
    raw, span, kind = match.group(), match.span(), match.lastgroup
    if kind == "reference":
        return None
    if kind == "word":
        return _word(raw, span, roles)
    if kind == "role":
        return Token(NDA_ROLES[" ".join(raw.lower().split())], "role", *span)
    return _fact(match, raw, span)


def _fact(match: re.Match[str], raw: str, span: tuple[int, int]) -> Token:
    if match.group("duration"):
        return Token(_duration(match), "duration", *span)
    if match.group("place"):
        return Token(raw.lower(), "place", *span)
    value = _value(raw)
    if match.group("money"):
        return Token(_money(raw, value), "money", *span)
    if match.group("percent"):
        return Token(f"{value}%", "percent", *span)
    return Token(value, "number", *span)


def _word(raw: str, span: tuple[int, int], roles: Mapping[str, str]) -> Token | None:
    word = raw.lower().replace("\u2019", "'").removesuffix("'s")
    if role := roles.get(word):
        return Token(role, "role", *span)
    if len(word) == 1 and word != "a":
        return None
    return Token(stem(word), "word", *span)


def _value(raw: str) -> str:
    """The figure of an amount; the one in digits wins over the one in words ("thirty (30)")."""
    found = _VALUE.findall(raw)
    digits = [item for item in found if item[0].isdigit()]
    if digits:
        figure = str(digits[-1]).replace(",", "")
        return figure.rstrip("0").rstrip(".") if "." in figure else figure
    return str(NUMBER_VALUES.get(found[0].lower(), 0)) if found else "0"


def _duration(match: re.Match[str]) -> str:
    value, unit = _value(match.group("duration")), match.group("unit").lower()
    if unit == "year" and value.isdigit():
        value, unit = str(int(value) * 12), "month"
    qualifier = (match.group("qualifier") or "").lower()
    return f"{value} {'business ' if qualifier in _BUSINESS else ''}{unit}"


def _money(raw: str, value: str) -> str:
    currency = next((sign for sign in ("€", "£", "EUR", "GBP", "euro", "pound") if sign in raw), "$")
    scale = next((scale for scale in ("million", "billion") if scale in raw.lower()), "")
    return f"{currency}{value}{scale}"
