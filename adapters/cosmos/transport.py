"""The HTTP connection under the SDK, where each answer's cost is seen, whoever asked for it."""

from typing import Any

from adapters.streaming_transport import StreamingTransport
from shared.ports.metering import charge

_CHARGE = "x-ms-request-charge"


class MeteredTransport(StreamingTransport):
    """Adds up request charges, of failures too, and repeats nothing behind our back."""

    async def open(self) -> None:
        """Open the session."""
        await super().open()
        # aiohttp sends PUT and DELETE again by itself when a kept connection turns out to be dead. The first may have
        # been carried out: its repeat then fails on the etag, and we would report a conflict with ourselves.
        self.session._retry_connection = False  # noqa: SLF001  there is no public switch

    async def send(self, request: Any, **config: Any) -> Any:
        """Send a request; its cost is charged to the meters around the caller."""
        response = await super().send(request, **config)
        charge(request_units=float(response.headers.get(_CHARGE) or 0))
        return response
