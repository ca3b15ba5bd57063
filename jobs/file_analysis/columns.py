"""The figures of columns: which aggregates to ask for, and what their values say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jobs.file_analysis.result import Column, ColumnType
from jobs.file_analysis.table import Table, TooLittleMemoryError, literal
from jobs.file_analysis.value_types import AMBIGUOUS, CANDIDATES, Candidate
from shared.errors import PermanentError

MAX_COLUMNS = 2_000
_AT_ONCE = 50
"""Columns in one pass over the file."""

_SAMPLES = 5
_MANY_COLUMNS = 200
_CUT, _CUT_OF_MANY = 200, 40
"""Characters of a value that is shown, and when the file has many columns: the whole result stays near one MB."""

_EXACT_BYTES = 8 * 1024 * 1024
"""Up to this size of the file different values are counted, not estimated."""

_NEARLY = 0.95
"""The share of a column's values that must have a type before the others are worth a note."""

_FEW = 20
"""Values that say nothing about shares."""

_BASIC = 6
"""Aggregates of every column, before those of its candidates."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A column before it was read whole: what the first rows say of it."""

    position: int
    name: str
    candidates: Sequence[Candidate]
    samples: Sequence[str]


@dataclass(frozen=True, slots=True)
class Nearly:
    """A column of text that would have a type but for a few values."""

    name: str
    type: ColumnType
    others: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The columns, those whose dates may be read in two ways, and what nearly all values of text columns are."""

    rows: int
    columns: Sequence[Column]
    ambiguous: Sequence[str]
    nearly: Sequence[Nearly]


def outlines_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Outline]:
    """What the first rows, all of them as wide as the table, say of each column."""
    cut = cut_for(len(names))
    return [_outline(place, name, [row[place] for row in rows if row[place]], cut) for place, name in enumerate(names)]


def cut_for(width: int) -> int:
    """How many characters of a value are shown in a table so wide."""
    return _CUT if width <= _MANY_COLUMNS else _CUT_OF_MANY


def _outline(place: int, name: str, values: Sequence[str], cut: int) -> Outline:
    # What the values in the sample are not, the column is not, and not nearly. The rest is tested on all rows.
    enough = _NEARLY * len(values)
    candidates = [one for one in CANDIDATES if sum(map(one.may_be, values)) >= enough]
    samples = dict.fromkeys(value[:cut] for value in values)
    return Outline(place, name, candidates, list(samples)[:_SAMPLES])


def profile_columns(table: Table, outlines: Sequence[Outline], size: int) -> Figures:
    """The figures of all columns, in one pass over the file for every fifty of them.

    Raises:
        PermanentError: a single column needs more memory than there is.
        IrregularFileError, TemporaryError, WorkStoppedError: as from `Table.ask`.
    """
    exact = size <= _EXACT_BYTES
    columns: list[Column] = []
    ambiguous: list[str] = []
    nearly: list[Nearly] = []
    rows, at_once = 0, _AT_ONCE
    while len(columns) < len(outlines):
        chunk = outlines[len(columns) : len(columns) + at_once]
        cut = cut_for(len(outlines))
        try:
            rows, *values = table.ask(["count(*)", *(one for each in chunk for one in _expressions(each, cut, exact))])
        except TooLittleMemoryError as error:
            if at_once == 1:
                raise PermanentError(
                    f"Column {chunk[0].position + 1:,} has values too long to be analysed in {len(outlines):,} columns."
                ) from error
            at_once = max(1, len(chunk) // 2)
            continue
        for outline, own in zip(chunk, _dealt(chunk, values), strict=True):
            column, chosen = _column(outline, own, rows, cut, exact)
            columns.append(column)
            if _is_ambiguous(outline, own, chosen):
                ambiguous.append(column.name)
            if column.type == "text":
                nearly.extend(_nearly(outline, own))
    return Figures(rows, columns, ambiguous, nearly)


def _expressions(outline: Outline, cut: int, exact: bool) -> Iterator[str]:
    name = f"c{outline.position}"
    shown = f"left({name}, {cut})"
    yield f"count({name})"
    yield f"count(DISTINCT {name})" if exact else f"approx_count_distinct({name})"
    yield f"max(length({name}))"
    yield f"min({shown})"
    yield f"max({shown})"
    known = ", ".join(map(literal, outline.samples))
    yield f"first({shown}) FILTER ({name} IS NOT NULL{f' AND {shown} NOT IN ({known})' if known else ''})"
    for candidate in outline.candidates:
        yield from candidate.expressions(name)


def _dealt(chunk: Sequence[Outline], values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Each column's own values."""
    start = 0
    for outline in chunk:
        end = start + _BASIC + 3 * len(outline.candidates)
        yield values[start:end]
        start = end


def _column(outline: Outline, own: Sequence[Any], rows: int, cut: int, exact: bool) -> tuple[Column, Candidate | None]:
    filled, distinct, longest, smallest, largest, further = own[:_BASIC]
    kinds = list(_kinds(outline, own)) if filled else []
    chosen, low, high = kinds[0] if kinds else (None, smallest, largest)
    samples = [*outline.samples, *(value for value in (further, smallest, largest) if value is not None)]
    column = Column(
        name=outline.name,
        position=outline.position + 1,
        type=chosen.type if chosen else "text" if filled else "empty",
        format=chosen.format if chosen else None,
        nulls=rows - filled,
        distinct=min(distinct, filled),
        distinct_exact=exact or filled == 0,
        min=_shown(chosen, low, cut),
        max=_shown(chosen, high, cut),
        samples=list(dict.fromkeys(samples))[:_SAMPLES],
        longest=longest or 0,
    )
    return column, chosen


def _kinds(outline: Outline, own: Sequence[Any]) -> Iterator[tuple[Candidate, Any, Any]]:
    """The types that all values have, with their smallest and largest."""
    filled = own[0]
    for number, candidate in enumerate(outline.candidates):
        fits, low, high = own[_BASIC + 3 * number :][:3]
        if fits == filled:
            yield candidate, low, high


def _nearly(outline: Outline, own: Sequence[Any]) -> Sequence[Nearly]:
    """What nearly all values are, if anything: the type that most of them have."""
    filled = own[0]
    fits = own[_BASIC::3]
    if filled < _FEW or not fits or max(fits) < _NEARLY * filled:
        return []
    candidate = outline.candidates[fits.index(max(fits))]
    return [Nearly(outline.name, candidate.type, filled - max(fits))]


def _shown(chosen: Candidate | None, value: Any, cut: int) -> int | float | str | None:
    shown = value if chosen is None or value is None else chosen.show(value)
    return shown[:cut] if isinstance(shown, str) else shown


def _is_ambiguous(outline: Outline, own: Sequence[Any], chosen: Candidate | None) -> bool:
    other = AMBIGUOUS.get(chosen.format or "") if chosen else None
    # Days that are the same as their months are the same date in both ways, and still ambiguous.
    return other is not None and any(candidate.format == other for candidate, _, _ in _kinds(outline, own))
