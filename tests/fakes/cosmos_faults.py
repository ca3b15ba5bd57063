"""A Cosmos DB server with faults: it stands in front of a real one and does to requests what the test says."""

import asyncio
import hashlib
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web
from yarl import URL

Operation = Literal["account", "schema", "create", "upsert", "replace", "read", "delete", "patch", "query"]
Kind = Literal["status", "stall", "drop_before", "drop_after"]

REQUEST_UNITS: Mapping[Operation, float] = {
    "account": 0.0,
    "schema": 0.0,
    "create": 10.0,
    "upsert": 11.0,
    "replace": 12.0,
    "read": 1.0,
    "delete": 6.0,
    "patch": 13.0,
    "query": 3.0,
}
"""What the server charges for an operation; a request that it refuses itself costs 0.5."""

REFUSAL_UNITS = 0.5

_HOP_HEADERS = {"connection", "content-length", "transfer-encoding", "keep-alive", "host"}
_MAX_BODY_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """What happens to a request.

    `status` answers with `status` and `headers` at once; `stall` never answers; `drop_before` and `drop_after` break
    the connection, before the request was carried out or after.
    """

    kind: Kind
    status: int = 503
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The status, or the kind of the others."""
        return str(self.status) if self.kind == "status" else self.kind


def refused(status: int, *, retry_after_ms: int | None = None, substatus: int | None = None) -> Fault:
    """An answer of the service that it did not do the work."""
    headers = {"x-ms-retry-after-ms": retry_after_ms, "x-ms-substatus": substatus}
    return Fault("status", status, {name: str(value) for name, value in headers.items() if value is not None})


STALL = Fault("stall")
DROP_BEFORE = Fault("drop_before")
DROP_AFTER = Fault("drop_after")


@dataclass(frozen=True)
class RandomFaults:
    """Faults by chance: each with its rate from 0 to 1, the same for the same seed and number of the request."""

    seed: int
    rates: tuple[tuple[Fault, float], ...]

    def of(self, number: int) -> Fault | None:
        """The fault of the request with this running number."""
        digest = hashlib.blake2b(f"{self.seed}:{number}".encode(), digest_size=8).digest()
        drawn = int.from_bytes(digest) / 2**64
        for fault, rate in self.rates:
            if drawn < rate:
                return fault
            drawn -= rate
        return None


@dataclass(frozen=True)
class SeenRequest:
    """A request as it came, and what was done to it."""

    operation: Operation
    headers: Mapping[str, str]
    body: bytes
    fault: Fault | None


class CosmosFaults:
    """The server. Requests about the account and containers suffer only what is scripted for them."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self._session: ClientSession | None = None
        self._scripted: dict[Operation, deque[Fault | None]] = {}
        self._always: Callable[[Operation], Fault | None] = lambda _operation: None
        self._random: RandomFaults | None = None
        self._numbers = 0
        self._writes = 0
        self._stopped = asyncio.Event()
        self.endpoint = ""
        self.seen: list[SeenRequest] = []
        self.injected: Counter[str] = Counter()

    def script(self, operation: Operation, *faults: Fault | None) -> None:
        """What happens to the next requests of an operation; None lets one pass. Later ones pass."""
        self._scripted.setdefault(operation, deque()).extend(faults)

    def always(self, fault: Fault | None) -> None:
        """From now on every request about documents has this fault, or none has one."""
        self._always = lambda _operation: fault

    def at_random(self, faults: RandomFaults | None) -> None:
        """From now on faults come by chance, or no more."""
        self._random = faults

    def count(self, operation: Operation) -> int:
        """How many requests of an operation came."""
        return sum(request.operation == operation for request in self.seen)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do to a request what is to be done to it."""
        operation = _operation_of(request)
        body = await request.read()
        fault = self._fault(operation)
        self.seen.append(SeenRequest(operation, dict(request.headers), body, fault))
        if fault is None:
            return await self._forward(request, operation, body)
        self.injected[fault.name] += 1
        if fault.kind == "status":
            headers = {"x-ms-request-charge": str(REFUSAL_UNITS), **fault.headers}
            return web.json_response({"code": fault.name, "message": "injected"}, status=fault.status, headers=headers)
        if fault.kind == "stall":
            await self._stopped.wait()
        if fault.kind == "drop_after":
            await self._forward(request, operation, body)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _fault(self, operation: Operation) -> Fault | None:
        if scripted := self._scripted.get(operation):
            return scripted.popleft()
        if operation in ("account", "schema"):
            return None
        if self._random is not None:
            self._numbers += 1
            return self._random.of(self._numbers)
        return self._always(operation)

    async def _forward(self, request: web.Request, operation: Operation, body: bytes) -> web.Response:
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_HEADERS}
        url = URL(self._upstream + request.raw_path, encoded=True)
        async with self._session.request(request.method, url, headers=headers, data=body) as answer:
            content = await answer.read()
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP_HEADERS}
        kept["x-ms-request-charge"] = str(REQUEST_UNITS[operation])
        if operation in ("create", "upsert", "replace", "patch", "delete"):
            self._writes += 1
            kept["x-ms-session-token"] = f"0:-1#{self._writes}"
            kept["x-ms-alt-content-path"] = "/".join(request.path.strip("/").split("/")[:4])
        return web.Response(status=answer.status, headers=kept, body=content)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator["CosmosFaults"]:
        """Listen on a free port of this machine."""
        application = web.Application(client_max_size=_MAX_BODY_BYTES)
        application.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0)
        async with _upstream_session() as self._session:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            self.endpoint = f"http://{host}:{port}"
            try:
                yield self
            finally:
                self._stopped.set()
                await runner.cleanup()


def _upstream_session() -> ClientSession:
    return ClientSession(
        auto_decompress=False,
        # A kept connection that turns out to be dead would be answered by sending the request again.
        connector=TCPConnector(limit=0, force_close=True),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=60),
    )


def _operation_of(request: web.Request) -> Operation:
    steps = request.path.strip("/").split("/")
    if steps == [""]:
        return "account"
    if len(steps) < 5 or steps[4] != "docs":
        return "schema"
    if request.headers.get("x-ms-documentdb-is-upsert", "").lower() == "true":
        return "upsert"
    if request.headers.get("x-ms-documentdb-isquery", "").lower() == "true":
        return "query"
    methods: Mapping[str, Operation] = {
        "POST": "create",
        "PUT": "replace",
        "GET": "read",
        "DELETE": "delete",
        "PATCH": "patch",
    }
    return methods[request.method]
