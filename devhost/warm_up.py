"""Runs the app's warm-up function in a process that has just started.

Azure runs it on instances that it adds, in plans that have it, and not on the first. Here it runs at every start, in
the host and in each of its workers, beside whatever is asked of them meanwhile.
"""

import logging
from collections.abc import Coroutine
from typing import Any

from azure.functions.warmup import WarmUpContext

from devhost.functions import WARM_UP, AppFunction, FunctionTable
from devhost.invocation import Invoker

_log = logging.getLogger(__name__)


def warm_ups(functions: FunctionTable, invoker: Invoker) -> list[Coroutine[Any, Any, None]]:
    """What is to be run beside everything else: the one function, or nothing."""
    return [_warm_up(function, invoker) for function in functions.of_kind(WARM_UP)]


async def _warm_up(function: AppFunction, invoker: Invoker) -> None:
    try:
        await invoker.call(function, WarmUpContext())
    except Exception:  # noqa: BLE001 - the app works without, as it does where it is never called
        _log.exception("Warm-up function '%s' failed.", function.name)
