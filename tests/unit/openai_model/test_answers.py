import pytest

from adapters.tokens import O200kTokenCounter
from jobs.contract_comparison.models import ComparisonAnswer
from shared.ports.model import ModelLimits
from tests.fakes.builders import TEXT
from tests.fakes.openai_server import Answer, FakeOpenAI, serving
from tests.fakes.openai_server.answers import compare
from tests.unit.openai_model.asking import KEY, Asker, asker_of


async def test_a_question_is_answered_by_the_model_that_the_settings_name(asker: Asker, server: FakeOpenAI) -> None:
    completion = await asker.ask("1. Payment\nCustomer pays within 60 days.\n2. Governing Law\nThe laws of England.\n")
    answer = ComparisonAnswer.model_validate_json(completion.text)
    assert [finding.status for finding in answer.findings] == ["changed", "present"]
    assert completion.model == "gpt-test-2026-01-01"
    assert [received.path for received in server.received] == ["/v1/chat/completions"]
    assert server.received[0].body["model"] == "gpt-test"


async def test_a_call_is_reported_with_the_providers_count_of_tokens(asker: Asker, server: FakeOpenAI) -> None:
    server.will(Answer('{"findings": []}'))
    await asker.ask()
    [call] = asker.calls
    assert (call.model, call.error, call.cached_tokens) == ("gpt-test-2026-01-01", None, 0)
    assert call.prompt_tokens > 300
    assert call.completion_tokens == O200kTokenCounter().count('{"findings": []}')
    assert call.seconds == 0.0


async def test_the_standard_is_read_from_the_providers_cache_for_the_next_contract() -> None:
    async with serving(FakeOpenAI(compare, key=KEY, cache_from_tokens=128)) as server:
        asker = asker_of(server)
        await asker.ask()
        await asker.ask("1. Payment\nNobody pays.\n2. Governing Law\nThe laws of Peru.\n")
        await asker.model.close()
    cached = [call.cached_tokens for call in asker.calls]
    assert cached[0] == 0
    assert cached[1] >= 128


async def test_the_second_model_answers_what_asks_for_it(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_secondary="gpt-small")
    completion = await asker.ask(modelSelection="secondary")
    await asker.model.close()
    assert completion.model == "gpt-small-2026-01-01"


async def test_without_a_second_model_the_first_one_answers(asker: Asker) -> None:
    completion = await asker.ask(modelSelection="secondary")
    assert completion.model == "gpt-test-2026-01-01"


async def test_the_server_is_told_the_schema_the_limit_and_nothing_about_people(
    asker: Asker, server: FakeOpenAI
) -> None:
    await asker.ask()
    body = server.received[0].body
    assert set(body) == {"model", "messages", "max_completion_tokens", "response_format"}
    assert body["max_completion_tokens"] == 6_000
    assert body["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in body["messages"]] == ["system", "user", "user"]


async def test_the_limits_are_those_of_the_settings(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_prompt_tokens=9_000, model_answer_tokens=700)
    assert asker.model.limits == ModelLimits(prompt_tokens=9_000, answer_tokens=700)


async def test_the_client_is_opened_again_after_it_was_closed(asker: Asker) -> None:
    await asker.ask()
    await asker.model.close()
    await asker.model.close()
    await asker.ask()
    assert asker.errors == [None, None]


@pytest.mark.parametrize("text", ['{"findings": []', "I would rather talk about the weather.", "{}"])
async def test_what_the_model_says_is_handed_on_as_it_is(asker: Asker, server: FakeOpenAI, text: str) -> None:
    server.will(Answer(text))
    assert (await asker.ask(TEXT)).text == text
