"""What of a contract goes into the one question about it: all of it, or the passages that speak most of the question.

An answer is asked for once, never in parts: half of a contract cannot say that the whole does not state something, and
two answers to one question would have to be weighed against each other. So a contract that does not fit is searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.clause_lengths import SMALLEST_CHARACTERS, density_of, length_of, pieces
from jobs.contract_query.ranking import rank
from shared.domain.clauses import Clause
from shared.domain.clauses.vocabulary import LABELS, SYNONYMS
from shared.domain.contract import Contract
from shared.ports.model import ModelLimits

_INSTRUCTION_TOKENS = 1_500
"""Of the instructions, the question and the schema of the answer."""

_SHARE = 8
"""A clause that is longer than this part of the room is searched in pieces, so that one does not push out the rest."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The clauses of a question in reading order; of a clause that was cut there are pieces under its id."""

    clauses: Sequence[Clause]
    complete: bool


def excerpt_of(contract: Contract, question: str, limits: ModelLimits | None) -> Excerpt:
    """The whole contract if the limits hold it, else what fits of the passages that speak most of the question."""
    density = density_of(contract)
    if limits is None or length_of(contract.clauses, density) <= limits.prompt_tokens - _INSTRUCTION_TOKENS:
        return Excerpt(contract.clauses, complete=True)
    room = limits.prompt_tokens - _INSTRUCTION_TOKENS
    return Excerpt(_best(contract.clauses, question, room, density), complete=False)


def half_of(clauses: Sequence[Clause], question: str) -> Sequence[Clause]:
    """About half of the clauses, those that speak most of the question; none when they cannot be fewer."""
    length = length_of(clauses, 1.0)
    best = _best(clauses, question, length / 2, 1.0)
    return best if best and length_of(best, 1.0) < length else ()


def _best(clauses: Sequence[Clause], question: str, room: float, density: float) -> list[Clause]:
    """The best passages that fit the room, in reading order; the very best one at any rate."""
    longest = max(SMALLEST_CHARACTERS, int(room / density / _SHARE))
    passages = [piece for clause in clauses for piece in pieces(clause, longest)]
    taken: list[int] = []
    for place in rank([_searched(passage) for passage in passages], question):
        length = length_of([passages[place]], density)
        if not taken or length <= room:
            taken.append(place)
            room -= length
    return _joined([passages[place] for place in sorted(taken)])


def _searched(passage: Clause) -> str:
    """A passage's words, and those by which people ask for its kind of clause."""
    names = [name for kind in passage.types for name in (LABELS[kind], *SYNONYMS.get(kind, ()))]
    return " ".join((passage.heading, *names, passage.text))


def _joined(passages: Sequence[Clause]) -> list[Clause]:
    """The passages, pieces of a clause that follow each other put together again."""
    joined: list[Clause] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and (last.clause_id, last.end) == (passage.clause_id, passage.start):
            joined[-1] = last.model_copy(update={"text": last.text + passage.text, "end": passage.end})
        else:
            joined.append(passage)
    return joined
