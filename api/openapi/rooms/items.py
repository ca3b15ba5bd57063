"""`/api/jobs/{job_id}/items`."""

from collections.abc import Iterator, Sequence

from api.openapi.answers import labelled, labelled_page
from api.openapi.operation import Answer, Operation
from api.openapi.parameters import PAGING, RANGE
from shared.domain.job import ItemResult
from shared.job_types.core import JobType
from shared.services.job_items import ItemPage, ItemView

_TAG = "Jobs"
_FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
_HEADERS = {"Content-Disposition": "An attachment, with the file's name.", "Accept-Ranges": "`bytes`."}
_RANGE = {"Content-Range": "Which bytes these are."}


def items(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """The items of a job, one by one."""
    page = labelled_page(ItemPage, "items", labelled(ItemView, job_types))
    result = labelled(ItemResult, job_types)
    yield Operation(
        "list_job_items",
        "GET",
        "jobs/{job_id}/items",
        _TAG,
        "List the items of a job",
        [Answer(200, "A page, in the order of the request.", (page,))],
        parameters=PAGING,
        problems=[400, 404],
    )
    yield Operation(
        "get_job_item",
        "GET",
        "jobs/{job_id}/items/{item_id}",
        _TAG,
        "Read the result of one item",
        [Answer(200, "The whole outcome, as soon as it is stored, while the job runs too.", (result,))],
        problems=[404],
    )
    yield Operation(
        "get_job_artifact",
        "GET",
        "jobs/{job_id}/artifacts/{name}",
        _TAG,
        "Download a file that a job made",
        [
            Answer(200, "The whole file.", _FILE, "*/*", _HEADERS),
            Answer(206, "The range that `Range` asks for.", _FILE, "*/*", _HEADERS | _RANGE),
        ],
        "The job lists its `artifacts`. Whoever may see the job may read them; they are deleted with its result.",
        parameters=[RANGE],
        problems=[404, 416],
    )
