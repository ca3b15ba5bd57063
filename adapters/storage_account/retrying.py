"""Repeats calls to Azure Storage as long as that may help, and not longer."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from azure.core.exceptions import AzureError

from adapters.storage_account.errors import asked_pause, is_temporary, translated
from adapters.storage_account.pausing import Pause
from adapters.storage_account.place import Place
from shared.errors import TemporaryError
from shared.ports.metering import charge

_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.4
_LONGEST_PAUSE_SECONDS = 20.0
_BUDGET_SECONDS = 90
"""For all attempts and pauses together: the largest file takes seconds, and an activity has ten minutes."""

_Answer = TypeVar("_Answer")


async def repeated(work: Callable[[], Awaitable[_Answer]], place: Place, pause: Pause) -> _Answer:
    """What `work` answers.

    Between attempts passes the time that the service asked for, otherwise one that doubles, in both cases with some
    chance in it, so that those who were refused together do not come back together. A service that wants to be left
    alone for longer than a caller could wait is asked no more.

    Raises:
        TemporaryError: the last attempt failed too, or the next would be too far away.
        PermanentError: repeating does not help.
    """
    try:
        async with asyncio.timeout(_BUDGET_SECONDS):
            return await _attempts(work, place, pause)
    except TimeoutError as error:
        raise TemporaryError(
            f"{place.title} did not do their work within {_BUDGET_SECONDS} seconds. Try again in a moment."
        ) from error


async def _attempts(work: Callable[[], Awaitable[_Answer]], place: Place, pause: Pause) -> _Answer:
    for attempt in range(_ATTEMPTS):
        try:
            return await work()
        except AzureError as error:
            seconds = _pause_seconds(error, attempt)
            if not is_temporary(error) or attempt + 1 == _ATTEMPTS or seconds > _LONGEST_PAUSE_SECONDS:
                raise translated(error, place) from error
        charge(retries=1)
        await pause(seconds)
    raise AssertionError("the last attempt returns or raises")


def _pause_seconds(error: AzureError, attempt: int) -> float:
    asked = asked_pause(error)
    if asked is not None:
        return asked + random.uniform(0, 0.1 * asked)  # noqa: S311 - no secret
    return _FIRST_PAUSE_SECONDS * 2.0**attempt * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
