"""A comparison that is too large for one question, in parts that fit.

Standard and contract are each cut between clauses, and within a clause only when it fills a part alone. Every part of
the standard meets every part of the contract, so that a question sees all pairs of clauses that the whole would have
seen: with S and C parts that is S x C questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.clause_lengths import CLAUSE_TOKENS, SMALLEST_CHARACTERS, density_of, length_of, pieces
from shared.domain.clauses import Clause
from shared.domain.contract import Contract
from shared.ports.model import ModelLimits

_INSTRUCTION_TOKENS = 2_000
"""Of the instructions and the schema of the answer."""

FINDING_TOKENS = 150
"""Of a finding in an answer: a clause that is the same takes 80, one that changed 200."""


@dataclass(frozen=True, slots=True)
class Part:
    """The clauses of one question; a clause that was cut is there under its id with a piece of its text."""

    standard: Sequence[Clause]
    contract: Sequence[Clause]


def parts_of(standard: Contract, contract: Contract, limits: ModelLimits | None) -> list[Part]:
    """The whole comparison in as few parts as fit the limits; one when there are none."""
    if limits is None:
        return [Part(standard.clauses, contract.clauses)]
    room = max(CLAUSE_TOKENS * 2, limits.prompt_tokens - _INSTRUCTION_TOKENS)
    most = max(1, limits.answer_tokens // FINDING_TOKENS)
    # The shorter one keeps its length, if it can; at the worst they share the room.
    ours = _chunks(standard, max(room // 2, int(room - length_of(contract.clauses, density_of(contract)))), most)
    longest = max((length_of(chunk, density_of(standard)) for chunk in ours), default=0)
    theirs = _chunks(contract, int(room - longest), len(contract.clauses))
    return [Part(mine, other) for mine in ours for other in theirs]


def halves(part: Part) -> list[Part]:
    """The part as two, of which the longer side is half as long each; nothing when it cannot be made smaller."""
    sides = sorted((part.standard, part.contract), key=_characters, reverse=True)
    for side in sides:
        cut = _halved(side)
        if cut and side is part.standard:
            return [Part(half, part.contract) for half in cut]
        if cut:
            return [Part(part.standard, half) for half in cut]
    return []


def _halved(clauses: Sequence[Clause]) -> list[Sequence[Clause]]:
    if len(clauses) > 1:
        middle = len(clauses) // 2
        return [clauses[:middle], clauses[middle:]]
    if clauses and len(clauses[0].text) >= 2 * SMALLEST_CHARACTERS:
        return [[piece] for piece in pieces(clauses[0], -(-len(clauses[0].text) // 2))]
    return []


def _chunks(contract: Contract, capacity: int, most: int) -> list[Sequence[Clause]]:
    """The clauses in runs of at most `capacity` tokens and `most` clauses; a longer clause in pieces."""
    density = density_of(contract)
    characters = max(SMALLEST_CHARACTERS, int((capacity - CLAUSE_TOKENS) / density))
    chunks: list[list[Clause]] = [[]]
    filled = 0.0
    for clause in contract.clauses:
        for piece in pieces(clause, characters):
            length = length_of([piece], density)
            if chunks[-1] and (filled + length > capacity or len(chunks[-1]) >= most):
                chunks.append([])
                filled = 0.0
            chunks[-1].append(piece)
            filled += length
    return [*chunks]


def _characters(clauses: Sequence[Clause]) -> int:
    return sum(len(clause.text) for clause in clauses)
