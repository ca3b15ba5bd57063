"""The port Telemetry over prometheus_client, in a registry of its own: nothing is shared with another app."""

from collections.abc import Iterable
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from adapters.telemetry.figures import Figures
from shared.ports.model import ModelCall
from shared.ports.telemetry import Figure

_JOB_BUCKETS = (1, 5, 15, 60, 180, 600, 1800, 3600, 14_400)
_MODEL_BUCKETS = (0.1, 0.5, 1, 2, 5, 10, 20, 60, 120)
_STORE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2)


class PrometheusTelemetry:
    """Keeps the figures of this process."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        count, measure = partial(Counter, registry=registry), partial(Histogram, registry=registry)
        self._figures = Figures()
        registry.register(self._figures)
        self._unseen = count(
            "contract_batch_collection_failures", "Parts that could not be asked for their figures.", ["part"]
        )
        self._ended = count("contract_batch_jobs_ended", "Jobs that reached their end.", ["job_type", "status"])
        self._items = count("contract_batch_items_ended", "Items with an outcome.", ["job_type", "outcome"])
        self._healed = count("contract_batch_watchdog_acts", "What the watchdog did, in jobs.", ["act"])
        self._durations = measure(
            "contract_batch_job_seconds", "From a job's start to its end.", ["job_type", "status"], buckets=_JOB_BUCKETS
        )
        self._calls = count("contract_batch_model_calls", "Calls of the model.", ["model", "error"])
        self._call_seconds = measure(
            "contract_batch_model_call_seconds", "How long they took.", ["model"], buckets=_MODEL_BUCKETS
        )
        self._tokens = count("contract_batch_model_tokens", "Tokens.", ["model", "kind"])
        self._cost = count("contract_batch_model_cost_dollars", "Estimated cost.", ["model"])
        self._hits = count("contract_batch_cache_hits", "Answers that were used again.", ["operation"])
        self._saved_tokens = count("contract_batch_cache_saved_tokens", "What they took at first.", ["operation"])
        self._saved_cost = count("contract_batch_cache_saved_cost_dollars", "What they cost then.", ["operation"])
        self._store = measure(
            "contract_batch_store_seconds",
            "How long calls to the store took.",
            ["container", "operation"],
            buckets=_STORE_BUCKETS,
        )
        self._store_errors = count(
            "contract_batch_store_errors",
            "Of the calls to the store: ended in an error.",
            ["container", "operation", "error"],
        )
        self._store_lines: dict[tuple[str, str], Histogram] = {}

    def job_ended(self, job_type: str, status: str, seconds: float | None) -> None:
        """See Telemetry.job_ended."""
        self._ended.labels(job_type, status).inc()
        if seconds is not None:
            self._durations.labels(job_type, status).observe(seconds)

    def item_ended(self, job_type: str, outcome: str) -> None:
        """See Telemetry.item_ended."""
        self._items.labels(job_type, outcome).inc()

    def model_called(self, call: ModelCall, cost: float | None) -> None:
        """See Telemetry.model_called."""
        self._calls.labels(call.model, call.error or "").inc()
        self._call_seconds.labels(call.model).observe(call.seconds)
        self._tokens.labels(call.model, "prompt").inc(call.prompt_tokens)
        self._tokens.labels(call.model, "cached").inc(call.cached_tokens)
        self._tokens.labels(call.model, "completion").inc(call.completion_tokens)
        self._cost.labels(call.model).inc(cost or 0.0)

    def answer_saved(self, operation: str, tokens: int, cost: float | None) -> None:
        """See Telemetry.answer_saved."""
        self._hits.labels(operation).inc()
        self._saved_tokens.labels(operation).inc(tokens)
        self._saved_cost.labels(operation).inc(cost or 0.0)

    def store_called(self, container: str, operation: str, seconds: float, error: str | None) -> None:
        """See Telemetry.store_called."""
        line = self._store_lines.get((container, operation))
        if line is None:
            line = self._store_lines[(container, operation)] = self._store.labels(container, operation)
        line.observe(seconds)
        if error is not None:
            self._store_errors.labels(container, operation, error).inc()

    def healed(self, act: str, number: int) -> None:
        """See Telemetry.healed."""
        self._healed.labels(act).inc(number)

    def seen(self, part: str, figures: Iterable[Figure] | None) -> None:
        """See Telemetry.seen."""
        self._unseen.labels(part).inc(figures is None)
        self._figures.put(part, figures or ())

    def exposition(self) -> bytes:
        """See Telemetry.exposition."""
        return generate_latest(self._registry)
