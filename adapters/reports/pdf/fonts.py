"""The fonts of a PDF: which of them has the sign for a character, and how wide a word is.

FiraGO has Latin, Greek, Cyrillic, Hebrew, Arabic, Thai, Georgian and Devanagari signs, Noto Sans some Latin ones more;
both are embedded, as far as they are used. Chinese, Japanese and Korean text is set in the fonts that PDF readers bring
along for these scripts: embedding them would take megabytes.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

import pymupdf_fonts
from arabic_reshaper import ArabicReshaper
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "figo", "figbo", "figit"
_FURTHER = {REGULAR: "notos", BOLD: "notosbo", ITALIC: "notosit"}
_CHINESE, _KOREAN = "STSong-Light", "HYSMyeongJo-Medium"
_UNKNOWN = "\ufffd"
EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_IS_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_ARABIC = re.compile("[\u0600-\u06ff]")

Set = tuple[str, str, float]
"""Text in one font, with its width in points at a size of 1."""


@cache
def _font(name: str) -> Any:
    """The font, registered on first use."""
    if name in (_CHINESE, _KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    else:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(pymupdf_fonts.fontbuffers[name]())))
    return pdfmetrics.getFont(name)


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"support_zwj": True, "delete_harakat": False})


def _has(name: str, character: str) -> bool:
    return ord(character) in _font(name).face.charToGlyph


@lru_cache(maxsize=4096)
def _font_of(character: str, face: str) -> str | None:
    """The font that has the character; None when none has."""
    if _has(face, character):
        return face
    if _IS_EAST_ASIAN.match(character):
        return _KOREAN if _HANGUL.match(character) else _CHINESE
    return _FURTHER[face] if _has(_FURTHER[face], character) else None


def is_missing(character: str) -> bool:
    """Whether no font has a sign for it; white space needs none."""
    return not character.isspace() and any(_font_of(sign, REGULAR) is None for sign in _available(character, REGULAR))


@lru_cache(maxsize=50_000)
def set_in(text: str, face: str) -> tuple[Set, ...]:
    """A word in the fonts it needs, its Arabic letters joined, in the order in which it is read."""
    joined = _reshaper().reshape(text) if _ARABIC.search(text) else text
    return tuple(_sets("".join(_available(character, face) for character in joined), face))


def _available(character: str, face: str) -> str:
    """The character, or what it is a form of when only that has a sign: some letters joined to none look as alone."""
    return character if _font_of(character, face) else unicodedata.normalize("NFKC", character)


def _sets(text: str, face: str) -> Iterator[Set]:
    for font, characters in groupby(text, lambda character: _font_of(character, face)):
        piece = "".join(characters)
        name = font or _FURTHER[face]
        shown = piece if font else _UNKNOWN * len(piece)
        yield name, shown, _font(name).stringWidth(shown, 1)
