"""Stopping jobs and taking them up again."""

from collections.abc import Iterator

from api.openapi.answers import Cancelled, Retried
from api.openapi.operation import Answer, Operation

_TAG = "Control"


def control() -> Iterator[Operation]:
    """Cancel and retry."""
    yield Operation(
        "cancel_job",
        "POST",
        "jobs/{job_id}/cancel",
        _TAG,
        "Cancel a job",
        [Answer(200, "It is cancelled, or will be once what is at work is done.", (Cancelled,))],
        problems=[404, 409],
    )
    yield Operation(
        "retry_job",
        "POST",
        "jobs/{job_id}/retry",
        _TAG,
        "Take a job up again",
        [Answer(202, "A new job does what this one left undone.", (Retried,))],
        "Good results of the earlier job are reused.",
        problems=[404, 409, 429],
    )
