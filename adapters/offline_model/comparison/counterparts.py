"""What an alignment of two contracts finds."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Alignment:
    """Indices: `answers[i]` are the contract clauses that answer standard clause i, its main one first.

    `owners[j]` is the standard clause whose main counterpart contract clause j is.
    """

    answers: list[list[int]]
    owners: dict[int, int] = field(default_factory=dict)

    def shared_by(self) -> dict[int, list[int]]:
        """Contract clause to the standard clauses that it answers, its owner first."""
        users: dict[int, list[int]] = {}
        for standard, contracts in enumerate(self.answers):
            for contract in contracts:
                users.setdefault(contract, []).append(standard)
        return {j: sorted(found, key=lambda i: (self.owners.get(j) != i, i)) for j, found in users.items()}
