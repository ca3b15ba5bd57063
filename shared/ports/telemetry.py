"""What is counted and measured for those who run the app."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from shared.ports.model import ModelCall


@dataclass(frozen=True, slots=True)
class Figure:
    """How much there is of something now; the labels tell it from others of its name."""

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


class Telemetry(Protocol):
    """Takes note. Nothing here waits or fails; no label is ever a user's, an item's or a job's name."""

    def job_ended(self, job_type: str, status: str, seconds: float | None) -> None:
        """A job reached its end, after so long since its start; None when it was not started."""
        ...

    def item_ended(self, job_type: str, outcome: str) -> None:
        """The outcome of an item of a job was stored.

        `done`, `failed`, `reused` from the job that this one takes up again, or `cached`: the model had answered the
        same before.
        """
        ...

    def answer_saved(self, operation: str, tokens: int, cost: float | None) -> None:
        """An earlier answer was used instead of a call; what it took then, `cost` None when it had no price."""
        ...

    def model_called(self, call: ModelCall, cost: float | None) -> None:
        """The model was called; `cost` in US dollars, None when it has no price."""
        ...

    def store_called(self, container: str, operation: str, seconds: float, error: str | None) -> None:
        """A call to the store took so long; `error` is the kind of its failure, None when it went well."""
        ...

    def healed(self, act: str, number: int) -> None:
        """The watchdog did something to so many jobs."""
        ...

    def seen(self, part: str, figures: Iterable[Figure] | None) -> None:
        """What a part of the app shows now, in place of what it showed before; None: it could not be asked."""
        ...

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus."""
        ...
