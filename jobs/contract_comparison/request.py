"""The request of a comparison, as it comes over the wire and as it is stored."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.alias_generators import to_camel

from jobs.contract_comparison.models import ComparisonMode
from jobs.contract_ids import RawId, checked_id, places_of
from shared.domain.clauses.vocabulary import LABELS, parse_clause_type
from shared.domain.contract import is_contract_id, normalise_contract_id
from shared.domain.job import MAX_ITEMS, UserId
from shared.errors import Fault
from shared.job_types.capabilities import Review
from shared.ports.model import ModelSelection

ALL_CLAUSES: Literal["all"] = "all"
SelectedClauses = list[str] | Literal["all"]
MAX_CLAUSES = 100
_NamedClauses = Annotated[list[str], Field(min_length=1, max_length=MAX_CLAUSES)]

EXAMPLE = MappingProxyType(
    {
        "standardContractId": "contract_our-standard",
        "compareContractIds": ["contract_supplier-a", "contract_supplier-b"],
        "comparisonMode": "clauses",
        "selectedClauses": ["Indemnity", "Payment Terms"],
        "modelSelection": "primary",
    }
)


class ComparisonRequest(BaseModel):
    """Compare one standard contract with others, clause by clause or in full; camelCase on the wire."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    standard_contract_id: RawId
    compare_contract_ids: list[RawId] = Field(min_length=1, max_length=MAX_ITEMS)
    comparison_mode: ComparisonMode
    selected_clauses: SelectedClauses = Field(description='Names of clauses, or "all".')
    model_selection: ModelSelection
    user_email: UserId = "system"

    @field_validator("selected_clauses", mode="plain", json_schema_input_type=_NamedClauses | Literal["all"])
    @classmethod
    def _all_or_names(cls, value: object) -> object:
        # A union of types would be reported once for each of its members; people get one sentence.
        if value == ALL_CLAUSES:
            return value
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise ValueError('Give a list of clause names, or "all".')
        if not 0 < len(value) <= MAX_CLAUSES:
            raise ValueError(f'Name from 1 to {MAX_CLAUSES} clauses, or "all".')
        return value


def review_comparison(body: Mapping[str, Any]) -> Review:
    """The contracts that a body names, whatever else is wrong with it, and the faults in ids and clause names."""
    faults: list[Fault] = []
    places: dict[str, str] = {}
    standard = body.get("standardContractId")
    if isinstance(standard, str):
        places[checked_id(standard, "/standardContractId", faults)] = "/standardContractId"
    others = body.get("compareContractIds")
    if isinstance(others, list) and 0 < len(others) <= MAX_ITEMS:
        places |= places_of(others, "/compareContractIds", faults) | places
        if isinstance(standard, str) and len(places) == 1 and all(isinstance(other, str) for other in others):
            faults.append(Fault("/compareContractIds", "Name at least one contract besides the standard itself."))
    faults += _unknown_clauses(body.get("selectedClauses"))
    return Review({contract: place for contract, place in places.items() if is_contract_id(contract)}, faults)


def normalise_comparison(request: ComparisonRequest) -> dict[str, Any]:
    """Ids with their prefix, duplicates and the standard dropped, clause names in the vocabulary's words."""
    standard = normalise_contract_id(request.standard_contract_id)
    others = dict.fromkeys(normalise_contract_id(other) for other in request.compare_contract_ids)
    others.pop(standard, None)
    return request.model_dump(by_alias=True) | {
        "standardContractId": standard,
        "compareContractIds": list(others),
        "selectedClauses": _clauses(request.selected_clauses),
    }


def _clauses(selected: SelectedClauses) -> SelectedClauses:
    if isinstance(selected, str):
        return ALL_CLAUSES
    types = (parse_clause_type(name) for name in selected)
    return list(dict.fromkeys(clause_type.value for clause_type in types if clause_type))


def _unknown_clauses(selected: object) -> list[Fault]:
    if not isinstance(selected, list) or len(selected) > MAX_CLAUSES:
        return []
    unknown = [(n, name) for n, name in enumerate(selected) if isinstance(name, str) and not parse_clause_type(name)]
    faults = [Fault(f"/selectedClauses/{n}", f"There is no clause called '{name[:60]}'.") for n, name in unknown]
    if faults:
        known = f" Known are: {', '.join(sorted(LABELS.values()))}."
        faults[0] = Fault(faults[0].pointer, faults[0].message + known)
    return faults
