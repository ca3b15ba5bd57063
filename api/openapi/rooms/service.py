"""What the app says about itself."""

from collections.abc import Iterator

from api.openapi.answers import HealthReport, Me
from api.openapi.operation import HTML, Answer, Operation

_TAG = "Service"


def service() -> Iterator[Operation]:
    """This document, for programs and for people, the caller, and the app's health."""
    yield Operation(
        "get_openapi",
        "GET",
        "openapi.json",
        _TAG,
        "This document",
        [Answer(200, "OpenAPI 3.1.", {"type": "object", "required": ["openapi", "info", "paths"]})],
        public=True,
    )
    yield Operation(
        "get_docs",
        "GET",
        "docs",
        _TAG,
        "This document as a page",
        [Answer(200, "For people.", {"type": "string"}, HTML)],
        public=True,
    )
    yield Operation(
        "get_me",
        "GET",
        "me",
        _TAG,
        "Who the caller is",
        [Answer(200, "The user and whether they are an administrator.", (Me,))],
    )
    yield Operation(
        "get_health",
        "GET",
        "health",
        _TAG,
        "Health",
        [
            Answer(200, "All that the app stands on can be reached.", (HealthReport,)),
            Answer(503, "Something cannot.", (HealthReport,)),
        ],
        "Asked of the parts at most once in five seconds.",
        public=True,
    )
