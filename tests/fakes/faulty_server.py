"""An HTTP server in front of another one, which fails as it is told and otherwise passes on."""

import asyncio
import io
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

_OF_THE_CONNECTION = {"Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Date"}


@dataclass(frozen=True)
class Answer:
    """An answer in place of the real one, with the storage services' code for the error."""

    status: int
    code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Drop:
    """The connection ends before the request got anywhere."""


class Lost:
    """The request is carried out, and the connection ends before the answer."""


class Cut:
    """The request is carried out, and the answer breaks off in its body."""


class Held:
    """The request is carried out, and the answer waits until `may_go` is set."""

    def __init__(self) -> None:
        self.carried_out = asyncio.Event()
        self.may_go = asyncio.Event()


Fault = Answer | Drop | Lost | Cut | Held


class FaultyServer:
    """The server: `faults` are used up, one a request with one of `methods`."""

    def __init__(self, target: str, session: ClientSession) -> None:
        self.faults: deque[Fault] = deque()
        self.methods = frozenset({"GET", "PUT", "POST", "DELETE", "HEAD"})
        self.requests = 0
        self.url = ""
        self._target = target
        self._session = session

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Fail as told, or pass on."""
        self.requests += 1
        fault = self.faults.popleft() if self.faults and request.method in self.methods else None
        if isinstance(fault, Answer):
            headers = {"x-ms-error-code": fault.code, **fault.headers}
            error = f"<Error><Code>{fault.code}</Code><Message>As told.</Message></Error>"
            return web.Response(status=fault.status, headers=headers, text=error, content_type="application/xml")
        if isinstance(fault, Drop):
            return self._end(request)
        status, headers, body = await self._passed_on(request)
        if isinstance(fault, Lost):
            return self._end(request)
        if isinstance(fault, Held):
            fault.carried_out.set()
            await fault.may_go.wait()
        if isinstance(fault, Cut):
            return await self._cut(request, headers, body)
        return web.Response(status=status, headers=headers, body=body)

    async def _passed_on(self, request: web.Request) -> tuple[int, dict[str, str], bytes]:
        body = await request.read()
        url, added = self._target + request.raw_path, {"Content-Type"}  # which the signature does not cover
        async with self._session.request(
            request.method,
            url,
            headers=request.headers,
            data=io.BytesIO(body) if body else None,
            skip_auto_headers=added,
        ) as response:
            # The head that HEAD asks for is all there is to tell the length.
            left_out = _OF_THE_CONNECTION - ({"Content-Length"} if request.method == "HEAD" else set())
            headers = {name: value for name, value in response.headers.items() if name not in left_out}
            return response.status, headers, await response.read()

    def _end(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _cut(self, request: web.Request, headers: dict[str, str], body: bytes) -> web.StreamResponse:
        response = web.StreamResponse(headers={**headers, "Content-Length": str(len(body) + 1)})
        await response.prepare(request)
        await response.write(body)
        self._end(request)
        return response


@asynccontextmanager
async def faulty_server(target: str) -> AsyncIterator[FaultyServer]:
    """A server on a free port in front of `target` (an address without a path)."""
    async with ClientSession(auto_decompress=False) as session:
        server = FaultyServer(target, session)
        app = web.Application(client_max_size=100 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", server.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield server
        finally:
            await runner.cleanup()
