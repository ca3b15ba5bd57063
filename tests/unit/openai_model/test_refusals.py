import pytest

from shared.errors import ContractBatchError, PermanentError, QuestionTooLargeError
from tests.fakes.openai_server import (
    ApiError,
    ContextLength,
    FakeOpenAI,
    Filtered,
    Refused,
    Step,
    TooLong,
)
from tests.unit.openai_model.asking import Asker, asker_of

QUOTED = "Customer pays within 30 days."
NO_DEPLOYMENT = ApiError(404, "The API deployment for this resource does not exist.", "DeploymentNotFound")
NO_QUOTA = ApiError(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota")
OVER_THE_MINUTE = ApiError(429, "Request too large for gpt-test on tokens per min (TPM): Limit 30000.", "rate_limit")
TOO_MUCH_TO_WRITE = ApiError(
    400,
    "max_completion_tokens is too large: 6000. This model supports at most 4096 completion tokens.",
    "invalid_value",
)
ODD = ApiError(400, f"Cannot do this: {QUOTED}", "invalid_value")
UNSAFE_CODE = ApiError(400, "No.", f"code: {QUOTED}")


async def refusal(asker: Asker, kind: type[ContractBatchError]) -> str:
    with pytest.raises(kind) as raised:
        await asker.ask()
    assert type(raised.value) is kind
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    assert QUOTED not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("step", "error", "words"),
    [
        (Filtered(), "content_filter", "content filter"),
        (Filtered(question=False), "content_filter", "content filter"),
        (Refused(), "refused", "declined"),
        (
            ApiError(401, "Incorrect API key provided: sk-1***.", "invalid_api_key"),
            "rejected",
            "did not let the app in",
        ),
        (ApiError(403, "Forbidden."), "rejected", "managed identity and its role"),
        (NO_DEPLOYMENT, "rejected", "no model called 'gpt-test'"),
        (ApiError(400, "Which model?", "model_not_found"), "rejected", "no model called 'gpt-test'"),
        (NO_QUOTA, "rejected", "used up"),
        (TOO_MUCH_TO_WRITE, "rejected", "lower MODEL_ANSWER_TOKENS"),
        (ApiError(400, "This model cannot stream."), "rejected", "(HTTP 400)"),
        (ApiError(404, "No such deployment. See /docs/stream."), "rejected", "no model called 'gpt-test'"),
        (ODD, "rejected", "(HTTP 400, invalid_value)"),
        (UNSAFE_CODE, "rejected", "(HTTP 400)"),
        (ApiError(400, "", body="no JSON object at all"), "rejected", "(HTTP 400)"),
    ],
)
async def test_what_will_not_succeed_is_asked_once_and_explained(
    asker: Asker, server: FakeOpenAI, step: Step, error: str, words: str
) -> None:
    server.will(step)
    assert words in await refusal(asker, PermanentError)
    assert asker.errors == [error]
    assert asker.clock.sleeps == []


@pytest.mark.parametrize(
    "step",
    [
        ContextLength(),
        OVER_THE_MINUTE,
        ApiError(413, "Payload Too Large"),
        ApiError(400, "", body={"object": "error", "message": "This model's maximum context length is 4096 tokens."}),
        ApiError(400, "the request exceeds the available context size. try increasing the context size"),
        ApiError(422, "prompt is too long: 210000 tokens > 200000 maximum"),
    ],
)
async def test_a_question_that_does_not_fit_is_to_be_asked_in_smaller_parts(
    asker: Asker, server: FakeOpenAI, step: Step
) -> None:
    server.will(step)
    assert "Compare fewer clauses" in await refusal(asker, QuestionTooLargeError)
    assert asker.errors == ["context_length"]


async def test_an_answer_that_does_not_fit_is_to_be_asked_in_smaller_parts(asker: Asker, server: FakeOpenAI) -> None:
    server.will(TooLong())
    assert "longer than it may be" in await refusal(asker, QuestionTooLargeError)
    [call] = asker.calls
    assert (call.error, call.completion_tokens) == ("truncated", 6_000)


async def test_a_refused_answer_is_reported_with_the_tokens_it_took(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Refused())
    await refusal(asker, PermanentError)
    assert asker.calls[0].prompt_tokens > 300
    assert asker.calls[0].model == "gpt-test-2026-01-01"


async def test_a_key_that_the_provider_does_not_know_is_not_repeated(server: FakeOpenAI) -> None:
    asker = asker_of(server, openai_api_key="sk-wrong-987")
    assert "sk-wrong" not in await refusal(asker, PermanentError)
    await asker.model.close()
    assert asker.calls[0].model == "gpt-test"


async def test_a_model_that_the_provider_does_not_have_is_named(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_primary="gpt-none")
    assert "'gpt-none'" in await refusal(asker, PermanentError)
    await asker.model.close()
