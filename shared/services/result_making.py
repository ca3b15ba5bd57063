"""The header of a result, the same for a job's and for one that a person saves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.job import ItemError, Job
from shared.domain.timestamps import iso
from shared.job_type import JobType
from shared.ports.documents import JsonDocument
from shared.services.result_headers import RESULT, ROW


def header_of(
    job_type: JobType,
    job: Job,
    result_id: str,
    overview: Sequence[Mapping[str, Any]],
    errors: Sequence[ItemError],
    now: datetime,
) -> JsonDocument:
    """The header over a job's items: the rows of the good ones, the errors of the others; the rest was not analysed."""
    moment = iso(now)
    return {
        "id": result_id,
        "type": job_type.result_type,
        "record": RESULT,
        "user_id": job.user_id,
        "job_id": job.id,
        "created_date": moment,
        "modified_date": moment,
        ROW: {"contracts": len(overview), "counts": job_type.counts(overview)},
        "overview": list(overview),
        "errors": [error.model_dump() for error in errors],
        "not_analysed": len(job_type.item_contracts(job.request)) - len(overview) - len(errors),
        **job_type.header(job, overview),
    }
