"""Server-sent events as a response."""

import json
from collections.abc import AsyncIterator
from typing import Any

from azurefunctions.extensions.http.fastapi import Response, StreamingResponse

STILL_HERE = ": still here\n\n"
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


def event_stream(events: AsyncIterator[str]) -> Response:
    """The stream of these events, which nobody on the way is to keep or collect."""
    return StreamingResponse(events, headers=_HEADERS, media_type="text/event-stream")


def event(name: str, data: Any) -> str:
    """One event with JSON as its data."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
