"""The saved comparison, whole, as people read it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from jobs.contract_comparison.models import ComparisonMode, ContractComparison, FindingStatus, Risk
from jobs.contract_errors import ContractError
from shared.domain.clauses import ClauseType
from shared.domain.timestamps import Timestamp
from shared.domain.titles import ContractTitle

_Count = Annotated[int, Field(ge=0)]


class OverviewRow(BaseModel):
    """One contract in short."""

    contract_id: str
    contract_title: ContractTitle
    overall_risk: Risk
    summary: str = Field(max_length=1_000, description="Cut off behind 1,000 characters.")
    statuses: dict[FindingStatus, _Count] = Field(description="How many findings of each status.")
    risks: dict[Risk, _Count] = Field(description="How many findings of each risk.")
    model: str


class Metadata(BaseModel):
    """What the comparison is about, for lists."""

    title: str
    description: str
    job_id: str
    contracts_compared: int


class Comparisons(BaseModel):
    """The comparisons, one a contract that could be compared, in the request's order."""

    comparisons: list[ContractComparison]


class ComparisonResponse(BaseModel):
    """The answer to a comparison; camelCase, as its request."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True)

    success: Literal[True]
    standard_contract_id: str
    compare_contract_ids: list[str]
    comparison_mode: ComparisonMode
    selected_clauses: list[ClauseType] | Literal["all"]
    results: Comparisons
    errors: list[ContractError] = Field(description="Why some of the contracts could not be compared.")


class SavedComparison(BaseModel):
    """The result of a comparison job."""

    id: str
    type: Literal["comparison"]
    record: Literal["result"]
    user_id: str
    job_id: str
    created_date: Timestamp
    modified_date: Timestamp
    standard_contract_id: str
    compare_contract_ids: list[str]
    comparison_mode: ComparisonMode
    selected_clauses: list[ClauseType] | Literal["all"]
    metadata: Metadata
    overview: list[OverviewRow]
    errors: list[ContractError] = Field(description="Why some of the contracts could not be compared.")
    not_analysed: int = Field(ge=0, description="Contracts whose turn did not come before the job was ended.")
    results: ComparisonResponse
