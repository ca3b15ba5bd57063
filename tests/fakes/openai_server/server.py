"""The server itself: a real socket, a real protocol, and a record of what was asked."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from adapters.tokens import O200kTokenCounter
from tests.fakes.openai_server import replies
from tests.fakes.openai_server.errors import ApiError, invalid, no_access, no_model
from tests.fakes.openai_server.prompt_cache import PromptCache
from tests.fakes.openai_server.script import Rates, Refusing, Step
from tests.fakes.openai_server.wire import ChatRequest, read_request

Answerer = Callable[[dict[str, Any]], str]
"""From the body of a request to the model's answer; it runs in a thread."""

_MAX_BYTES = 32 * 2**20
_CLOSING_SECONDS = 0.1


@dataclass
class Received:
    """A request that came, in the order of coming, and what became of it."""

    number: int
    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    step: Step | None
    status: int = 0
    left: bool = False
    """The client went away before the answer had come."""

    @property
    def answered(self) -> bool:
        """Whether it got a whole, good answer."""
        return self.status == 200 and self.step is None

    def says(self, text: str) -> bool:
        """Whether the text is in one of its messages, as it stands in JSON."""
        quoted = json.dumps(text, ensure_ascii=False)[1:-1]
        return any(quoted in message["content"] for message in self.body["messages"])


class FakeOpenAI:
    """Answers chat completions by `answerer`, unless it is told to do otherwise.

    Steps given to `will` come first, one a request; then the `rates` decide. `key` is the only one let in, any if None.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        key: str | None = None,
        models: tuple[str, ...] = ("gpt-test", "gpt-small"),
        refusing: Refusing = Refusing(),  # noqa: B008 - it cannot be changed
        rates: Rates = Rates(),  # noqa: B008 - nor can it
        context_tokens: int = 128_000,
        cache_from_tokens: int = 1_024,
    ) -> None:
        self.refusing = refusing
        self.received: list[Received] = []
        self.busiest = 0
        self.arrived = asyncio.Event()
        self.left = asyncio.Event()
        self._answerer = answerer
        self._key = key
        self._models = models
        self._rates = rates
        self._context_tokens = context_tokens
        self._cache = PromptCache(O200kTokenCounter(), smallest=cache_from_tokens)
        self._steps: deque[Step | None] = deque()
        self._numbers = itertools.count(1)
        self._busy = 0
        self._port = 0
        self._runner: web.AppRunner | None = None

    def will(self, *steps: Step | None) -> None:
        """What comes next, one step a request; None is a good answer."""
        self._steps.extend(steps)

    def at_rates(self, rates: Rates) -> None:
        """From now on this is how often something goes wrong by itself."""
        self._rates = rates

    @property
    def origin(self) -> str:
        """The address without a path: Azure's endpoint."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """The address of OpenAI's protocol."""
        return f"{self.origin}/v1"

    async def start(self, port: int = 0) -> None:
        """Take requests; a port of 0 is any free one."""
        app = web.Application(client_max_size=_MAX_BYTES)
        app.router.add_get("/v1/models", self._list_models)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/openai/deployments/{deployment}/chat/completions", self._complete)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=_CLOSING_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Cut what is left and stop."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _list_models(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_key(request)
        except ApiError as error:
            return error.response()
        return web.json_response({"object": "list", "data": [{"id": name, "object": "model"} for name in self._models]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            return await self._answer(request)
        except ApiError as error:
            return error.response()
        finally:
            self._busy -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        number = next(self._numbers)
        step = self._steps.popleft() if self._steps else self._rates.step(number)
        body = await _json_of(request)
        received = Received(number, request.path_qs, body, dict(request.headers), step)
        self.received.append(received)
        self.arrived.set()
        try:
            response = await self._respond(request, body, step)
        except ApiError as error:
            received.status = error.status
            raise
        except (asyncio.CancelledError, ConnectionResetError):
            received.left = True
            self.left.set()
            raise
        received.status = response.status
        return response

    async def _respond(self, request: web.Request, body: dict[str, Any], step: Step | None) -> web.StreamResponse:
        self._check_key(request)
        chat = read_request(body, self.refusing)
        model = self._check_model(request, chat)
        prompt, cached = await asyncio.to_thread(self._cache.read, model, chat.messages)
        if prompt + chat.answer_tokens > self._context_tokens:
            raise replies.context_length(self._context_tokens, prompt)
        answer = replies.Good(model, await asyncio.to_thread(self._answerer, body), prompt, cached)
        return await replies.respond(request, step, answer, chat, self._cache.count)

    def _check_key(self, request: web.Request) -> None:
        given = request.headers.get("api-key") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not given or (self._key is not None and given != self._key):
            raise no_access(given)

    def _check_model(self, request: web.Request, chat: ChatRequest) -> str:
        deployment = request.match_info.get("deployment")
        if deployment is not None and "api-version" not in request.query:
            raise invalid("Missing required query parameter: api-version")
        model = deployment or chat.model
        if model not in self._models:
            raise no_model(model)
        return model


async def _json_of(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise invalid("We could not parse the JSON body of your request.") from None


@asynccontextmanager
async def serving(server: FakeOpenAI, port: int = 0) -> AsyncIterator[FakeOpenAI]:
    """The server, on a free port unless one is named, until the block ends."""
    await server.start(port)
    try:
        yield server
    finally:
        await server.stop()
