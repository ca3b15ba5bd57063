"""The queue `job-events`: what is to happen when a job has ended, or a day's money is short."""

import json
import logging

from azure.functions import Blueprint, QueueMessage

from shared.domain.quotas import CostAlert
from shared.function_names import JOB_EVENTS, STORAGE_CONNECTION
from shared.services.notifications import Event, Notifications, event_of

_log = logging.getLogger(__name__)


def job_events(notifications: Notifications) -> Blueprint:
    """The consumer of the events. A message that is none raises, and ends in the queue `job-events-poison`."""
    blueprint = Blueprint()

    @blueprint.function_name(name="notify_of_job")
    @blueprint.queue_trigger(arg_name="message", queue_name=JOB_EVENTS, connection=STORAGE_CONNECTION)
    async def notify_of_job(message: QueueMessage) -> None:
        event = event_of(json.loads(message.get_body()))
        if await notifications.record(event):
            _log.info("%s was noted for its user.", _what(event))

    return blueprint


def _what(event: Event) -> str:
    if isinstance(event, CostAlert):
        return f"The cost of {event.date}, {event.estimated_cost:.2f} of {event.limit:.2f} US dollars,"
    return f"Job {event.job_id}: its end ({event.event})"
