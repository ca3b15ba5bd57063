"""The CUAD figures as a page of text."""

from collections.abc import Sequence
from pathlib import Path

from evaluation.cuad import AnnotatedContract, Result, load, measure, misses, split
from evaluation.scores import mean, shown, total
from shared.domain.clauses import ClauseType
from shared.domain.clauses.cuad import NARROWER
from shared.domain.clauses.vocabulary import LABELS

_DEFINITIONS = """\
A clause counts as found for a type when the type is its main one or one it also touches. A heading that
only groups sub-clauses is not counted as a clause.
precision  share of the clauses found for a type that overlap a passage the experts marked for it
recall     share of the marked passages that some clause found for the type overlaps
presence   share of (contract, type) pairs in which "has such a clause" is answered as the experts do
micro      all clauses and passages together; macro: the mean over types
*          CUAD marks only a special case of this type: recall alone is meaningful, and the type is left out
           of the precision, F1 and presence totals"""


def report(data: Path, *, show_misses: bool = False) -> str:
    """The figures for the contracts the rules were developed on, for those held out, and for all."""
    contracts = load(data)
    developed, held_out = split(contracts)
    parts = [
        "Clauses found (CUAD)",
        _DEFINITIONS,
        _section(f"Developed on ({len(developed)} contracts)", developed),
        _section(f"Held out ({len(held_out)} contracts)", held_out),
        _section(f"All ({len(contracts)} contracts)", contracts),
    ]
    if show_misses:
        parts.append("\n".join(misses(developed)))
    return "\n\n".join(parts)


def _section(title: str, contracts: Sequence[AnnotatedContract]) -> str:
    result = measure(contracts)
    lines = [title, f"{'type':30} found  marked  precision  recall    F1  presence"]
    lines += [_row(result, kind) for kind in result.clauses]
    return "\n".join([*lines, *_totals(result), *_category_rows(result)])


def _row(result: Result, kind: ClauseType) -> str:
    counts, narrower = result.clauses[kind], kind in NARROWER
    label = LABELS[kind] + ("*" if narrower else "")
    precision = "   *" if narrower else shown(counts.precision)
    f1 = "   *" if narrower else shown(counts.f1)
    presence = "   *" if narrower else shown(result.presence[kind].accuracy)
    found = f"{label:30} {counts.predicted:5}  {counts.expected:6}"
    return f"{found}  {precision:>9}  {shown(counts.recall):>6}  {f1}  {presence:>8}"


def _totals(result: Result) -> list[str]:
    comparable = [kind for kind in result.clauses if kind not in NARROWER]
    counts = [result.clauses[kind] for kind in comparable]
    micro = total(counts)
    presence = total(result.presence[kind] for kind in comparable)
    every = total(result.clauses.values())
    rows = (
        ("micro", micro.precision, micro.recall, micro.f1, presence.accuracy),
        (
            "macro",
            mean(one.precision for one in counts),
            mean(one.recall for one in counts),
            mean(one.f1 for one in counts),
            mean(result.presence[kind].accuracy for kind in comparable),
        ),
        ("micro, with *", None, every.recall, None, None),
    )
    return [
        f"{name:30} {'':5}  {'':6}  {shown(p):>9}  {shown(r):>6}  {shown(f)}  {shown(a):>8}"
        for name, p, r, f, a in rows
    ]


def _category_rows(result: Result) -> list[str]:
    found = {name: counts for name, counts in result.categories.items() if counts.expected}
    return [
        "recall by category: "
        + ", ".join(f"{name} {counts.expected_found}/{counts.expected}" for name, counts in sorted(found.items()))
    ]
