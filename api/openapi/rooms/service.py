"""What the app says about itself."""

from collections.abc import Iterator

from api.openapi.answers import HealthReport
from api.openapi.operation import Answer, Operation

_TAG = "Service"


def service() -> Iterator[Operation]:
    """This document, the app's health and its figures."""
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
    yield Operation(
        "get_metrics",
        "GET",
        "metrics",
        "Operation",
        "Metrics",
        [Answer(200, "The text format of Prometheus.", {"type": "string"}, "text/plain")],
        "For administrators. What is counted is of one process, since its start.",
    )
