"""The request of a query, as it comes over the wire and as it is stored."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from jobs.contract_ids import RawId, places_of
from shared.domain.contract import is_contract_id, normalise_contract_id
from shared.domain.job import MAX_ITEMS, UserId
from shared.errors import Fault
from shared.job_types.capabilities import Review
from shared.ports.model import ModelSelection

MAX_QUESTION = 2_000
_MIN_QUESTION = 3

EXAMPLE = MappingProxyType(
    {
        "question": "Which law governs the agreement?",
        "contract_ids": ["contract_supplier-a", "contract_supplier-b"],
        "modelSelection": "primary",
    }
)


def _encodable(question: str) -> str:
    try:
        question.encode()
    except UnicodeEncodeError:
        raise ValueError("The question has half of a character in it: send it as UTF-8") from None
    return question


_Question = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=_MIN_QUESTION, max_length=MAX_QUESTION),
    AfterValidator(_encodable),
]


class QueryRequest(BaseModel):
    """Ask one question of many contracts."""

    model_config = ConfigDict(extra="forbid")

    question: _Question
    contract_ids: list[RawId] = Field(min_length=1, max_length=MAX_ITEMS)
    model_selection: ModelSelection = Field(default="primary", alias="modelSelection")
    user_email: UserId = Field(default="system", alias="userEmail")
    user: UserId = Field(default="system", description="Another name for userEmail.")


def review_query(body: Mapping[str, Any]) -> Review:
    """The contracts that a body names, whatever else is wrong with it, and the faults in ids."""
    faults: list[Fault] = []
    named = body.get("contract_ids")
    places: dict[str, str] = {}
    if isinstance(named, list) and len(named) <= MAX_ITEMS:
        places = places_of(named, "/contract_ids", faults)
    if "user" in body and body["user"] != body.get("userEmail", body["user"]):
        faults.append(Fault("/user", "This is another user than userEmail names: give one of the two."))
    return Review({contract: place for contract, place in places.items() if is_contract_id(contract)}, faults)


def normalise_query(request: QueryRequest) -> dict[str, Any]:
    """The question with single spaces, ids with their prefix and each once, one name for the user."""
    return {
        "question": " ".join(request.question.split()),
        "contract_ids": list(dict.fromkeys(normalise_contract_id(raw) for raw in request.contract_ids)),
        "modelSelection": request.model_selection,
        "userEmail": request.user if "user" in request.model_fields_set else request.user_email,
    }
