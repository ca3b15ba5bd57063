"""What goes to the model, what it must answer, and what people read."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.clauses import ClauseType
from shared.domain.titles import ContractTitle

ComparisonMode = Literal["clauses", "full"]


class FindingStatus(StrEnum):
    """How a clause of the standard fares in the other contract."""

    PRESENT = "present"
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    """In the other contract only."""


class Risk(StrEnum):
    """How much a finding should worry the standard's owner."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class FindingAnswer(BaseModel):
    """One finding as the model answers it: clauses by their ids only, never their text."""

    model_config = ConfigDict(extra="forbid")

    clause_type: ClauseType
    status: FindingStatus
    standard_clause_ids: list[str] = Field(description="The standard's clauses this is about; [] if extra.")
    contract_clause_ids: list[str] = Field(description="Their counterparts in the contract; [] if missing.")
    summary: str = Field(description="One line, at most 200 characters, for a table.")
    changes: list[str] = Field(description="What changed, a sentence each, quoting; [] if nothing.")
    risk: Risk
    reason: str = Field(description="Why the risk is what it is, one or two sentences.")


class ComparisonAnswer(BaseModel):
    """The model's whole answer for one contract."""

    model_config = ConfigDict(extra="forbid")

    findings: list[FindingAnswer]
    summary: str = Field(description="Two to four sentences about the contract as a whole.")
    overall_risk: Risk


class ClauseText(BaseModel):
    """A clause in full, as a finding shows it side by side."""

    clause_id: str
    number: str
    heading: str
    text: str


class Finding(BaseModel):
    """One finding with the full clause texts put back in."""

    clause_type: ClauseType
    clause_label: str
    status: FindingStatus
    risk: Risk
    reason: str
    summary: str
    changes: list[str]
    standard_clauses: list[ClauseText]
    contract_clauses: list[ClauseText]


class ContractComparison(BaseModel):
    """One contract compared with the standard: an element of `results.comparisons`."""

    contract_id: str
    contract_title: ContractTitle
    summary: str
    overall_risk: Risk
    findings: list[Finding]
    model: str = Field(description="Who answered, e.g. offline-extractive.")
