"""Runs activity functions, as many at a time as host.json allows."""

import asyncio
import json
import logging
import traceback
from dataclasses import dataclass
from typing import Any

from azure.durable_functions.models.utils.df_serialization import df_dumps, df_loads

from devhost.functions import ACTIVITY, FunctionTable
from devhost.invocation import Invoker
from devhost.precedence import Precedence

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """What an activity returned, as JSON text."""

    result: str


@dataclass(frozen=True, slots=True)
class ActivityFailure:
    """Why an activity failed, and the stack trace."""

    reason: str
    details: str


class ActivityRunner:
    """Runs activities under `maxConcurrentActivityFunctions`, requests first."""

    def __init__(self, functions: FunctionTable, invoker: Invoker, limit: int, precedence: Precedence) -> None:
        self._functions = functions
        self._invoker = invoker
        self._slots = asyncio.Semaphore(limit)
        self._precedence = precedence
        self._stopped = False

    def stop(self) -> None:
        """Start no more activities; what runs may end."""
        self._stopped = True

    async def run(self, name: str, input_text: str | None) -> ActivityResult | ActivityFailure:
        """Run the activity of that name with JSON text as its input; never raises for what the app's code did."""
        function = self._functions.find(ACTIVITY, name)
        if function is None:
            known = ", ".join(f"'{f.durable_name}'" for f in self._functions.of_kind(ACTIVITY)) or "none"
            message = f"The function '{name}' doesn't exist, is disabled, or is not an activity function."
            return ActivityFailure(f"{message} Known activities: {known}.", "")
        async with self._slots:
            await self._precedence.passed()
            if self._stopped:
                return ActivityFailure("The host is stopping.", "")
            try:
                value = await self._invoker.call(function, _decode(input_text))
                return ActivityResult(df_dumps(value))
            except Exception as error:  # noqa: BLE001 - the orchestrator decides what a failure means
                _log.warning("Activity '%s' failed.", name, exc_info=error)
                reason = f"Activity function '{name}' failed:  {type(error).__name__}: {error}"
                return ActivityFailure(reason, "".join(traceback.format_exception(error)))


def _decode(input_text: str | None) -> Any:
    """The worker's rule: JSON if it is JSON, the text itself otherwise."""
    if input_text is None:
        return None
    try:
        return df_loads(input_text)
    except json.JSONDecodeError:
        return input_text
