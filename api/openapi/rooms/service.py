"""What the app says about itself."""

from collections.abc import Iterator

from api.openapi.operation import Answer, Operation

_TAG = "Service"


def service() -> Iterator[Operation]:
    """This document."""
    yield Operation(
        "get_openapi",
        "GET",
        "openapi.json",
        _TAG,
        "This document",
        [Answer(200, "OpenAPI 3.1.", {"type": "object", "required": ["openapi", "info", "paths"]})],
        public=True,
    )
