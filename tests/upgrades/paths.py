"""Which requests are put to a recorded database."""

from collections.abc import Sequence

from shared.domain.job import JobStatus, item_id
from tests.upgrades.scenario import ANN, BEN, CHRIS, RESULTS, TEXTS

_MOST_ITEMS = 3


def paths_of(job_ids: Sequence[str], result_ids: Sequence[str]) -> list[str]:
    """The paths of all requests, with the ids of what was recorded; some of it is deleted, or not there yet."""
    return [
        *_lists(),
        *(f"/api/contracts/{contract_id}" for contract_id in TEXTS),
        *(path for job_id in job_ids for path in _of_job(job_id)),
        *(f"{RESULTS}/{result_id}{form}" for result_id in result_ids for form in ("", "/csv", "/json")),
    ]


def _lists() -> list[str]:
    jobs = [f"/api/jobs/user/{ANN}?limit=200&status={status}" for status in JobStatus]
    return [
        "/api/contracts?limit=200",
        f"/api/jobs/user/{ANN}?limit=200",
        f"/api/jobs/user/{BEN}?limit=200",
        f"/api/jobs/user/{CHRIS}?limit=200",
        f"/api/jobs/user/{ANN}?limit=200&job_type=contract_query",
        *jobs,
        f"{RESULTS}/user/{ANN}?limit=200",
        f"{RESULTS}/user/{BEN}?limit=200",
        f"{RESULTS}/user/{ANN}?limit=200&type=query",
        f"{RESULTS}/user/{ANN}?limit=200&search=GR%C3%96SSERE",
        f"/api/usage/user/{ANN}",
        f"/api/usage/user/{BEN}",
        "/api/admin/deadletters?limit=200",
    ]


def _of_job(job_id: str) -> list[str]:
    job = f"/api/jobs/{job_id}"
    return [job, f"{job}/items?limit=200", *(f"{job}/items/{item_id(index)}" for index in range(_MOST_ITEMS))]
