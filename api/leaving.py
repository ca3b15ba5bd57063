"""Work for a client that waits: it ends when the client goes away."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from azurefunctions.extensions.http.fastapi import Request

_T = TypeVar("_T")


async def while_there(request: Request, work: Coroutine[Any, Any, _T]) -> _T | None:
    """What the work comes to; None when the client went away before, upon which the work was cancelled.

    The body must have been read. Whatever the work raises is raised.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, leaving):
            task.cancel()
        # What the work still has to write down is written before anybody closes what it needs for it.
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    """Return when the client is gone: after the body, nothing else comes on this channel."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
