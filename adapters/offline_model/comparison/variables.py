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
