"""`/api/analysis-results`."""

from collections.abc import Iterator, Sequence

from api.openapi.operation import Answer, Operation
from shared.job_type import JobType


def results(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """A whole result."""
    models = tuple(job_type.result_model for job_type in job_types)
    yield Operation(
        "get_analysis_result",
        "GET",
        "analysis-results/{result_id}",
        "Results",
        "Read a result",
        [Answer(200, "The whole result, streamed: it may be large.", models)],
        problems=[404],
    )
