"""An HTTP server inside a running event loop, on a port that is known before the first request."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_HEADER_PERIOD = 1.0
_CLOSING = 0.1


class EmbeddedServer(uvicorn.Server):
    """A uvicorn server that leaves the process's signals alone and starts and stops without polling."""

    def __init__(self, app: ASGIApp) -> None:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
        config.timeout_graceful_shutdown = _CLOSING  # type: ignore[assignment] # a fraction of a second is fine
        super().__init__(config)
        self._ready = asyncio.Event()
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, listening: socket.socket) -> None:
        """Serve `listening`; returns when requests are taken."""
        self._task = asyncio.create_task(self.serve([listening]))
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Take no more requests, cut off those that still run, and return."""
        self._stop.set()
        if self._task is not None:
            await self._task

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process's signals belong to whoever runs the host."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Report readiness."""
        await super().startup(sockets)
        self._ready.set()

    async def main_loop(self) -> None:
        """Refresh the Date header once a second until asked to stop."""
        while not self._stop.is_set():
            await self.on_tick(0)
            try:
                await asyncio.wait_for(self._stop.wait(), _HEADER_PERIOD)
            except TimeoutError:
                continue


def listen(address: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        OSError: The port is taken.
    """
    # The protocol is named because asyncio switches Nagle's algorithm off (40 ms a request) only when it is.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError:
        listening.close()
        raise
    return listening
