"""The figures about questions as a page of text."""

from collections.abc import Sequence
from pathlib import Path

from evaluation.cuad import AnnotatedContract, load, split
from evaluation.queries import Outcome, Tally, outcomes_of, tallied, total
from evaluation.scores import mean, shown

_DEFINITIONS = """\
One natural question for each of CUAD's categories, to every contract. A passage is what an answer quotes.
found       share of the contracts with a marked passage for which a quoted passage overlaps one
right       share of the answers other than "not stated" for which a quoted passage overlaps a marked one
silent      share of the contracts without a marked passage for which the answer is "not stated"
true "no"   share of the answers "not stated" that were given about contracts without a marked passage"""


def report(data: Path) -> str:
    """The figures for the contracts the rules were developed on, for those held out, and for all."""
    contracts = load(data)
    developed, held_out = (_outcomes(part) for part in split(contracts))
    return "\n\n".join(
        [
            "Questions over contracts (CUAD)",
            _DEFINITIONS,
            _section(f"Developed on ({len(contracts) * 2 // 3} contracts)", developed),
            _section(f"Held out ({len(contracts) // 3} contracts)", held_out),
            _section(f"All ({len(contracts)} contracts)", [*developed, *held_out]),
        ]
    )


def _outcomes(contracts: Sequence[AnnotatedContract]) -> list[Outcome]:
    return [outcome for contract in contracts for outcome in outcomes_of(contract)]


def _section(title: str, outcomes: Sequence[Outcome]) -> str:
    tallies = tallied(outcomes)
    header = f"{'category':36} marked  found  stated  right  unmarked  silent  true 'no'"
    rows = [_row(category, tally) for category, tally in tallies.items()]
    macro = mean(_share(one.right, one.answerable) for one in tallies.values())
    totals = [_row("all questions", total(tallies.values())), f"{'mean over categories':36} {'':6}  {shown(macro):>5}"]
    return "\n".join([title, header, *rows, *totals])


def _row(name: str, tally: Tally) -> str:
    missed = tally.not_stated - tally.rightly_silent
    return (
        f"{name:36} {tally.answerable:6}  {shown(_share(tally.right, tally.answerable)):>5}  {tally.stated:6}  "
        f"{shown(_share(tally.right, tally.stated)):>5}  {tally.silent:8}  "
        f"{shown(_share(tally.rightly_silent, tally.silent)):>6}  "
        f"{shown(_share(tally.rightly_silent, tally.rightly_silent + missed)):>9}"
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
