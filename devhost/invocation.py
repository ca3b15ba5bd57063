"""Calls functions as the worker does: coroutines on the event loop, plain functions in one shared thread pool."""

import asyncio
import inspect
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import azure.functions as func

from devhost.functions import AppFunction


class FunctionTimeoutError(Exception):
    """A function ran longer than `functionTimeout` of host.json allows."""


class InvocationContext(func.Context):
    """What a function that declares a `context` parameter is given."""

    def __init__(self, function_name: str) -> None:
        self._invocation_id = str(uuid.uuid4())
        self._function_name = function_name
        self._storage = threading.local()

    @property
    def invocation_id(self) -> str:
        """A new id for every call."""
        return self._invocation_id

    @property
    def thread_local_storage(self) -> Any:
        """Storage of the calling thread."""
        return self._storage

    @property
    def function_name(self) -> str:
        """The function's name."""
        return self._function_name

    @property
    def function_directory(self) -> str:
        """The folder the host runs in, which is the app's."""
        return str(Path.cwd())

    @property
    def trace_context(self) -> Any:
        """None: the host does not trace."""
        return None

    @property
    def retry_context(self) -> Any:
        """None: the host does not retry functions."""
        return None


class Invoker:
    """Runs functions.

    Args:
        client_json: Makes the durable client binding's JSON text.
        timeout: Seconds a function may run (`functionTimeout`), or None for no limit.
        threads: Threads for plain functions.
    """

    def __init__(self, client_json: Callable[[], str], timeout: float | None, threads: int) -> None:
        self._client_json = client_json
        self._timeout = timeout
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="function")

    async def call(self, function: AppFunction, argument: Any) -> Any:
        """Call with the trigger's argument, within the time limit.

        Raises:
            FunctionTimeoutError: see `time_limit`.
            Exception: Whatever the function raises.
        """
        async with self.time_limit(function):
            return await self.call_unlimited(function, argument)

    async def call_unlimited(self, function: AppFunction, argument: Any) -> Any:
        """Call with the trigger's argument; the caller keeps the time limit."""
        arguments = self._arguments(function, argument)
        if inspect.iscoroutinefunction(function.code):
            return await function.code(**arguments)
        return await self.in_thread(partial(function.code, **arguments))

    @asynccontextmanager
    async def time_limit(self, function: AppFunction) -> AsyncIterator[None]:
        """Cancel the enclosed work when `functionTimeout` is over.

        Raises:
            FunctionTimeoutError: The time ran out. A coroutine is cancelled; a thread cannot be, and goes on.
        """
        try:
            async with asyncio.timeout(self._timeout) as limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise FunctionTimeoutError(
                f"Timeout value of {self._timeout:g} s exceeded by function '{function.name}'. "
                "Raise functionTimeout in host.json, or do less in one call."
            ) from error

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        """Run `work` in the functions' thread pool."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Start nothing more; threads that run now are not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _arguments(self, function: AppFunction, argument: Any) -> dict[str, Any]:
        arguments = {function.trigger.name: argument}
        for parameter in function.client_parameters:
            arguments[parameter] = self._client_json()
        if function.wants_context:
            arguments["context"] = InvocationContext(function.name)
        return arguments
