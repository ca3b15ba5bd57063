"""From a body to a request that can be done, or to every fault of it at once; stores nothing."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from shared.domain.caller import Caller
from shared.domain.job import DEFAULT_PRIORITY, MAX_ITEMS, MAX_REFERENCE_BYTES, Item, Options, item_id
from shared.errors import Fault, InvalidRequestError
from shared.job_types.core import JobType
from shared.job_types.values import Inputs, Request
from shared.services.idempotency import key_faults
from shared.services.inputs import InputSources
from shared.services.planned_items import planned
from shared.services.validation import checked

_REPEATS = uuid.UUID("6a2f6f0c-8d0b-4a58-9e55-2f7a4b0d8c11")


class Envelope(BaseModel):
    """A request wrapped together with how urgent it is and how it is to run."""

    model_config = ConfigDict(extra="forbid")

    request: dict[str, Any]
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=1, le=10, description="10 goes first.")
    options: Options = Options()


_AROUND = frozenset(Envelope.model_fields) - {"request"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A body as far as it could be read; `job_id` is set when an idempotency key decides it."""

    envelope: Envelope | None
    request: Request | None
    faults: list[Fault]
    prefix: str
    job_id: str | None
    inputs: Mapping[str, str]
    """What the request names, as far as it could be read, with the JSON pointer in the request."""


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request without faults, with the headers of all inputs that it names."""

    envelope: Envelope
    request: Request
    inputs: Inputs
    items: Sequence[Item]


class RequestChecks:
    """Checks requests against what is stored."""

    def __init__(self, sources: InputSources) -> None:
        self._sources = sources

    async def check(self, job_type: JobType, body: object, caller: Caller) -> CheckedRequest:
        """The request of a body.

        Raises:
            ForbiddenError: the request names another user than the caller, who is no administrator.
            InvalidRequestError: the request has faults; all of them are named.
        """
        return await self.complete(job_type, read_draft(job_type, body, caller), caller)

    async def complete(self, job_type: JobType, draft: Draft, caller: Caller) -> CheckedRequest:
        """The request of a draft.

        Raises:
            InvalidRequestError: it has faults; all of them are named.
        """
        # Another's inputs are to the caller as if they were not there.
        named = draft.inputs
        inputs = await self._sources.find(list(named), caller.confined_to)
        faults = _each_place_once([*draft.faults, *self._unknown(draft, inputs)])
        if faults or draft.envelope is None or draft.request is None:
            raise InvalidRequestError(faults)
        items = planned(job_type, draft.request, inputs)
        check_items(items)
        return CheckedRequest(draft.envelope, draft.request, inputs, items)

    def _unknown(self, draft: Draft, inputs: Inputs) -> list[Fault]:
        return [
            Fault(draft.prefix + pointer, f"There is no {self._sources.noun_of(name)} {name[:200]}. Upload it first.")
            for name, pointer in draft.inputs.items()
            if name not in inputs
        ]


def check_items(items: Sequence[Item]) -> None:
    """Whether a job may have these items.

    Raises:
        InvalidRequestError: there are none, or more than a job may have.
        ValueError: the type breaks a rule of the engine: ids are places, and inputs hold references only.
    """
    if not 0 < len(items) <= MAX_ITEMS:
        told = f"{len(items):,} items" if items else "nothing to do"
        rule = f"The request comes to {told}; a job has from 1 to {MAX_ITEMS:,} items."
        raise InvalidRequestError([Fault("", rule)])
    for place, item in enumerate(items):
        if item.index != place or item.item_id != item_id(place):
            raise ValueError(f"Item {item.item_id} stands at place {place}: plan items in order with Item.at.")
        if len(json.dumps(item.input)) > MAX_REFERENCE_BYTES:
            raise ValueError(
                f"The input of item {item.item_id} is over {MAX_REFERENCE_BYTES:,} bytes: pass references."
            )


def read_draft(job_type: JobType, body: object, caller: Caller, key: str | None = None) -> Draft:
    """All that can be said of a body without asking the store; `key` makes repeats one.

    Raises:
        ForbiddenError: the request names another user than the caller, who is no administrator.
        InvalidRequestError: the body is no object.
    """
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults = key_faults(key)
    wrapped = "request" in body
    prefix = "/request" if wrapped else ""
    outer = body if wrapped else _wrapped(body)
    envelope = checked(Envelope, outer, "", faults)
    inner = outer["request"]
    if not isinstance(inner, dict):
        return Draft(envelope, None, faults, prefix, None, {})
    model = checked(job_type.request_model, inner, prefix, faults)
    review = job_type.review(inner)
    faults += [Fault(prefix + fault.pointer, fault.message) for fault in review.faults]
    request = None if faults or model is None else _owned(job_type, job_type.normalise(model), caller)
    job_id = _id_of(job_type, request, key) if key and request else None
    inputs = review.inputs if request is None else review.inputs or job_type.work.inputs(request)
    return Draft(envelope, request, faults, prefix, job_id, inputs)


def _wrapped(flat: dict[str, Any]) -> dict[str, Any]:
    """A flat body as a wrapped one: how it is to run may stand beside the request's own fields."""
    around = {name: flat[name] for name in _AROUND if name in flat}
    return around | {"request": {name: value for name, value in flat.items() if name not in around}}


def _owned(job_type: JobType, request: Request, caller: Caller) -> Request:
    return job_type.with_user(request, caller.user_for(job_type.user_of(request)))


def _id_of(job_type: JobType, request: Request, key: str) -> str:
    return str(uuid.uuid5(_REPEATS, f"{job_type.user_of(request)}\n{job_type.name}\n{key}"))


def _each_place_once(faults: list[Fault]) -> list[Fault]:
    """The first fault of each place: a value of the wrong shape need not be told more."""
    return list({fault.pointer: fault for fault in reversed(faults)}.values())[::-1]
