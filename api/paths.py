"""Where things are, as a caller sees it."""

from azurefunctions.extensions.http.fastapi import Request


def job_url(request: Request, job_id: str) -> str:
    """The path of a job, in whatever case the caller wrote what stands before `/jobs/`."""
    path: str = request.url.path
    return f"{path[: path.lower().index('/jobs/')]}/jobs/{job_id}"
