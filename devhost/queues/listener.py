"""Looks after one queue for one function."""

import asyncio
import logging

from azure.core.exceptions import AzureError
from azure.storage.queue import QueueMessage

from devhost.background import Background
from devhost.clock import Clock
from devhost.queues.backoff import Backoff
from devhost.queues.options import QueueOptions
from devhost.queues.own import AnyQueue
from devhost.queues.processing import HIDDEN, Processing
from devhost.sleeping import Sleeper

_log = logging.getLogger(__name__)


class Listener:
    """Takes messages in batches and has them processed, more as soon as enough of those are done."""

    def __init__(
        self, queue: AnyQueue, processing: Processing, options: QueueOptions, clock: Clock, background: Background
    ) -> None:
        self._queue = queue
        self._processing = processing
        self._options = options
        self._background = background
        self._backoff = Backoff(options.max_polling_interval)
        self._sleeper = Sleeper(clock)
        self._running: set[asyncio.Task[None]] = set()
        self._out_of_reach = False

    def stop(self) -> None:
        """Take no more messages; those that are processed may end."""
        self._sleeper.wake()

    async def run(self) -> None:
        """Listen until stopped."""
        while not self._sleeper.woken:
            messages = await self._look()
            if self._sleeper.woken:
                await asyncio.gather(*(self._processing.release(message) for message in messages))
            elif messages:
                self._backoff.reset()
                self._begin(messages)
                await self._have_room()
            else:
                await self._sleeper.sleep(self._backoff.next())

    async def _look(self) -> list[QueueMessage]:
        try:
            messages = await self._queue.take(self._options.batch_size, HIDDEN)
        except AzureError as error:
            self._note_failure(error)
            return []
        if self._out_of_reach:
            _log.info("Queue '%s' can be reached again.", self._queue.name)
            self._out_of_reach = False
        return messages

    def _note_failure(self, error: AzureError) -> None:
        # Said once: it may stay so for a long time, and is tried again all the while.
        if not self._out_of_reach:
            _log.warning(
                "Queue '%s' cannot be read, and is tried again until it can (%s). Start the storage that the app's "
                "settings name (Azurite: `npx azurite`) or correct the setting; without AzureWebJobsStorage the host "
                "uses queues of its own.",
                self._queue.name,
                error.message.partition("\n")[0],
            )
            self._out_of_reach = True

    def _begin(self, messages: list[QueueMessage]) -> None:
        for message in messages:
            task = self._background.spawn(self._processing.process(message))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _have_room(self) -> None:
        while len(self._running) > self._options.threshold and not self._sleeper.woken:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
