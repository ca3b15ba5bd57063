"""Gives an app that no storage is configured for a queue service of the host's own, as its AzureWebJobsStorage."""

import logging
import weakref
from collections.abc import MutableMapping

from devhost.clock import Clock
from devhost.queues.connections import STORAGE
from devhost.queues.service import QueueService
from devhost.queues.store import offer

_log = logging.getLogger(__name__)

_own: set[str] = set()


def is_configured(settings: MutableMapping[str, str]) -> bool:
    """Whether the app has a storage account, by key or by identity, other than one that a host of this process lent."""
    given = settings.get(STORAGE, "")
    return bool(given and given not in _own) or any(
        value and name.startswith(f"{STORAGE}__") for name, value in settings.items()
    )


class StandIn:
    """The service, and the setting that leads to it from now until `stop`, or until nobody has the host any more."""

    def __init__(self, settings: MutableMapping[str, str], clock: Clock) -> None:
        self._service = QueueService(clock)
        connection = self._service.connection_string
        self.end = weakref.finalize(self, _take_back, settings, settings.get(STORAGE), connection)
        """Takes the setting back."""
        settings[STORAGE] = connection
        _own.add(connection)
        offer(connection, self._service.store)

    async def start(self) -> None:
        """Take requests."""
        _log.info("%s is not set: the host keeps queues itself, in memory, until it stops.", STORAGE)
        await self._service.start()

    async def stop(self) -> None:
        """Take none any more, forget all messages, and take the setting back."""
        self.end()
        await self._service.stop()


def _take_back(settings: MutableMapping[str, str], before: str | None, connection: str) -> None:
    _own.discard(connection)
    if settings.get(STORAGE) != connection:
        return
    if before is None:
        del settings[STORAGE]
    else:
        settings[STORAGE] = before
