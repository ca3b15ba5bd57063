"""Links to other endpoints, as the caller of this one would write them."""

from azurefunctions.extensions.http.fastapi import Request

from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType

_ROOT = "/api"


def api_root(request: Request) -> str:
    """What stands before the route's own words in the path, in whatever case the caller wrote it: `/api` mostly."""
    path: str = request.url.path
    return path[: path.lower().index(f"{_ROOT}/") + len(_ROOT)]


def batch_url(request: Request, job_type: JobType) -> str:
    """Where the same request is submitted as a job."""
    return f"{api_root(request)}/jobs/{job_type.route}"


def realtime_url(request: Request, real_time: RealTime) -> str:
    """Where the same request is answered at once."""
    return f"{api_root(request)}/{real_time.route}"
