"""What `host.json` says about queue triggers (`extensions.queues`), with the Functions host's defaults and limits."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from devhost.settings_file import SettingsFile

SHORTEST_POLLING_INTERVAL = timedelta(milliseconds=100)
_MAX_BATCH = 32


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """Options of all queue triggers.

    Attributes:
        max_polling_interval: The longest pause between two looks at a queue that stays empty.
        visibility_timeout: How long a message waits after a function failed on it.
        batch_size: Messages that are taken at once, and so run at once.
        new_batch_threshold: More are taken when no more than this are left; None is half a batch per processor.
        max_dequeue_count: Attempts before a message goes to the poison queue.
        encoding: Whether texts on the queue are base64.
    """

    max_polling_interval: timedelta = timedelta(minutes=1)
    visibility_timeout: timedelta = timedelta(0)
    batch_size: int = 16
    new_batch_threshold: int | None = None
    max_dequeue_count: int = 5
    encoding: Literal["base64", "none"] = "base64"

    @property
    def threshold(self) -> int:
        """At how many running messages more are taken."""
        if self.new_batch_threshold is not None:
            return self.new_batch_threshold
        return self.batch_size // 2 * (os.cpu_count() or 1)


def read_queue_options(file: SettingsFile) -> QueueOptions:
    """The options of `host.json`; its faults are noted in the file."""
    section, default = file.section("extensions", "queues"), QueueOptions()
    threshold = file.count(section, "newBatchThreshold", -1, low=0)
    interval = file.timespan(section, "maxPollingInterval", default.max_polling_interval)
    if interval < SHORTEST_POLLING_INTERVAL:
        file.fault('maxPollingInterval must not be less than "00:00:00.1".')
    encoding = file.text(section, "messageEncoding", default.encoding).lower()
    if encoding not in ("base64", "none"):
        file.fault('messageEncoding must be "base64" or "none".')
    return QueueOptions(
        interval,
        file.timespan(section, "visibilityTimeout", default.visibility_timeout),
        file.count(section, "batchSize", default.batch_size, high=_MAX_BATCH),
        None if threshold == -1 else threshold,
        file.count(section, "maxDequeueCount", default.max_dequeue_count),
        "none" if encoding == "none" else "base64",
    )
