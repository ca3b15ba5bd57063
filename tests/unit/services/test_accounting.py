"""What calls cost by the price table."""

from shared.domain.usage import Usage
from shared.job_types.capabilities import Estimate
from shared.ports.metering import StoreCharges
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting, charged
from shared.settings import ModelPrice

PRICES = {
    "gpt-4.1": ModelPrice(prompt=2.0, cached=0.5, completion=8.0),
    "gpt-4.1-mini": ModelPrice(prompt=0.4, completion=1.6),
}


def cost(model: str, prompt: int, completion: int = 0, cached: int = 0) -> float | None:
    call = ModelCall(model, 1.0, prompt_tokens=prompt, cached_tokens=cached, completion_tokens=completion)
    return Accounting(PRICES).cost_of(call)


def test_tokens_are_priced_by_the_million() -> None:
    assert cost("gpt-4.1", 1_000_000) == 2.0
    assert cost("gpt-4.1", 500_000, 250_000) == 3.0


def test_tokens_from_the_providers_cache_have_their_own_price() -> None:
    assert cost("gpt-4.1", 1_000_000, cached=1_000_000) == 0.5
    assert cost("gpt-4.1-mini", 1_000_000, cached=1_000_000) == 0.4


def test_a_dated_version_costs_what_its_model_does_by_the_longest_name_that_fits() -> None:
    assert cost("gpt-4.1-2025-04-14", 1_000_000) == 2.0
    assert cost("gpt-4.1-mini-2025-04-14", 1_000_000) == 0.4


def test_a_model_without_a_price_is_of_unknown_cost_unless_it_used_nothing() -> None:
    assert cost("another", 10) is None
    assert cost("another", 0) == 0.0


def test_an_estimate_is_priced_as_calls_are() -> None:
    estimate = Estimate(prompt_tokens=500_000, completion_tokens=250_000)
    assert Accounting(PRICES).estimated_cost(estimate, "gpt-4.1-2025-04-14") == 3.0
    assert Accounting(PRICES).estimated_cost(estimate, "another") is None


def test_an_estimate_for_no_model_has_no_price() -> None:
    assert Accounting(PRICES).estimated_cost(Estimate(0, 0), "") is None


def test_calls_are_summed_and_those_without_a_price_counted() -> None:
    calls = [
        ModelCall("gpt-4.1", 1.0, prompt_tokens=1_000, cached_tokens=400, completion_tokens=100),
        ModelCall("gpt-4.1", 2.0, error="rate_limited"),
        ModelCall("another", 1.0, prompt_tokens=10),
    ]
    assert Accounting(PRICES).usage_of(calls) == Usage(
        model_calls=3,
        failed_calls=1,
        prompt_tokens=1_010,
        cached_tokens=400,
        completion_tokens=100,
        estimated_cost=0.0022,
        unpriced_calls=1,
    )


def test_only_what_is_not_nothing_is_added_to_a_sum() -> None:
    assert charged(StoreCharges(request_units=12.345, retries=2)).increments() == {
        "request_units": 12.35,
        "store_retries": 2,
    }
    assert charged(StoreCharges()).increments() == {}
