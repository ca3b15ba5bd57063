"""Words, amounts, periods and places of a sentence, each with the place where it stands."""

import re
from collections.abc import Mapping, Sequence
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

_NUMBER_WORD = rf"(?:{'|'.join(sorted(NUMBER_VALUES, key=len, reverse=True))})\b"
_SPELT = rf"{_NUMBER_WORD}(?:(?:-|\s+(?:and\s+)?){_NUMBER_WORD})*"
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = rf"(?:(?:\b{_SPELT}\s*)?\(\s*{_DIGITS}\s*\)|{_DIGITS}|\b{_SPELT})"
_PLACE_IN_TEXT = r"(?:\d+(?:\.\d+)*(?:\([a-z0-9]+\))*|\([a-z]{1,4}\))"
_UNIT = r"(?:hour|day|week|month|quarter|year|minute)"
_TOKEN = re.compile(
    rf"(?P<reference>\b(?:sections?|clauses?|articles?|paragraphs?)\s+{_PLACE_IN_TEXT}"
    rf"(?:(?:,\s*|\s+)(?:(?:and|or|to|of)\s+)?{_PLACE_IN_TEXT})*)"
    r"|(?P<marker>\((?:[ivx]{1,5}|[a-z])\))"
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
_FIGURE = re.compile(_DIGITS)
_NUMBER_WORDS = re.compile(rf"\b{_NUMBER_WORD}", re.IGNORECASE)
_HUNDRED = 100
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
    if base.endswith(("ies", "ied")) and len(base) > 4:  # noqa: PLR2004 - lie and die keep theirs
        return base[:-3] + "y"
    for ending in ("ings", "ing", "ions", "ion", "ments", "ment", "ed", "es"):
        if base.endswith(ending) and len(base) - len(ending) >= 4:  # noqa: PLR2004 - a stem needs 4 letters
            return base[: -len(ending)]
    if base.endswith("s") and not base.endswith(("ss", "us", "is")) and len(base) > 3:  # noqa: PLR2004
        base = base[:-1]
    return base[:-1] if base.endswith("e") and len(base) > 4 else base  # noqa: PLR2004


def tokenize(text: str, roles: Mapping[str, str] | None = None) -> list[Token]:
    """The tokens of clean text in reading order; `roles` maps a party's lower-case name to its role."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(match, roles or {})
        if token is None:
            continue
        if token.kind == "role" and tokens and tokens[-1].norm == token.norm:
            token = Token(token.norm, "role", tokens.pop().start, token.end)
        tokens.append(token)
    return tokens


def _token(match: re.Match[str], roles: Mapping[str, str]) -> Token | None:
    raw, span, kind = match.group(), match.span(), match.lastgroup
    if kind in {"reference", "marker"}:
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
    figures = _FIGURE.findall(raw)
    if not figures:
        return str(_spelt_value(_NUMBER_WORDS.findall(raw.lower())))
    figure = str(figures[-1]).replace(",", "")
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _spelt_value(words: Sequence[str]) -> int:
    """The value of number words: one hundred and eighty is 180."""
    total = group = 0
    for word in words:
        value = NUMBER_VALUES[word]
        if value < _HUNDRED:
            group += value
        elif value == _HUNDRED:
            group = max(group, 1) * value
        else:
            total, group = total + max(group, 1) * value, 0
    return total + group


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
