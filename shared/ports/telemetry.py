"""What is counted and measured for those who run the app."""

from typing import Protocol

from shared.ports.model import ModelCall


class Telemetry(Protocol):
    """Takes note. Nothing here waits or fails; no label is ever a user's, a contract's or a job's name."""

    def job_ended(self, job_type: str, status: str, seconds: float | None) -> None:
        """A job reached its end, after so long since its start; None when it was not started."""
        ...

    def model_called(self, call: ModelCall, cost: float | None) -> None:
        """The model was called; `cost` in US dollars, None when it has no price."""
        ...

    def store_called(self, container: str, operation: str, seconds: float) -> None:
        """A call to the store took so long, whether it failed or not."""
        ...

    def queue_seen(self, name: str, messages: int, oldest_seconds: float | None) -> None:
        """So many messages wait in a queue, the oldest for so long; None when that is not known."""
        ...

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus."""
        ...
