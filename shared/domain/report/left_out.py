"""The contracts that a result was asked about and says nothing of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NOT_REACHED = "Its turn did not come before the job was ended."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contract without a result, and why."""

    contract_id: str
    title: str
    status: str
    """`failed` or `not_analysed`."""
    reason: str

    def row(self, told: Sequence[str], columns: Sequence[str]) -> list[str]:
        """Its row of a CSV: `told` are the columns for id, title, status and reason, all others are empty."""
        values = dict(zip(told, (self.contract_id, self.title, self.status, self.reason), strict=True))
        return [values.get(column, "") for column in columns]


def left_out(result: Mapping[str, Any], asked: Sequence[str], titles: Mapping[str, str]) -> list[LeftOut]:
    """Those that failed, then those whose turn did not come, of a saved result's header."""
    return [*_failed(result, titles), *_not_reached(result, asked, titles)]


def _failed(result: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[LeftOut]:
    for error in result["errors"]:
        contract = error["contract_id"]
        yield LeftOut(contract, titles.get(contract, contract), "failed", error["message"])


def _not_reached(result: Mapping[str, Any], asked: Sequence[str], titles: Mapping[str, str]) -> Iterator[LeftOut]:
    failed = {error["contract_id"] for error in result["errors"]}
    for contract in not_told(result, asked):
        if contract not in failed:
            yield LeftOut(contract, titles.get(contract, contract), "not_analysed", _NOT_REACHED)


def not_told(header: Mapping[str, Any], asked: Sequence[str]) -> list[str]:
    """Those of whom the header has no row."""
    told = {row["contract_id"] for row in header["overview"]}
    return [contract for contract in asked if contract not in told]


def noticed(contracts: Sequence[LeftOut], done: str) -> list[str]:
    """What a report says of them; `done` is what they were not: `compared`."""
    return [f"Not {done}: {contract.title}. {contract.reason}" for contract in contracts]
