"""`/api/analysis-results/{id}/pdf`, `/docx`, `/csv`, `/json`."""

from collections.abc import Iterator, Sequence

from api.openapi.operation import JSON, Answer, JsonSchema, Models, Operation
from shared.job_types.core import JobType

_TYPES = "Results of a type without reports are refused."
_FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADERS = {"Content-Disposition": "An attachment, with a name made of the result's title."}


def exports(job_types: Sequence[JobType]) -> Iterator[Operation]:
    """A result as a file."""
    models = tuple(job_type.result_model for job_type in job_types)
    if any(job_type.exporting for job_type in job_types):
        yield _document("pdf", "Download a result as PDF", "A report on pages of A4.", "application/pdf")
        yield _document("docx", "Download a result as a Word file", "The same report, to be worked on.", _WORD)
        rows = "UTF-8 with a byte order mark: a row for each finding, and for each contract that has none."
        told = {"type": "string"}
        yield _operation("csv", "Download a result as CSV", rows, told, "text/csv", _TYPES, (404, 422))
    yield _operation("json", "Download a result as JSON", "The whole result, streamed.", models, JSON)


def _document(ending: str, summary: str, told: str, media_type: str) -> Operation:
    description = (
        "Clauses side by side, the words that differ marked. A long one leaves out clauses and says so. "
        f"A result of more than 500 items is refused: take CSV or JSON. {_TYPES}"
    )
    return _operation(ending, summary, told, _FILE, media_type, description, (404, 422, 429))


def _operation(
    ending: str,
    summary: str,
    told: str,
    content: Models | JsonSchema,
    media_type: str,
    description: str = "",
    problems: Sequence[int] = (404,),
) -> Operation:
    return Operation(
        f"get_result_{ending}",
        "GET",
        f"analysis-results/{{result_id}}/{ending}",
        "Results",
        summary,
        [Answer(200, told, content, media_type, _HEADERS)],
        description,
        problems=problems,
    )
