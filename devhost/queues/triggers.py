"""Runs queue functions on the messages of their queues."""

import asyncio
import logging
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from devhost.background import Background
from devhost.clock import Clock
from devhost.functions import AppFunction
from devhost.invocation import Invoker
from devhost.queues.connections import STORAGE, connection_of, queue_of
from devhost.queues.names import poison_queue
from devhost.queues.options import QueueOptions

if TYPE_CHECKING:
    from devhost.queues.listener import Listener
    from devhost.queues.own import OwnAccount
    from devhost.queues.remote import RemoteAccount

_log = logging.getLogger(__name__)


class QueueTriggers:
    """All queue functions of the app.

    Their tasks are not among the host's other background work: a listener is always at work, and means nothing by it.

    Args:
        functions: The queue functions.
        invoker: Calls them.
        options: Of `host.json`.
        clock: Time for pauses between looks at a queue, and for renewals.
        settings: The app settings that connections name.
    """

    def __init__(
        self,
        functions: Iterable[AppFunction],
        invoker: Invoker,
        options: QueueOptions,
        clock: Clock,
        settings: Mapping[str, str] = os.environ,
    ) -> None:
        self._functions = list(functions)
        self._invoker = invoker
        self._options = options
        self._clock = clock
        self._settings = settings
        self._background = Background()
        self._listeners: list[Listener] = []
        self._accounts: dict[str, OwnAccount | RemoteAccount] = {}
        self._stopped = False

    def start(self) -> None:
        """Begin to listen, for all functions whose connection is set."""
        for function in self._functions:
            connection = connection_of(function.trigger.connection, self._settings)
            if connection is None:
                _log.info("Queue function '%s' does not listen: %s is not set.", function.name, STORAGE)
            else:
                self._background.spawn(self._listen(function, connection))

    def stop(self) -> None:
        """Take no more messages; functions that run may end."""
        self._stopped = True
        for listener in self._listeners:
            listener.stop()

    async def close(self, grace: float) -> None:
        """Return when the functions that run have ended, or after `grace` seconds, when they are cut off.

        The messages of those come again by themselves.
        """
        await self._background.stop(grace)
        for account in self._accounts.values():
            await account.close()

    async def _listen(self, function: AppFunction, connection: str) -> None:
        # The vendor's client takes a fifth of a second to import, which an app without queues need not wait for.
        await asyncio.to_thread(__import__, "devhost.queues.listener")
        if not self._stopped:
            listener = self._listener(function, connection)
            self._listeners.append(listener)
            await listener.run()

    def _listener(self, function: AppFunction, connection: str) -> "Listener":
        from devhost.queues.listener import Listener  # noqa: PLC0415 - see above
        from devhost.queues.own import account_at  # noqa: PLC0415
        from devhost.queues.processing import Processing  # noqa: PLC0415

        account = self._accounts.get(connection) or account_at(connection)
        self._accounts[connection] = account
        name = queue_of(function.trigger.queue_name)
        queue, poison = account.queue(name), poison_queue(name)
        processing = Processing(
            function, queue, account.queue(poison) if poison else None, self._invoker, self._options, self._clock
        )
        return Listener(queue, processing, self._options, self._clock, self._background)
