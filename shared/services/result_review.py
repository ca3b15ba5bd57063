"""What is right and wrong with a result that a client wants to keep.

Ids are checked for their shape only: what a client was told about a document stays worth keeping when that is deleted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.caller import UNNAMED
from shared.domain.job import MAX_ITEMS, ItemResult, UserId
from shared.domain.titles import Description, Title
from shared.errors import Fault, InvalidRequestError
from shared.job_types.capabilities import RealTime, Unpacked
from shared.ports.documents import JsonDocument
from shared.services.idempotency import key_faults
from shared.services.large_documents import storable
from shared.services.result_headers import storable_header
from shared.services.validation import checked

_RESULTS = "/results"


class ChosenMetadata(BaseModel):
    """What a person says about a result."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = Field(default=None, description="Null: a title as a job of the same request would have it.")
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


def read_draft(real_time: RealTime, body: object, key: str | None) -> Draft:
    """The body, whose answer has the shape of the job type's.

    Raises:
        InvalidRequestError: it has another shape; all that is wrong with it is named.
    """
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults = key_faults(key)
    given = checked(SaveRequest, body, "", faults)
    answer = body.get("results")
    response = checked(real_time.response_model, answer, _RESULTS, faults) if isinstance(answer, dict) else None
    if faults or given is None or response is None:
        raise InvalidRequestError(faults)
    return Draft(given, real_time.unpack(response))


def check_draft(real_time: RealTime, labels: Sequence[str], draft: Draft, header: JsonDocument) -> None:
    """Whether the answer agrees with itself, and the fields beside it with the header that is made of it.

    Raises:
        InvalidRequestError: something does not agree; all of it is named.
    """
    faults = [*_wrong_ids(real_time, draft.unpacked.inputs), *_wrong_number(real_time, labels, draft.unpacked)]
    faults += [*_strangers(real_time, labels, draft.unpacked), *_disagreements(draft.given.model_extra or {}, header)]
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


def _wrong_ids(real_time: RealTime, places: Mapping[str, str]) -> Iterator[Fault]:
    for pointer, input_id in places.items():
        if not real_time.is_id(input_id):
            yield Fault(_RESULTS + pointer, f"This is not the id of a {real_time.noun}.")


def _wrong_number(real_time: RealTime, labels: Sequence[str], unpacked: Unpacked) -> Iterator[Fault]:
    if not unpacked.contents:
        yield Fault(_RESULTS + unpacked.contents_at, "There is nothing to keep: it is empty.")
    if len(labels) > MAX_ITEMS or len(set(labels)) < len(labels):
        yield Fault(_RESULTS, f"A {real_time.noun} is named twice, or over {MAX_ITEMS:,} are named.")


def _strangers(real_time: RealTime, labels: Sequence[str], unpacked: Unpacked) -> Iterator[Fault]:
    """What is about an item that was not asked about, or about one that another part is about already."""
    open_labels, name = set(labels), real_time.label
    contents = [(f"{unpacked.contents_at}/{n}", content[name]) for n, content in enumerate(unpacked.contents)]
    errors = [(f"/errors/{n}", error.model_dump().get(name)) for n, error in enumerate(unpacked.errors)]
    for pointer, label in (*contents, *errors):
        if label not in open_labels:
            rule = f"The {real_time.noun} is not among those that were asked about, or comes a second time."
            yield Fault(f"{_RESULTS}{pointer}/{name}", rule)
        open_labels.discard(label)


def _disagreements(fields: Mapping[str, Any], header: JsonDocument) -> Iterator[Fault]:
    for name, value in fields.items():
        if name not in header:
            yield Fault(f"/{name[:60]}", "There is no such field: leave it out.")
        elif header[name] != value:
            yield Fault(f"/{name}", "It does not agree with `results`: leave it out.")
