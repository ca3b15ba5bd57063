"""`/api/analysis-results`."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import create_model

from api.openapi.answers import ResultPage, ResultRow, SavedResult
from api.openapi.operation import Answer, Body, Operation, Parameter
from api.openapi.parameters import PAGING
from api.parameters import MAX_SEARCH_CHARACTERS
from api.results import Renaming
from shared.job_types.capabilities import RealTime
from shared.job_types.core import JobType
from shared.services.idempotency import MAX_KEY_CHARACTERS
from shared.services.result_review import SaveRequest

_TAG = "Results"
_TITLE = {"title": "Supplier A against our standard"}
_SEARCH = Parameter(
    "search",
    "Only results with these words in their titles, one behind the other; case does not matter.",
    {"type": "string", "maxLength": MAX_SEARCH_CHARACTERS},
)
_KEY = Parameter(
    "Idempotency-Key",
    "The same key with the same body returns the result that it made first.",
    {"type": "string", "minLength": 1, "maxLength": MAX_KEY_CHARACTERS},
    place="header",
)


def results(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """A whole result, all of a user's, saving, naming, deleting."""
    for job_type in job_types:
        if job_type.real_time is not None:
            yield _saver(job_type, job_type.real_time)
    yield from _reading(job_types)
    yield from _changing()


def _saver(job_type: JobType, real_time: RealTime) -> Operation:
    response = real_time.response_model
    fields: dict[str, Any] = {"results": (response, ...)}
    body = create_model(f"Save{response.__name__}", __base__=SaveRequest, __doc__=SaveRequest.__doc__, **fields)
    return Operation(
        f"save_{job_type.result_type}",
        "POST",
        f"analysis-results/{job_type.route}",
        _TAG,
        f"Save a result: {job_type.result_type}",
        [Answer(201, "It is stored.", (SavedResult,), headers={"Location": "Where it can be read."})],
        "What a call in real time answered is kept as a job's result is; that of a job is kept already.",
        parameters=[_KEY],
        bodies=[Body((body,))],
        problems=[400, 409, 413, 415, 422, 429],
    )


def _reading(job_types: Sequence[JobType]) -> Iterator[Operation]:
    types = [job_type.result_type for job_type in job_types]
    choice = {"type": "string", "enum": [*types, ""], "description": "What is empty between commas is passed over."}
    yield Operation(
        "list_results_of_user",
        "GET",
        "analysis-results/user/{user_id}",
        _TAG,
        "List the results of a user",
        [Answer(200, "A page, newest first, in short.", (ResultPage,))],
        parameters=[
            Parameter("type", "Only results of these types.", choice, is_list=True),
            _SEARCH,
            *PAGING,
        ],
        problems=[400, 404],
    )
    yield Operation(
        "get_analysis_result",
        "GET",
        "analysis-results/{result_id}",
        _TAG,
        "Read a result",
        [
            Answer(
                200,
                "The whole result, streamed: it may be large.",
                tuple(job_type.result_model for job_type in job_types),
            )
        ],
        problems=[404],
    )


def _changing() -> Iterator[Operation]:
    yield Operation(
        "rename_result",
        "PATCH",
        "analysis-results/{result_id}",
        _TAG,
        "Give a result another title",
        [Answer(200, "The result in short.", (ResultRow,))],
        bodies=[Body((Renaming,), example=_TITLE)],
        problems=[400, 404, 409, 413],
    )
    yield Operation(
        "delete_result",
        "DELETE",
        "analysis-results/{result_id}",
        _TAG,
        "Delete a result",
        [Answer(204, "It is gone, with the results of all its items.")],
        "The job that made it stays; it cannot be retried any more. A deletion that broke off is ended by the next.",
        problems=[404, 409],
    )
