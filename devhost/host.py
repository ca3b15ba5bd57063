"""The local Functions host: puts an app, its settings and the parts of the host together."""

import asyncio
import os
from collections import ChainMap
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import azure.durable_functions as df
from azure.durable_functions.models.utils import http_utils
from starlette.types import ASGIApp, Receive, Scope, Send

from devhost.activities import ActivityRunner
from devhost.annotations import uses_fastapi
from devhost.background import Background
from devhost.checks import find_faults
from devhost.clock import Clock, SystemClock
from devhost.durable import own_requests
from devhost.durable.dispatch import Dispatcher
from devhost.durable.engine import Engine
from devhost.durable.entities import EntityStore
from devhost.durable.links import PREFIX, client_binding
from devhost.durable.management import ManagementApi
from devhost.durable.operations import Operations
from devhost.durable.retention import Retention
from devhost.errors import StartError
from devhost.functions import HTTP, QUEUE, TIMER, FunctionTable
from devhost.http_triggers import HttpFunctions
from devhost.invocation import Invoker
from devhost.loading import load_app, read_functions
from devhost.options import HostOptions
from devhost.precedence import Precedence
from devhost.queues.connections import STORAGE
from devhost.queues.stand_in import StandIn, is_configured
from devhost.queues.triggers import QueueTriggers
from devhost.server import EmbeddedServer, listen
from devhost.settings import (
    HostSettings,
    apply_to_environment,
    read_host_json,
    read_local_settings,
    worker_processes,
)
from devhost.timers import Timers
from devhost.tuning import prepare_libraries
from devhost.warm_up import warm_ups
from devhost.workers.pool import WorkerPool
from devhost.workers.wire import Duty

_DEFAULT_PORT = 7071


class Host:
    """Runs one app; an async context manager.

    Args:
        app: The app's folder (its `host.json` and `local.settings.json` count), or an app object.
        port: The port to listen on; 0 takes a free one; None the one of `local.settings.json`, or 7071.
        options: Choices about the host itself.
        settings: Instead of `host.json`.
        clock: Time for durable timers, timestamps, retention, timer triggers and queues.
        storage: A connection string in place of the app setting AzureWebJobsStorage, for queue triggers.

    An app's folder for which no storage is configured gets queues of the host's own: AzureWebJobsStorage leads to them
    from before the app is imported until the host stops. An app object takes the environment as it is, and without
    storage its queue functions do not listen.

    Raises:
        StartError: from the constructor, naming every fault of the app or its settings.
    """

    def __init__(
        self,
        app: Any,
        *,
        port: int | None = 0,
        options: HostOptions | None = None,
        settings: HostSettings | None = None,
        clock: Clock | None = None,
        storage: str | None = None,
    ) -> None:
        self._options = options or HostOptions()
        self._clock = clock or SystemClock()
        self._port = port
        self._storage = storage
        self._stand_in: StandIn | None = None
        self._folder = Path()
        self._more_processes = 0
        self.settings = settings or HostSettings()
        try:
            self._read(app, settings)
        except StartError:
            self._end_stand_in()
            raise
        self.base_url = ""

    def _read(self, app: Any, settings: HostSettings | None) -> None:
        if isinstance(app, str | Path):
            app = self._open_folder(Path(app), settings)
        functions = read_functions(app)
        faults = find_faults(functions)
        if faults:
            raise StartError(faults)
        self.functions = FunctionTable(functions)

    def _open_folder(self, folder: Path, settings: HostSettings | None) -> Any:
        self.settings = settings or read_host_json(folder / "host.json")
        local = read_local_settings(folder / "local.settings.json")
        apply_to_environment(local.values, os.environ)
        if self._port is None:
            self._port = local.port
        self._folder, self._more_processes = folder, worker_processes(os.environ) - 1
        if self._storage is None and not is_configured(os.environ):
            self._stand_in = StandIn(os.environ, self._clock)
        return load_app(folder)

    def _end_stand_in(self) -> None:
        if self._stand_in is not None:
            self._stand_in.end()

    async def start(self) -> None:
        """Listen, start the timers and the queue triggers, and warm the app up beside them.

        Raises:
            StartError: The port is taken.
        """
        prepare_libraries()
        port = _DEFAULT_PORT if self._port is None else self._port
        try:
            listening = listen(self._options.address, port)
        except OSError as error:
            self._end_stand_in()
            raise StartError([f"Port {port} cannot be used ({error.strerror}): choose another with --port."]) from error
        self.base_url = f"http://{self._options.address}:{listening.getsockname()[1]}"
        self._assemble()
        if self._stand_in is not None:
            await self._stand_in.start()
        await self._server.start(listening)
        await self._workers.start()
        own_requests.answer(self.base_url, self._management.router)
        self._timers.start()
        self._queues.start()
        for work in warm_ups(self.functions, self._invoker):
            self._background.spawn(work)

    def _assemble(self) -> None:
        options, clock, table = self._options, self._clock, self.functions
        self._background = Background()
        precedence = Precedence()
        limit = self.settings.function_timeout
        seconds = limit.total_seconds() if limit else None
        self._invoker = Invoker(self.client_binding, seconds, options.thread_count)
        worker = Duty(str(self._folder.resolve()), self.client_binding(), seconds, options.thread_count)
        self._workers = WorkerPool(self._more_processes, worker)
        self.engine = Engine(table, clock, options.turn_spacing, precedence)
        self.entities = EntityStore(table, self._invoker, clock, self._background)
        self._activities = ActivityRunner(
            table,
            self._invoker,
            self.settings.max_activities,
            precedence,
            self._workers if self._more_processes else None,
        )
        dispatcher = Dispatcher(self.engine, self._activities, self.entities, clock, self._background)
        self._retention = Retention(self.engine.instances, clock, options.retention_age, options.retention_count)
        self.engine.carry_out = dispatcher.carry_out
        self.engine.on_finished = self._retention.finished
        self._http = HttpFunctions(
            table.of_kind(HTTP),
            self._invoker,
            self.settings.route_prefix,
            fastapi=uses_fastapi(),
            precedence=precedence,
        )
        self._timers = Timers(table.of_kind(TIMER), self._invoker, clock, self._background)
        storage = {} if self._storage is None else {STORAGE: self._storage}
        self._queues = QueueTriggers(
            table.of_kind(QUEUE), self._invoker, self.settings.queues, clock, ChainMap(storage, os.environ)
        )
        self._management = ManagementApi(Operations(self.engine, self.functions), self.entities, self.settings.hub)
        self._server = EmbeddedServer(self._asgi())

    def _asgi(self) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            is_management = scope["path"].startswith(PREFIX)
            await (self._management.router if is_management else self._http)(scope, receive, send)

        return app

    async def stop(self) -> None:
        """Take no more work, give what runs its grace, and release everything."""
        self._timers.stop()
        self._queues.stop()
        self._activities.stop()
        self.engine.stop()
        self._retention.stop()
        # The server goes last: what runs in its grace still has a management API to talk to.
        grace = self._options.shutdown_grace
        await asyncio.gather(self._http.stop(grace), self._background.stop(grace), self._queues.close(grace))
        own_requests.answer_no_more(self.base_url)
        await _close_client_session()
        await self._workers.stop()
        await asyncio.gather(self._server.stop(), *([self._stand_in.stop()] if self._stand_in else []))
        self._invoker.close()

    def client_binding(self) -> str:
        """The JSON text that functions with a durable client are given."""
        return client_binding(self.base_url, self.settings.hub)

    def durable_client(self) -> df.DurableOrchestrationClient:
        """A durable client of this host, as functions get one."""
        return df.DurableOrchestrationClient(self.client_binding())

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


async def _close_client_session() -> None:
    # The 1.x client keeps one session per process, which would outlive its event loop.
    await http_utils._close_session()  # noqa: SLF001 - the library offers no public way
