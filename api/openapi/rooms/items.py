"""`/api/jobs/{job_id}/items`."""

from collections.abc import Iterator

from api.openapi.operation import Answer, Operation
from api.openapi.parameters import PAGING
from shared.domain.job import ItemResult
from shared.services.job_items import ItemPage

_TAG = "Jobs"


def items() -> Iterator[Operation]:
    """The contracts of a job, one by one."""
    yield Operation(
        "list_job_items",
        "GET",
        "jobs/{job_id}/items",
        _TAG,
        "List the contracts of a job",
        [Answer(200, "A page, in the order of the request.", (ItemPage,))],
        parameters=PAGING,
        problems=[400, 404],
    )
    yield Operation(
        "get_job_item",
        "GET",
        "jobs/{job_id}/items/{item_id}",
        _TAG,
        "Read the result of one contract",
        [Answer(200, "The whole outcome, as soon as it is stored, while the job runs too.", (ItemResult,))],
        problems=[404],
    )
