"""The numbers clauses bear: 1., 1.1, (a), ARTICLE IV, Section 4.2, Exhibit B."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class NumberStyle(StrEnum):
    """How a clause is numbered. Marks of one style in a row are siblings."""

    ATTACHMENT = "attachment"
    ARTICLE = "article"
    PART = "part"
    ROMAN = "roman"
    INTEGER = "integer"
    DECIMAL = "decimal"
    UPPER_LETTER = "upper_letter"
    LOWER_LETTER = "lower_letter"
    PAREN_UPPER = "paren_upper"
    PAREN_LOWER = "paren_lower"
    PAREN_ROMAN = "paren_roman"
    PAREN_DIGIT = "paren_digit"


LETTERED = frozenset(
    {
        NumberStyle.UPPER_LETTER,
        NumberStyle.LOWER_LETTER,
        NumberStyle.PAREN_UPPER,
        NumberStyle.PAREN_LOWER,
        NumberStyle.PAREN_ROMAN,
        NumberStyle.PAREN_DIGIT,
    }
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: `printed` without its closing dot, `values` one integer a level."""

    start: int
    end: int
    printed: str
    style: NumberStyle
    values: tuple[int, ...]
    keyword: str = ""
    closed: bool = True
    """Whether a dot, a parenthesis or a keyword shows that it is a number and not an amount."""


_KEYWORDS = {
    "article": NumberStyle.ARTICLE,
    "part": NumberStyle.ARTICLE,
    "chapter": NumberStyle.ARTICLE,
    "section": NumberStyle.INTEGER,
    "clause": NumberStyle.INTEGER,
    "paragraph": NumberStyle.INTEGER,
    "exhibit": NumberStyle.ATTACHMENT,
    "schedule": NumberStyle.ATTACHMENT,
    "annex": NumberStyle.ATTACHMENT,
    "appendix": NumberStyle.ATTACHMENT,
    "attachment": NumberStyle.ATTACHMENT,
    "addendum": NumberStyle.ATTACHMENT,
}
_KEYWORD_WORDS = "|".join(f"{word}|{word.title()}|{word.upper()}" for word in _KEYWORDS)
_NUMBER = re.compile(
    rf"(?<!\S)[#>*_“\"\[]{{0,8}}[ \t]?(?:(?P<keyword>{_KEYWORD_WORDS})[ \t\xa0]{{1,4}}[“\"]?)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,5}(?=\.?[\s:)\]*_\u2013—-]|\.?[A-Z][a-z]|\.?$)"
    r"|\d{1,3}(?=[.):]|[\s\u2013—-]|$)"
    r"|\((?:[a-z]{1,5}|[A-Z]|\d{1,2})\)(?=[\s*_]|$)"
    r"|[IVXLC]{1,8}(?=[.):\]]|[\s\u2013—-]|$)"
    r"|[A-Za-z](?=[.)\"”:]|[\s\u2013—-]|$))"
    r"(?P<dot>[.):”\"]{0,2})(?=[\s*_A-Z\[\u2013—-]|$)"
)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FORM = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_MAX_ROMAN = 60


def find_numbers(text: str) -> Iterator[Number]:
    """Everything in `text` that has the form of a clause number, wherever it stands, in order.

    Whether it begins a clause is decided by what stands around it (see `outline`).
    """
    for match in _NUMBER.finditer(text):
        number = _number_of(match)
        if number is not None:
            yield number


def _number_of(match: re.Match[str]) -> Number | None:
    keyword, printed, dot = match["keyword"] or "", match["number"], match["dot"]
    closed = bool(keyword or dot or printed.startswith("(") or "." in printed)
    if not closed and not printed.isdigit():
        return None
    style, values = _read(keyword.lower(), printed)
    if not values:
        return None
    shown = f"{keyword} {printed}" if keyword else printed
    start = match.start("keyword") if keyword else match.start("number")
    return Number(start, match.end(), shown, style, values, keyword, closed)


def _read(keyword: str, printed: str) -> tuple[NumberStyle, tuple[int, ...]]:
    if "." in printed:
        return NumberStyle.DECIMAL, tuple(int(part) for part in printed.split("."))
    if keyword:
        return _KEYWORDS[keyword], _single(printed.strip("()"))
    if printed.isdigit():
        return NumberStyle.INTEGER, (int(printed),)
    inner = printed.strip("()")
    if inner == printed:
        return _bare(inner)
    return _in_parentheses(inner)


def _bare(inner: str) -> tuple[NumberStyle, tuple[int, ...]]:
    if len(inner) > 1 or inner in "IVX":
        value = roman_value(inner)
        return NumberStyle.ROMAN, (value,) if value else ()
    style = NumberStyle.UPPER_LETTER if inner.isupper() else NumberStyle.LOWER_LETTER
    return style, (letter_value(inner),)


def _in_parentheses(inner: str) -> tuple[NumberStyle, tuple[int, ...]]:
    if inner.isdigit():
        return NumberStyle.PAREN_DIGIT, (int(inner),)
    if len(inner) == 1 and inner not in "ivx":
        style = NumberStyle.PAREN_UPPER if inner.isupper() else NumberStyle.PAREN_LOWER
        return style, (letter_value(inner),)
    value = roman_value(inner)
    if value:
        return NumberStyle.PAREN_ROMAN, (value,)
    doubled = len(set(inner)) == 1
    return NumberStyle.PAREN_LOWER, (letter_value(inner[0]) + 26 * (len(inner) - 1),) if doubled else ()


def _single(printed: str) -> tuple[int, ...]:
    if printed.isdigit():
        return (int(printed),)
    value = roman_value(printed) or (letter_value(printed) if len(printed) == 1 else 0)
    return (value,) if value else ()


def letter_value(letter: str) -> int:
    """1 for a or A, 26 for z or Z."""
    return ord(letter.lower()) - ord("a") + 1


def roman_value(numeral: str) -> int:
    """The value of a roman numeral up to 60 in either case; 0 when it is none."""
    lowered = numeral.lower()
    if not _ROMAN_FORM.match(lowered):
        return 0
    digits = [_ROMAN_DIGITS[char] for char in lowered]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    value = sum(-digit if digit < following else digit for digit, following in pairs)
    return value if value <= _MAX_ROMAN else 0
