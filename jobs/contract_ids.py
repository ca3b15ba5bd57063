"""Ids of contracts as requests name them."""

from typing import Annotated

from pydantic import Field, StrictStr

from shared.domain.contract import is_contract_id, normalise_contract_id
from shared.errors import Fault

RawId = Annotated[StrictStr, Field(min_length=1, max_length=200)]
"""An id as it comes over the wire, with or without its prefix."""


def checked_id(raw: str, pointer: str, faults: list[Fault]) -> str:
    """The id with its prefix; what is wrong with it is added to `faults`, at `pointer`."""
    contract = normalise_contract_id(raw)
    if not is_contract_id(contract):
        rule = "A contract id has letters, digits, '_', '.' and '-' only, 120 characters at most."
        faults.append(Fault(pointer, rule))
    return contract


def places_of(raw_ids: list[object], pointer: str, faults: list[Fault]) -> dict[str, str]:
    """The contracts that a list at `pointer` names, each with where it is named first; faults as in `checked_id`."""
    places: dict[str, str] = {}
    for n, raw in enumerate(raw_ids):
        if isinstance(raw, str):
            places.setdefault(checked_id(raw, f"{pointer}/{n}", faults), f"{pointer}/{n}")
    return places
