"""The parameters that several operations take."""

from api.openapi.operation import Parameter
from api.parameters import DEFAULT_LIMIT, MAX_LIMIT

LIMIT = Parameter(
    "limit",
    "How many entries the page is to have.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)
CONTINUATION = Parameter(
    "continuation", "The `continuation` of the page before; left out for the first page.", {"type": "string"}
)
PAGING = (LIMIT, CONTINUATION)

IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "The same key with the same request returns the job that it made first.",
    {"type": "string", "minLength": 1, "maxLength": 255},
    place="header",
)
RANGE = Parameter("Range", "One range of bytes, such as `bytes=0-1023`.", {"type": "string"}, place="header")
LAST_EVENT_ID = Parameter(
    "Last-Event-ID",
    "The id of the last event that was seen: the stream goes on behind it.",
    {"type": "string"},
    "header",
)
