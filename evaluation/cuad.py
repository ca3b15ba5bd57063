"""Clauses found, against the expert annotations of CUAD."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.scores import Counts
from shared.domain.clauses import Clause, ClauseType
from shared.domain.clauses.cuad import CUAD_CATEGORIES
from shared.domain.segmentation import segment

_HELD_OUT_EVERY = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A passage the experts marked for a category: characters [start, end) of the contract's text."""

    category: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnnotatedContract:
    """A contract with the passages experts marked in it, for all categories."""

    name: str
    text: str
    spans: tuple[Span, ...]


def load(data: Path) -> list[AnnotatedContract]:
    """The contracts of `data/cuad`, by file name.

    Raises:
        FileNotFoundError: the data is not there.
    """
    index = json.loads((data / "cuad" / "index.json").read_text(encoding="utf-8"))
    contracts = [_contract(data / "cuad" / "txt", entry) for entry in index["contracts"]]
    return sorted(contracts, key=lambda contract: contract.name)


def _contract(folder: Path, entry: dict[str, object]) -> AnnotatedContract:
    name = Path(str(entry["txt"])).name
    text = (folder / name).read_bytes().decode("utf-8")
    categories = entry["categories"]
    if not isinstance(categories, dict):
        raise TypeError(f"The index entry of {name} has no categories.")
    spans = (
        Span(category, span["start"], span["end"])
        for category, value in categories.items()
        for span in value.get("spans", ())
    )
    return AnnotatedContract(name, text, tuple(spans))


def split(contracts: Sequence[AnnotatedContract]) -> tuple[list[AnnotatedContract], list[AnnotatedContract]]:
    """Those the rules were developed on, and every third by file name, held out."""
    held_out = [one for place, one in enumerate(contracts) if place % _HELD_OUT_EVERY == _HELD_OUT_EVERY - 1]
    return [one for one in contracts if one not in held_out], held_out


@dataclass(slots=True)
class Result:
    """What was counted over a set of contracts."""

    clauses: dict[ClauseType, Counts]
    presence: dict[ClauseType, Counts]
    categories: dict[str, Counts]


def measure(contracts: Iterable[AnnotatedContract]) -> Result:
    """Segments every contract and counts by clause type and by category."""
    types = sorted(set(CUAD_CATEGORIES.values()), key=lambda kind: kind.value)
    result = Result(
        {kind: Counts() for kind in types},
        {kind: Counts() for kind in types},
        {category: Counts() for category in CUAD_CATEGORIES},
    )
    for contract in contracts:
        clauses = [clause for clause in segment(contract.text) if clause.body.strip()]
        for kind in types:
            _count(result, kind, contract, [clause for clause in clauses if kind in clause.types])
    return result


def _count(result: Result, kind: ClauseType, contract: AnnotatedContract, found: list[Clause]) -> None:
    spans = [span for span in contract.spans if CUAD_CATEGORIES.get(span.category) is kind]
    counts = result.clauses[kind]
    for clause in found:
        counts.add_predicted(right=any(_overlap(clause, span) for span in spans))
    for span in spans:
        hit = any(_overlap(clause, span) for clause in found)
        counts.add_expected(found=hit)
        result.categories[span.category].add_expected(found=hit)
    presence = result.presence[kind]
    presence.add_pair(predicted=bool(found), expected=bool(spans))


def _overlap(clause: Clause, span: Span) -> bool:
    return clause.start < span.end and span.start < clause.end


def misses(contracts: Iterable[AnnotatedContract]) -> list[str]:
    """Each passage not found and each clause found where there is none, a line each, for a person to read."""
    lines: list[str] = []
    for contract in contracts:
        clauses = [clause for clause in segment(contract.text) if clause.body.strip()]
        for span in contract.spans:
            kind = CUAD_CATEGORIES.get(span.category)
            if kind and not any(_overlap(clause, span) for clause in clauses if kind in clause.types):
                passage = " ".join(contract.text[span.start : span.end].split())[:400]
                lines.append(f"missed {kind.value} ({span.category}) in {contract.name}: {passage}")
        lines.extend(_wrong(contract, clauses))
    return lines


def _wrong(contract: AnnotatedContract, clauses: list[Clause]) -> list[str]:
    return [
        f"unmarked {kind.value} in {contract.name}: {' '.join(clause.text.split())[:300]}"
        for clause in clauses
        for kind in clause.types
        if kind in CUAD_CATEGORIES.values()
        and not any(_overlap(clause, span) for span in contract.spans if CUAD_CATEGORIES.get(span.category) is kind)
    ]
