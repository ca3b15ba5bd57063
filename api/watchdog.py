"""The timer that looks after jobs: at start and every fifteen seconds."""

import logging
from dataclasses import asdict

from azure.durable_functions import Blueprint, DurableOrchestrationClient
from azure.functions import TimerRequest

from activities.orchestrations import DurableOrchestrations
from shared.errors import ContractBatchError
from shared.ports.telemetry import Telemetry
from shared.services.files.cleanup import FileCleanup
from shared.services.watchdog import Watchdog

_EVERY_15_SECONDS = "*/15 * * * * *"

_log = logging.getLogger(__name__)


def watchdog_timer(watchdog: Watchdog, files: FileCleanup, telemetry: Telemetry) -> Blueprint:
    """The watchdog's timer; it runs at start too, so that a restarted host picks its jobs up at once."""
    blueprint = Blueprint()

    @blueprint.function_name(name="watchdog")
    @blueprint.timer_trigger(arg_name="timer", schedule=_EVERY_15_SECONDS, run_on_startup=True)
    @blueprint.durable_client_input(client_name="client")
    async def watch(timer: TimerRequest, client: DurableOrchestrationClient) -> None:
        if timer.past_due:
            _log.info("The watchdog's turn was missed and is made up for now.")
        healed = await watchdog.heal(DurableOrchestrations(client))
        for act, number in asdict(healed).items():
            telemetry.healed(act, number)
        # By itself: its trouble says nothing about jobs.
        try:
            telemetry.healed("uploads_removed", await files.round())
        except ContractBatchError as error:
            _log.warning("Uploads were not looked after and will be in the next round: %s", error)

    return blueprint
