"""Figures of the moment, shown as they were seen last."""

from collections.abc import Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared.ports.telemetry import Figure

_PREFIX = "contract_batch_"
_MEANINGS = {
    "jobs": "Jobs that are stored, by state.",
    "jobs_waiting_oldest_seconds": "Age of the oldest queued job; absent when none is queued.",
    "places_taken": "Jobs that have a place among those at work.",
    "places": "Places there are.",
    "streams_open": "Streams that clients of this process listen to.",
    "queue_messages": "Messages waiting.",
    "queue_oldest_seconds": "Age of the oldest message; absent where it is not known.",
}


class Figures(Collector):
    """What each part showed last; nothing of a part that could not be asked."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Figure, ...]] = {}

    def put(self, part: str, figures: Iterable[Figure]) -> None:
        """Take these in place of what the part showed before."""
        self._parts[part] = tuple(figures)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A family for each name, as the registry wants it."""
        families: dict[str, GaugeMetricFamily] = {}
        for figures in self._parts.values():
            for figure in figures:
                labels = sorted(figure.labels)
                if figure.name not in families:
                    meaning = _MEANINGS[figure.name]
                    families[figure.name] = GaugeMetricFamily(_PREFIX + figure.name, meaning, labels=labels)
                families[figure.name].add_metric([figure.labels[name] for name in labels], figure.value)
        yield from families.values()
