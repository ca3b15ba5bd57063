"""`POST /api/jobs/estimate`: what a request would take, and in which mode it can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import BaseModel, ConfigDict

from api.bodies import MAX_REQUEST_BYTES, json_request
from api.door import Door, caller_of
from api.links import batch_url, realtime_url
from api.starts import StartLimit
from shared.errors import Fault, InvalidRequestError
from shared.job_types.capabilities import Pricing
from shared.job_types.core import JobType
from shared.services.estimates import Estimates, Quote
from shared.services.request_checks import RequestChecks
from shared.services.validation import checked


class EstimateRequest(BaseModel):
    """A request, and the type of the job that it would be."""

    model_config = ConfigDict(extra="forbid")

    job_type: str
    request: dict[str, Any]


def estimating(
    door: Door, job_types: Mapping[str, JobType], checks: RequestChecks, estimates: Estimates, limit: StartLimit
) -> Blueprint:
    """The estimate. Its limit is its own: a page asks while its reader chooses, and must be free to start then."""
    blueprint = Blueprint()

    @blueprint.function_name(name="estimate_job")
    @blueprint.route(route="api/jobs/estimate", methods=["POST"])
    @door.answers
    async def estimate_job(req: Request) -> Response:
        limit.take(caller_of(req).user_id)
        priced, request = _read(await json_request(req, MAX_REQUEST_BYTES), job_types)
        job_type = priced.job_type
        found = await checks.check(job_type, {"request": request}, caller_of(req))
        links = {"batch_url": batch_url(req, job_type)}
        if job_type.real_time is not None:
            links["realtime_url"] = realtime_url(req, job_type.real_time)
        return JSONResponse(_shown(estimates.of(job_type, priced.pricing, found)) | links)

    return blueprint


@dataclass(frozen=True, slots=True)
class _Priced:
    """A job type that can be estimated."""

    job_type: JobType
    pricing: Pricing


def _read(body: object, job_types: Mapping[str, JobType]) -> tuple[_Priced, dict[str, Any]]:
    if not isinstance(body, dict):
        raise InvalidRequestError([Fault("", "The body must be a JSON object.")])
    faults: list[Fault] = []
    asked = checked(EstimateRequest, body, "", faults)
    job_type = job_types.get(asked.job_type) if asked else None
    pricing = job_type.pricing if job_type else None
    if asked and not pricing:
        known = sorted(name for name, kind in job_types.items() if kind.pricing)
        faults.append(Fault("/job_type", f"There is no such type of job. Known are: {', '.join(known)}."))
    if asked is None or job_type is None or pricing is None:
        raise InvalidRequestError(faults)
    return _Priced(job_type, pricing), asked.request


def _shown(quote: Quote) -> dict[str, Any]:
    return {
        "mode": quote.mode,
        "used_tokens": quote.used_tokens,
        "token_budget": quote.token_budget,
        "reserved_tokens": quote.reserved_tokens,
        "available_tokens": quote.available_tokens,
        "items": quote.items,
        "prompt_tokens": quote.estimate.prompt_tokens,
        "completion_tokens": quote.estimate.completion_tokens,
        "estimated_cost": quote.cost,
        "message": quote.message,
    }
