"""The request of a comparison, as it comes over the wire and as it is stored."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr, field_validator
from pydantic.alias_generators import to_camel

from jobs.contract_comparison.models import ComparisonMode
from shared.domain.clauses.vocabulary import LABELS, parse_clause_type
from shared.domain.contract import is_contract_id, normalise_contract_id
from shared.domain.job import MAX_ITEMS, UserId
from shared.errors import Fault
from shared.job_type import Normalised
from shared.ports.model import ModelSelection

ALL_CLAUSES: Literal["all"] = "all"
SelectedClauses = list[str] | Literal["all"]


class ComparisonRequest(BaseModel):
    """Compare one standard contract with others, clause by clause or in full; camelCase on the wire."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    standard_contract_id: StrictStr = Field(min_length=1, max_length=200)
    compare_contract_ids: list[StrictStr] = Field(min_length=1, max_length=MAX_ITEMS)
    comparison_mode: ComparisonMode
    selected_clauses: SelectedClauses = Field(description='Names of clauses, or "all".')
    model_selection: ModelSelection
    user_email: UserId = "system"

    @field_validator("selected_clauses", mode="plain", json_schema_input_type=SelectedClauses)
    @classmethod
    def _all_or_names(cls, value: object) -> object:
        # A union of types would be reported once for each of its members; people get one sentence.
        if value == ALL_CLAUSES:
            return value
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise ValueError('Give a list of clause names, or "all".')
        if not value:
            raise ValueError('Name at least one clause, or "all".')
        return value


def normalise_comparison(request: ComparisonRequest) -> Normalised:
    """Ids with their prefix, duplicates and the standard dropped, clause names in the vocabulary's words."""
    faults: list[Fault] = []
    standard = _contract_id(request.standard_contract_id, "/standardContractId", faults)
    places: dict[str, str] = {standard: "/standardContractId"}
    for n, raw in enumerate(request.compare_contract_ids):
        pointer = f"/compareContractIds/{n}"
        places.setdefault(_contract_id(raw, pointer, faults), pointer)
    others = [contract for contract in places if contract != standard]
    if not others:
        faults.append(Fault("/compareContractIds", "Name at least one contract besides the standard itself."))
    stored: dict[str, Any] = request.model_dump(by_alias=True) | {
        "standardContractId": standard,
        "compareContractIds": others,
        "selectedClauses": _clauses(request.selected_clauses, faults),
    }
    return Normalised(stored, places, faults)


def _contract_id(raw: str, pointer: str, faults: list[Fault]) -> str:
    contract = normalise_contract_id(raw)
    if not is_contract_id(contract):
        rule = "A contract id has letters, digits, '_', '.' and '-' only, 120 characters at most."
        faults.append(Fault(pointer, rule))
    return contract


def _clauses(selected: SelectedClauses, faults: list[Fault]) -> SelectedClauses:
    if isinstance(selected, str):
        return ALL_CLAUSES
    known: dict[str, None] = {}
    for n, name in enumerate(selected):
        clause_type = parse_clause_type(name)
        if clause_type is None:
            faults.append(Fault(f"/selectedClauses/{n}", _unknown_clause(name)))
        else:
            known[clause_type.value] = None
    return list(known)


def _unknown_clause(name: str) -> str:
    labels = ", ".join(sorted(LABELS.values()))
    # JSON can spell half a character, which no answer could carry back.
    shown = name[:60].encode(errors="replace").decode()
    return f"There is no clause called '{shown}'. Known are: {labels}."
