"""What the orchestrations have in common."""

from collections.abc import Generator
from typing import Any

from azure.durable_functions import RetryOptions

Steps = Generator[Any, Any, Any]
"""An orchestrator's body: it yields durable tasks and is sent their results."""

STEP_RETRIES = RetryOptions(first_retry_interval_in_milliseconds=2_000, max_number_of_attempts=16)
"""For the steps that every job needs: they fail only when the store cannot be reached, half a minute long."""
