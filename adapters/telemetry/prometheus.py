"""The port Telemetry over prometheus_client, in a registry of its own: nothing is shared with another app."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from shared.ports.model import ModelCall

_JOB_BUCKETS = (1, 5, 15, 60, 180, 600, 1800, 3600, 14_400)
_MODEL_BUCKETS = (0.1, 0.5, 1, 2, 5, 10, 20, 60, 120)
_STORE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2)


class PrometheusTelemetry:
    """Keeps the figures of this process."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._depth = Gauge("contract_batch_queue_messages", "Messages waiting.", ["queue"], registry=registry)
        self._age = Gauge(
            "contract_batch_queue_oldest_seconds", "Age of the oldest message.", ["queue"], registry=registry
        )
        self._durations = Histogram(
            "contract_batch_job_seconds",
            "From a job's start to its end.",
            ["job_type", "status"],
            buckets=_JOB_BUCKETS,
            registry=registry,
        )
        self._calls = Counter(
            "contract_batch_model_calls", "Calls of the model.", ["model", "error"], registry=registry
        )
        self._call_seconds = Histogram(
            "contract_batch_model_call_seconds",
            "How long they took.",
            ["model"],
            buckets=_MODEL_BUCKETS,
            registry=registry,
        )
        self._tokens = Counter("contract_batch_model_tokens", "Tokens.", ["model", "kind"], registry=registry)
        self._cost = Counter("contract_batch_model_cost_dollars", "Estimated cost.", ["model"], registry=registry)
        self._store = Histogram(
            "contract_batch_store_seconds",
            "How long calls to the store took.",
            ["container", "operation"],
            buckets=_STORE_BUCKETS,
            registry=registry,
        )
        self._store_lines: dict[tuple[str, str], Histogram] = {}

    def job_ended(self, job_type: str, status: str, seconds: float | None) -> None:
        """See Telemetry.job_ended."""
        self._durations.labels(job_type, status).observe(seconds or 0.0)

    def model_called(self, call: ModelCall, cost: float | None) -> None:
        """See Telemetry.model_called."""
        self._calls.labels(call.model, call.error or "").inc()
        self._call_seconds.labels(call.model).observe(call.seconds)
        self._tokens.labels(call.model, "prompt").inc(call.prompt_tokens)
        self._tokens.labels(call.model, "cached").inc(call.cached_tokens)
        self._tokens.labels(call.model, "completion").inc(call.completion_tokens)
        self._cost.labels(call.model).inc(cost or 0.0)

    def store_called(self, container: str, operation: str, seconds: float) -> None:
        """See Telemetry.store_called."""
        line = self._store_lines.get((container, operation))
        if line is None:
            line = self._store_lines[(container, operation)] = self._store.labels(container, operation)
        line.observe(seconds)

    def queue_seen(self, name: str, messages: int, oldest_seconds: float | None) -> None:
        """See Telemetry.queue_seen."""
        self._depth.labels(name).set(messages)
        self._age.labels(name).set(oldest_seconds or 0.0)

    def exposition(self) -> bytes:
        """See Telemetry.exposition."""
        return generate_latest(self._registry)
