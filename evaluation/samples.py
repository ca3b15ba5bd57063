"""The offline comparison of the sample contracts, against the deviations that were written into them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.offline_model.comparison.comparing import compare
from adapters.offline_model.comparison.variables import ComparedContract, ComparisonVariables
from adapters.text_extraction import FileTextExtractor
from jobs.contract_comparison.models import FindingAnswer, FindingStatus, Risk
from shared.domain.clauses import ClauseType
from shared.domain.segmentation import segment

_WORRYING = frozenset({Risk.MEDIUM, Risk.HIGH})
_EXPLANATION = """\
found         deviations for which a finding about a clause of the type has the right status (changed, missing,
              extra)
false alarms  clauses that say the same as the standard and got a finding with another status than present; in
              brackets those of medium or high risk. On the other party's paper "the same" means the same in other
              words, which no comparison of words can see: such clauses are reported as changed.
The standard, the contracts and the list of deviations were written for this project."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What a contract does to one type of clause."""

    clause_type: ClauseType
    status: FindingStatus
    note: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample contract, the deviations in it, and the types of clause that are the standard's."""

    file: str
    own_paper: bool
    deviations: tuple[Deviation, ...]
    same: tuple[ClauseType, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sample fared."""

    sample: Sample
    missed: tuple[Deviation, ...]
    alarmed: tuple[ClauseType, ...]
    worrying: tuple[ClauseType, ...]


def report(samples: Path) -> str:
    """The figures for each sample, for those on the standard's own paper, and for the others."""
    outcomes = measure(samples)
    own = [outcome for outcome in outcomes if outcome.sample.own_paper]
    other = [outcome for outcome in outcomes if not outcome.sample.own_paper]
    header = f"{'contract':62}    found  false alarms"
    totals = [_total("On the standard's own paper", own), _total("On the other party's paper", other)]
    return "\n".join(["Comparisons (samples)", "", _EXPLANATION, "", header, *map(_row, [*own, *other]), "", *totals])


def measure(samples: Path) -> list[Outcome]:
    """Compare every sample with the standard, in full.

    Raises:
        FileNotFoundError: the folder has no deviations.json.
    """
    listed = json.loads((samples / "deviations.json").read_text(encoding="utf-8"))
    standard = _contract(samples / "standard" / listed["standard"])
    return [_outcome(standard, _sample(entry), samples / "contracts") for entry in listed["contracts"]]


def _sample(entry: dict[str, object]) -> Sample:
    deviations, same = entry["deviations"], entry["same"]
    if not (isinstance(deviations, list) and isinstance(same, list)):
        raise TypeError("A contract in deviations.json needs the lists deviations and same.")
    return Sample(
        file=str(entry["file"]),
        own_paper=bool(entry["own_paper"]),
        deviations=tuple(
            Deviation(ClauseType(one["clause_type"]), FindingStatus(one["status"]), one["note"]) for one in deviations
        ),
        same=tuple(ClauseType(kind) for kind in same),
    )


def _contract(path: Path) -> ComparedContract:
    text = FileTextExtractor().extract(path.name, path.read_bytes())
    return ComparedContract(contract_id=path.stem, title=path.stem, clauses=segment(text))


def _outcome(standard: ComparedContract, sample: Sample, folder: Path) -> Outcome:
    contract = _contract(folder / sample.file)
    found = compare(ComparisonVariables(standard=standard, contract=contract, comparison_mode="full")).findings
    types = _types(standard, contract)
    missed = [
        one
        for one in sample.deviations
        if not any(finding.status is one.status for finding in _about(one.clause_type, found, types))
    ]
    alarms = {
        kind: [finding for finding in found if finding.clause_type is kind and finding.status != FindingStatus.PRESENT]
        for kind in sample.same
    }
    return Outcome(
        sample=sample,
        missed=tuple(missed),
        alarmed=tuple(kind for kind, findings in alarms.items() if findings),
        worrying=tuple(
            kind for kind, findings in alarms.items() if any(finding.risk in _WORRYING for finding in findings)
        ),
    )


def _types(standard: ComparedContract, contract: ComparedContract) -> dict[tuple[str, str], set[ClauseType]]:
    sides = (("standard", standard), ("contract", contract))
    return {(side, clause.clause_id): set(clause.types) for side, one in sides for clause in one.clauses}


def _about(
    kind: ClauseType, findings: Iterable[FindingAnswer], types: dict[tuple[str, str], set[ClauseType]]
) -> list[FindingAnswer]:
    """Findings of a type, or about clauses that have it among others."""
    return [
        finding
        for finding in findings
        if finding.clause_type is kind
        or any(kind in types["standard", one] for one in finding.standard_clause_ids)
        or (
            finding.status is FindingStatus.EXTRA
            and any(kind in types["contract", one] for one in finding.contract_clause_ids)
        )
    ]


def _row(outcome: Outcome) -> str:
    sample = outcome.sample
    found = len(sample.deviations) - len(outcome.missed)
    return (
        f"{sample.file:62}  {found:3}/{len(sample.deviations):<3}  "
        f"{len(outcome.alarmed):3}/{len(sample.same):<3} ({len(outcome.worrying)})"
    )


def _total(title: str, outcomes: Sequence[Outcome]) -> str:
    listed = sum(len(outcome.sample.deviations) for outcome in outcomes)
    missed = sum(len(outcome.missed) for outcome in outcomes)
    same = sum(len(outcome.sample.same) for outcome in outcomes)
    alarmed = sum(len(outcome.alarmed) for outcome in outcomes)
    worrying = sum(len(outcome.worrying) for outcome in outcomes)
    return (
        f"{title}: found {listed - missed} of {listed} ({_share(listed - missed, listed)}), "
        f"false alarms {alarmed} of {same} ({_share(alarmed, same)}), of medium or high risk {worrying}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
