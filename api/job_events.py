"""The queue `job-events`: what is to happen when a job has ended."""

import json
import logging

from azure.functions import Blueprint, QueueMessage

from shared.function_names import JOB_EVENTS, STORAGE_CONNECTION
from shared.services.notifications import JobEvent, Notifications

_log = logging.getLogger(__name__)


def job_events(notifications: Notifications) -> Blueprint:
    """The consumer of the events. A message that is none raises, and ends in the queue `job-events-poison`."""
    blueprint = Blueprint()

    @blueprint.function_name(name="notify_of_job")
    @blueprint.queue_trigger(arg_name="message", queue_name=JOB_EVENTS, connection=STORAGE_CONNECTION)
    async def notify_of_job(message: QueueMessage) -> None:
        event = JobEvent.model_validate(json.loads(message.get_body()))
        if await notifications.record(event):
            _log.info("Job %s: its end (%s) was noted for its user.", event.job_id, event.event)

    return blueprint
