"""What becomes of one message: it is worked off and deleted, or comes again, or goes to the poison queue."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta

from azure.core.exceptions import AzureError
from azure.storage.queue import QueueMessage

from devhost.clock import Clock
from devhost.functions import AppFunction
from devhost.invocation import Invoker
from devhost.queues.arguments import UndecodableError, argument, decoded
from devhost.queues.options import QueueOptions
from devhost.queues.own import AnyQueue
from devhost.queues.remote import is_gone
from devhost.sleeping import Sleeper

_log = logging.getLogger(__name__)

HIDDEN = timedelta(minutes=10)
"""How long others do not see a message that is being worked on; renewed in time."""

_RETRY_RENEWAL = timedelta(minutes=1)


class Processing:
    """Works messages of one queue off with one function."""

    def __init__(
        self,
        function: AppFunction,
        queue: AnyQueue,
        poison: AnyQueue | None,
        invoker: Invoker,
        options: QueueOptions,
        clock: Clock,
    ) -> None:
        self._function = function
        self._queue = queue
        self._poison = poison
        self._invoker = invoker
        self._options = options
        self._clock = clock

    async def process(self, message: QueueMessage) -> None:
        """Run the function on the message, and do with it what follows. Never raises for what the function did."""
        try:
            content = decoded(message.content or "", self._options.encoding)
        except UndecodableError:
            _log.error("A message of queue '%s' is not %s.", self._queue.name, self._options.encoding)
            await self._to_poison(message)
            return
        # A host that died over its last attempt left it like this.
        if (message.dequeue_count or 0) > self._options.max_dequeue_count:
            await self._to_poison(message)
        elif await self._succeeds(message, content):
            await self._finish(self._queue.delete(message))
        else:
            await self._failed(message)

    async def release(self, message: QueueMessage) -> None:
        """Give back a message that nothing was done with."""
        await self._finish(self._queue.hide(message, timedelta(0)))

    async def _succeeds(self, message: QueueMessage, content: bytes) -> bool:
        try:
            async with self._kept_hidden(message):
                await self._invoker.call(self._function, argument(self._function, message, content))
        except Exception:  # noqa: BLE001 - whatever the function raises, its message comes again
            _log.exception("Queue function '%s' failed.", self._function.name)
            return False
        return True

    async def _failed(self, message: QueueMessage) -> None:
        if self._poison is None:
            # As it would fail for ever, it is at least not tried again before its time is over.
            return
        if (message.dequeue_count or 0) < self._options.max_dequeue_count:
            await self._finish(self._queue.hide(message, self._options.visibility_timeout))
        else:
            await self._to_poison(message)

    async def _to_poison(self, message: QueueMessage) -> None:
        if self._poison is not None:
            _log.warning("A message of queue '%s' is moved to '%s'.", self._queue.name, self._poison.name)
            await self._finish(self._moved(message, self._poison))

    async def _moved(self, message: QueueMessage, poison: AnyQueue) -> None:
        await poison.put(message.content or "")
        await self._queue.delete(message)

    async def _finish(self, work: Awaitable[None]) -> None:
        try:
            await work
        except AzureError as error:
            if not is_gone(error):
                _log.warning("A message of queue '%s' will come again, because of: %s", self._queue.name, error.message)

    @asynccontextmanager
    async def _kept_hidden(self, message: QueueMessage) -> AsyncIterator[None]:
        sleeper = Sleeper(self._clock)
        renewing = asyncio.create_task(self._renew(message, sleeper))
        try:
            yield
        finally:
            # Not cancelled, since a renewal that is under way changes the receipt.
            sleeper.wake()
            await renewing

    async def _renew(self, message: QueueMessage, sleeper: Sleeper) -> None:
        pause = HIDDEN / 2
        while True:
            await sleeper.sleep(pause)
            if sleeper.woken:
                return
            try:
                await self._queue.hide(message, HIDDEN)
                pause = HIDDEN / 2
            except AzureError as error:
                if is_gone(error):
                    return
                pause = _RETRY_RENEWAL
