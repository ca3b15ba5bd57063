"""Runs activity functions, as many at a time as host.json allows."""

import asyncio
import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from azure.durable_functions.models.utils.df_serialization import df_dumps, df_loads

from devhost.functions import ACTIVITY, AppFunction, FunctionTable
from devhost.invocation import Invoker
from devhost.precedence import Precedence

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """What an activity returned, as JSON text."""

    result: str

    def as_json(self) -> dict[str, str]:
        """For another process."""
        return {"result": self.result}


@dataclass(frozen=True, slots=True)
class ActivityFailure:
    """Why an activity failed, and the stack trace."""

    reason: str
    details: str

    def as_json(self) -> dict[str, str]:
        """For another process."""
        return {"reason": self.reason, "details": self.details}


ActivityOutcome = ActivityResult | ActivityFailure


def outcome_of(answer: Mapping[str, Any]) -> ActivityOutcome:
    """What `as_json` wrote."""
    if "result" in answer:
        return ActivityResult(answer["result"])
    return ActivityFailure(answer["reason"], answer["details"])


class Elsewhere(Protocol):
    """Runs activities in other processes."""

    async def run(self, name: str, input_text: str | None) -> ActivityOutcome:
        """What the activity came to."""
        ...


class ActivityRunner:
    """Runs activities under `maxConcurrentActivityFunctions`: elsewhere if there is such, or here, requests first."""

    def __init__(
        self,
        functions: FunctionTable,
        invoker: Invoker,
        limit: int,
        precedence: Precedence,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._functions = functions
        self._invoker = invoker
        self._slots = asyncio.Semaphore(limit)
        self._precedence = precedence
        self._elsewhere = elsewhere
        self._stopped = False

    def stop(self) -> None:
        """Start no more activities; what runs may end."""
        self._stopped = True

    async def run(self, name: str, input_text: str | None) -> ActivityOutcome:
        """Run the activity of that name with JSON text as its input; never raises for what the app's code did."""
        function = self._functions.find(ACTIVITY, name)
        if function is None:
            known = ", ".join(f"'{f.durable_name}'" for f in self._functions.of_kind(ACTIVITY)) or "none"
            message = f"The function '{name}' doesn't exist, is disabled, or is not an activity function."
            return ActivityFailure(f"{message} Known activities: {known}.", "")
        async with self._slots:
            if self._elsewhere is None:
                await self._precedence.passed()
            if self._stopped:
                return ActivityFailure("The host is stopping.", "")
            if self._elsewhere is not None:
                return await self._elsewhere.run(name, input_text)
            return await perform(function, self._invoker, input_text)


async def perform(function: AppFunction, invoker: Invoker, input_text: str | None) -> ActivityOutcome:
    """Call an activity in this process; never raises for what the app's code did."""
    try:
        return ActivityResult(df_dumps(await invoker.call(function, _decode(input_text))))
    except Exception as error:  # noqa: BLE001 - the orchestrator decides what a failure means
        name = function.durable_name
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
