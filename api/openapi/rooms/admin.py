"""`/api/admin` and what else operators look at."""

from collections.abc import Iterator, Sequence

from api.metrics import MEDIA_TYPE
from api.openapi.answers import DeadLetter, DeadLetterPage, Retried, labelled, labelled_page
from api.openapi.operation import Answer, Operation, Parameter
from api.openapi.parameters import PAGING
from shared.job_types.core import JobType

_TAG = "Operation"


def admin(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """Dead letters and the app's figures."""
    page = labelled_page(DeadLetterPage, "letters", labelled(DeadLetter, job_types))
    yield Operation(
        "list_dead_letters",
        "GET",
        "admin/deadletters",
        _TAG,
        "List what failed for good",
        [Answer(200, "A page, newest first.", (page,))],
        "For administrators.",
        parameters=[
            Parameter("user_id", "Only letters of this user's jobs.", {"type": "string"}),
            Parameter("job_id", "Only letters of this job.", {"type": "string"}),
            *PAGING,
        ],
        problems=[400],
    )
    yield Operation(
        "replay_dead_letter",
        "POST",
        "admin/deadletters/{letter_id}/replay",
        _TAG,
        "Take up again what failed for good",
        [Answer(202, "A new job does what the letter's job left undone.", (Retried,))],
        "For administrators.",
        problems=[404, 409],
    )
    yield Operation(
        "get_metrics",
        "GET",
        "metrics",
        _TAG,
        "Metrics",
        [Answer(200, "The text format of Prometheus.", {"type": "string"}, MEDIA_TYPE)],
        "For administrators. What is counted is of one process, since its start.",
    )
