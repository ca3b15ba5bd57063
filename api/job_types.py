"""`GET /api/job-types`: which kinds of jobs there are, and what each can do."""

from collections.abc import Sequence
from typing import Any

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.door import Door
from shared.job_types.core import JobType


def job_kinds(door: Door, job_types: Sequence[JobType]) -> Blueprint:
    """The endpoint that tells a page which entries to show."""
    blueprint = Blueprint()
    shown = {"job_types": [_shown(job_type) for job_type in job_types]}

    @blueprint.function_name(name="list_job_types")
    @blueprint.route(route="api/job-types", methods=["GET"])
    @door.answers
    async def list_job_types(req: Request) -> Response:  # noqa: ARG001 - the host gives every handler its request
        return JSONResponse(shown)

    return blueprint


def _shown(job_type: JobType) -> dict[str, Any]:
    real_time = job_type.real_time
    return {
        "name": job_type.name,
        "result_type": job_type.result_type,
        "submit_path": f"/api/jobs/{job_type.route}",
        "words": job_type.words.model_dump(),
        "labels": list(job_type.labels),
        "estimates": job_type.pricing is not None,
        "real_time_path": f"/api/{real_time.route}" if real_time else None,
        "exports": ["pdf", "docx", "csv", "json"] if job_type.exporting else ["json"],
    }
