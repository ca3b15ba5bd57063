"""What a new instance does before it is given work, where the plan has such a function (Premium and Dedicated).

The vendors' packages are imported and their connections made on first use, since the Functions host waits for an app
while it looks for functions. Without this the first job would wait for them, and with it all that runs in the process.
"""

import logging

from azure.functions import Blueprint
from azure.functions.warmup import WarmUpContext

from shared.services.health import Health

_log = logging.getLogger(__name__)


def warm_up(parts: Health) -> Blueprint:
    """The warm-up function: it asks store, queue and model. What is away is told, and met when it is needed."""
    blueprint = Blueprint()

    # The Functions host calls none that has another name.
    @blueprint.function_name(name="warmup")
    @blueprint.warm_up_trigger(arg_name="context")
    async def ask_parts(context: WarmUpContext) -> None:  # noqa: ARG001 - what the host gives has nothing in it
        conditions = await parts.ask()
        told = ", ".join(f"{part} {condition}" for part, condition in conditions.items())
        _log.info("Warmed up: %s.", told)

    return blueprint
