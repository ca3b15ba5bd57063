"""What a comparison request must bring."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from jobs.contract_comparison.models import ComparisonMode
from shared.domain.clauses import Clause, ClauseType


class ComparedContract(BaseModel):
    """A contract as its clauses, in reading order."""

    model_config = ConfigDict(frozen=True)

    contract_id: str
    title: str
    clauses: list[Clause]


class ComparisonVariables(BaseModel):
    """`request.variables` of the task `contract_comparison`."""

    model_config = ConfigDict(frozen=True)

    standard: ComparedContract
    contract: ComparedContract
    comparison_mode: ComparisonMode
    selected_clauses: list[ClauseType] | Literal["all"] = "all"

    def compared_type(self, main: ClauseType, types: frozenset[ClauseType]) -> ClauseType | None:
        """The type under which a clause of these types is compared; None when it was not asked for.

        That is its main type, unless only a further one was asked for.
        """
        if self.comparison_mode == "full" or self._is_selected(main):
            return main
        return min((kind for kind in types if self._is_selected(kind)), default=None)

    def _is_selected(self, kind: ClauseType) -> bool:
        if self.selected_clauses == "all":
            return kind is not ClauseType.OTHER
        return kind in self.selected_clauses
