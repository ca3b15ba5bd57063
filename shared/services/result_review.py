"""What is right and wrong with a result that a client wants to keep.

Ids are checked for their shape only: what a client was told about a contract stays worth keeping when it is deleted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.caller import UNNAMED
from shared.domain.contract import is_contract_id
from shared.domain.job import MAX_ITEMS, ItemResult, UserId
from shared.domain.titles import Description, Title
from shared.errors import Fault, InvalidRequestError
from shared.job_type import JobType, Unpacked
from shared.ports.documents import JsonDocument
from shared.services.idempotency import key_faults
from shared.services.large_documents import storable
from shared.services.result_headers import storable_header
from shared.services.validation import checked

_RESULTS = "/results"


class ChosenMetadata(BaseModel):
    """What a person says about a result."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = Field(default=None, description="Null: a title as a job over these contracts would have it.")
    description: Description | None = None


class SaveRequest(BaseModel):
    """An answer of a call in real time, to be kept. Fields of the saved result itself may stand beside it."""

    model_config = ConfigDict(extra="allow")

    user_id: UserId = UNNAMED
    results: dict[str, Any] = Field(description="The answer as it came.")
    metadata: ChosenMetadata = ChosenMetadata()


@dataclass(frozen=True, slots=True)
class Draft:
    """A request whose shape is right, and what its answer says."""

    given: SaveRequest
    unpacked: Unpacked


def read_draft(job_type: JobType, body: object, key: str | None) -> Draft:
    """The body, whose answer has the shape of the job type's.

    Raises:
        InvalidRequestError: it has another shape; all that is wrong with it is named.
    """
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults = key_faults(key)
    given = checked(SaveRequest, body, "", faults)
    answer = body.get("results")
    response = checked(job_type.response_model, answer, _RESULTS, faults) if isinstance(answer, dict) else None
    if faults or given is None or response is None:
        raise InvalidRequestError(faults)
    return Draft(given, job_type.unpacked(response))


def check_draft(job_type: JobType, draft: Draft, header: JsonDocument) -> None:
    """Whether the answer agrees with itself, and the fields beside it with the header that is made of it.

    Raises:
        InvalidRequestError: something does not agree; all of it is named.
    """
    contract_ids = job_type.item_contracts(draft.unpacked.request)
    faults = [*_wrong_ids(draft.unpacked.contracts), *_wrong_number(contract_ids, draft.unpacked)]
    faults += [*_strangers(contract_ids, draft.unpacked), *_disagreements(draft.given.model_extra or {}, header)]
    if faults:
        raise InvalidRequestError(faults)


def check_storable(header: JsonDocument, items: Sequence[ItemResult]) -> None:
    """Whether the store takes all that is made of the answer, before any of it is stored.

    Raises:
        InvalidRequestError: it does not.
    """
    try:
        if storable_header(header) and all(storable(item.model_dump(mode="json")) for item in items):
            return
        rule = "A title or a model's name in it is too long to be kept."
    except UnicodeEncodeError:
        rule = "A text in it has half a character (a lone surrogate), which cannot be kept."
    raise InvalidRequestError([Fault(_RESULTS, rule)])


def _wrong_ids(places: Mapping[str, str]) -> Iterator[Fault]:
    for pointer, contract_id in places.items():
        if not is_contract_id(contract_id):
            yield Fault(_RESULTS + pointer, "This is not the id of a contract.")


def _wrong_number(contract_ids: Sequence[str], unpacked: Unpacked) -> Iterator[Fault]:
    if not unpacked.contents:
        yield Fault(_RESULTS + unpacked.contents_at, "There is nothing to keep: it is empty.")
    if len(contract_ids) > MAX_ITEMS or len(set(contract_ids)) < len(contract_ids):
        yield Fault(_RESULTS, f"A contract is named twice, or over {MAX_ITEMS:,} are named.")


def _strangers(contract_ids: Sequence[str], unpacked: Unpacked) -> Iterator[Fault]:
    """What is about a contract that was not asked about, or about one that another part is about already."""
    open_ids = set(contract_ids)
    contents = [(f"{unpacked.contents_at}/{n}", content["contract_id"]) for n, content in enumerate(unpacked.contents)]
    errors = [(f"/errors/{n}", error.contract_id) for n, error in enumerate(unpacked.errors)]
    for pointer, contract_id in (*contents, *errors):
        if contract_id not in open_ids:
            rule = "The contract is not among those that were asked about, or comes a second time."
            yield Fault(f"{_RESULTS}{pointer}/contract_id", rule)
        open_ids.discard(contract_id)


def _disagreements(fields: Mapping[str, Any], header: JsonDocument) -> Iterator[Fault]:
    for name, value in fields.items():
        if name not in header:
            yield Fault(f"/{name[:60]}", "There is no such field: leave it out.")
        elif header[name] != value:
            yield Fault(f"/{name}", "It does not agree with `results`: leave it out.")
