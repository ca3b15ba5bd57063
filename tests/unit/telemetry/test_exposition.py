"""The text that Prometheus reads."""

from adapters.telemetry.prometheus import PrometheusTelemetry
from shared.ports.model import ModelCall
from shared.ports.telemetry import Figure
from tests.fakes.metrics import Scrape


def test_ends_are_counted_and_only_what_was_started_is_measured() -> None:
    telemetry = PrometheusTelemetry()
    telemetry.job_ended("comparison", "completed", 3.0)
    telemetry.job_ended("comparison", "cancelled", None)
    seen = Scrape(telemetry.exposition())
    assert seen.value("jobs_ended_total", job_type="comparison", status="completed") == 1
    assert seen.value("jobs_ended_total", job_type="comparison", status="cancelled") == 1
    assert seen.value("job_seconds_sum", job_type="comparison", status="completed") == 3
    assert seen.value("job_seconds_bucket", job_type="comparison", status="completed", le="1.0") == 0
    assert seen.value("job_seconds_bucket", job_type="comparison", status="completed", le="5.0") == 1
    assert seen.value("job_seconds_count", job_type="comparison", status="cancelled") is None


def test_calls_of_the_model_are_told_with_tokens_cost_and_error() -> None:
    telemetry = PrometheusTelemetry()
    telemetry.model_called(ModelCall("m", 2.0, prompt_tokens=10, cached_tokens=4, completion_tokens=5), 0.25)
    telemetry.model_called(ModelCall("m", 1.0, error="timeout"), None)
    seen = Scrape(telemetry.exposition())
    assert seen.value("model_calls_total", model="m", error="") == 1
    assert seen.value("model_calls_total", model="m", error="timeout") == 1
    assert seen.value("model_call_seconds_sum", model="m") == 3
    tokens = {
        kind: seen.value("model_tokens_total", model="m", kind=kind) for kind in ("prompt", "cached", "completion")
    }
    assert tokens == {"prompt": 10, "cached": 4, "completion": 5}
    assert seen.value("model_cost_dollars_total", model="m") == 0.25


def test_items_and_acts_of_the_watchdog_are_counted() -> None:
    telemetry = PrometheusTelemetry()
    telemetry.item_ended("comparison", "reused")
    telemetry.healed("restarted", 2)
    telemetry.healed("restarted", 1)
    telemetry.healed("failed", 0)
    seen = Scrape(telemetry.exposition())
    assert seen.value("items_ended_total", job_type="comparison", outcome="reused") == 1
    assert seen.value("watchdog_acts_total", act="restarted") == 3
    assert seen.value("watchdog_acts_total", act="failed") == 0


def test_a_part_shows_what_was_seen_last_and_nothing_when_it_could_not_be_asked() -> None:
    telemetry = PrometheusTelemetry()
    telemetry.seen("a", [Figure("queue_messages", 3, {"queue": "a"})])
    telemetry.seen("b", [Figure("queue_messages", 4, {"queue": "b"}), Figure("streams_open", 1)])
    telemetry.seen("a", [Figure("queue_messages", 5, {"queue": "a"})])
    seen = Scrape(telemetry.exposition())
    assert [seen.value("queue_messages", queue=queue) for queue in "ab"] == [5, 4]
    telemetry.seen("a", None)
    seen = Scrape(telemetry.exposition())
    assert [seen.value("queue_messages", queue=queue) for queue in "ab"] == [None, 4]
    assert [seen.value("collection_failures_total", part=part) for part in "ab"] == [1, 0]


def test_a_label_is_text_whatever_it_says() -> None:
    telemetry = PrometheusTelemetry()
    telemetry.job_ended('a"b\\c\nd', "failed", None)
    seen = Scrape(telemetry.exposition())
    assert seen.value("jobs_ended_total", job_type='a"b\\c\nd', status="failed") == 1
