"""The HTTP transport under the vendors' clients, with large bodies sent in portions."""

import io
from typing import Any

from azure.core.pipeline.transport import AioHttpTransport

_LARGE_BYTES = 100_000


class StreamingTransport(AioHttpTransport):  # type: ignore[misc]  # the SDK hides its type
    """As azure-core's own, which would hold up the loop while it writes a large body in one piece.

    Its timeouts are its own arguments, in seconds: a client that is given a transport does not set them.
    """

    def _get_request_data(self, request: Any) -> Any:
        data = super()._get_request_data(request)
        return io.BytesIO(data) if isinstance(data, bytes) and len(data) > _LARGE_BYTES else data
