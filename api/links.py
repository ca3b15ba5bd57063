"""Links to other endpoints, as the caller of this one would write them."""

from azurefunctions.extensions.http.fastapi import Request

from shared.job_type import JobType

_AREAS = ("/jobs/", "/admin/")


def api_root(request: Request, *further: str) -> str:
    """What stands before the route in the path, in whatever case the caller wrote it: `/api` mostly.

    `further` are the routes of those who ask that are in no area.
    """
    path: str = request.url.path
    begins = (path.lower().find(area.lower()) for area in (*_AREAS, *(f"/{route}" for route in further)))
    return path[: min(begin for begin in begins if begin >= 0)]


def batch_url(request: Request, job_type: JobType) -> str:
    """Where the same request is submitted as a job."""
    return f"{api_root(request, job_type.realtime_route)}/jobs/{job_type.route}"


def realtime_url(request: Request, job_type: JobType) -> str:
    """Where the same request is answered at once."""
    return f"{api_root(request, job_type.realtime_route)}/{job_type.realtime_route}"
