"""The numbers Word shows before paragraphs: they are computed from list definitions, not in the text."""

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_STYLE_DEPTH = 10
_LEVELS = 9
_NO_LIST = "0"


class Numbering:
    """Counts along a document's lists. Ask for the paragraphs in the document's order."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self._abstract: dict[str, Any] = {}
        self._of_list: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                self._load(document.part.numbering_part.element)

    def number_of(self, paragraph: Any) -> str:
        """The number as shown (`1.`, `1.1`, `(a)`, a bullet); empty for a paragraph in no list."""
        list_id, level = self._list_of(paragraph)
        definition = self._abstract.get(self._of_list.get(list_id, ""))
        if list_id == _NO_LIST or definition is None:
            return ""
        counts = self._counted(list_id, level, definition)
        shape = _level(definition, level)
        if shape is None:
            return ""
        if _value(shape, "w:numFmt") == "bullet":
            return "•"
        return _PLACEHOLDER.sub(
            lambda match: _shown(definition, shape, counts, int(match[1]) - 1), _value(shape, "w:lvlText")
        ).strip()

    def _load(self, numbering: Any) -> None:
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            self._abstract[abstract.get(qn("w:abstractNumId"))] = abstract
        for one in numbering.iterchildren(qn("w:num")):
            list_id = one.get(qn("w:numId"))
            self._of_list[list_id] = _value(one, "w:abstractNumId")
            self._overrides[list_id] = {
                int(override.get(qn("w:ilvl"))): int(_value(override, "w:startOverride"))
                for override in one.iterchildren(qn("w:lvlOverride"))
                if _value(override, "w:startOverride")
            }

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """The list and level, the paragraph's own before those of its style and the styles that one is based on."""
        properties = paragraph.find(qn("w:pPr"))
        list_id, level = _own_list(properties)
        style_id = "" if properties is None else _value(properties, "w:pStyle")
        for _ in range(_MAX_STYLE_DEPTH):
            style = self._styles.get(style_id)
            if style is None or (list_id and level is not None):
                break
            style_list, style_level = _own_list(style.find(qn("w:pPr")))
            if style_list and not list_id:
                list_id, level = style_list, level if level is not None else self._linked_level(style_list, style_id)
            level = level if level is not None else style_level
            style_id = _value(style, "w:basedOn")
        return list_id or _NO_LIST, level or 0

    def _linked_level(self, list_id: str, style_id: str) -> int | None:
        definition = self._abstract.get(self._of_list.get(list_id, ""))
        for level in () if definition is None else definition.iterchildren(qn("w:lvl")):
            if _value(level, "w:pStyle") == style_id:
                return int(level.get(qn("w:ilvl")))
        return None

    def _counted(self, list_id: str, level: int, definition: Any) -> list[int | None]:
        counts = self._counts.setdefault(self._of_list[list_id], [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for overridden, start in self._overrides[list_id].items():
                counts[overridden] = start - 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = _start(definition, above)
        present = counts[level]
        counts[level] = _start(definition, level) if present is None else present + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return counts


def _own_list(properties: Any) -> tuple[str, int | None]:
    numbers = None if properties is None else properties.find(qn("w:numPr"))
    if numbers is None:
        return "", None
    level = _value(numbers, "w:ilvl")
    return _value(numbers, "w:numId"), int(level) if level else None


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else child.get(qn("w:val"), "")


def _level(definition: Any, level: int) -> Any:
    found = (one for one in definition.iterchildren(qn("w:lvl")) if int(one.get(qn("w:ilvl"))) == level)
    return next(found, None)


def _start(definition: Any, level: int) -> int:
    shape = _level(definition, level)
    return int((_value(shape, "w:start") if shape is not None else "") or 1)


def _shown(definition: Any, shape: Any, counts: list[int | None], level: int) -> str:
    other = _level(definition, level)
    kind = "decimal" if other is None or shape.find(qn("w:isLgl")) is not None else _value(other, "w:numFmt")
    return _formatted(counts[level] or 1, kind)


def _formatted(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(value) if kind == "lowerRoman" else _roman(value).upper()
    if kind == "none":
        return ""
    return f"{value:02d}" if kind == "decimalZero" else str(value)


def _roman(value: int) -> str:
    numeral = ""
    for worth, letters in _ROMAN:
        numeral += letters * (value // worth)
        value %= worth
    return numeral
