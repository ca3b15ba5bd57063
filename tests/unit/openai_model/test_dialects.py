import logging

import pytest

from jobs.contract_comparison.models import ComparisonAnswer
from shared.errors import PermanentError
from tests.fakes.builders import answer_text
from tests.fakes.openai_server import Answer, ApiError, FakeOpenAI, Refusing
from tests.unit.openai_model.asking import Asker, asker_of

UNKNOWN_FORMAT = ApiError(400, "Invalid parameter: 'response_format' is not supported.", param="response_format")


def formats(server: FakeOpenAI) -> list[str | None]:
    return [received.body.get("response_format", {}).get("type") for received in server.received]


async def test_a_server_that_knows_no_schema_is_asked_for_json_and_told_the_schema_in_words(
    asker: Asker, server: FakeOpenAI
) -> None:
    server.refusing = Refusing(json_schema=True)
    completion = await asker.ask()
    ComparisonAnswer.model_validate_json(completion.text)
    assert formats(server) == ["json_schema", "json_object"]
    assert asker.errors == ["rejected", None]
    said = server.received[1].body["messages"]
    assert '"overall_risk"' in said[0]["content"]
    assert said[0]["role"] == "system"
    assert said[1:] == server.received[0].body["messages"][1:]


async def test_a_server_that_knows_no_format_at_all_is_only_told(asker: Asker, server: FakeOpenAI) -> None:
    server.refusing = Refusing(response_format=True)
    await asker.ask()
    assert formats(server) == ["json_schema", "json_object", None]
    assert '"overall_risk"' in server.received[2].body["messages"][0]["content"]


async def test_a_server_that_knows_only_the_old_name_of_the_limit_gets_that(asker: Asker, server: FakeOpenAI) -> None:
    server.refusing = Refusing(max_completion_tokens=True, json_schema=True)
    await asker.ask()
    assert server.received[-1].body["max_tokens"] == 6_000
    assert "max_completion_tokens" not in server.received[-1].body
    assert formats(server) == ["json_schema", "json_schema", "json_object"]


async def test_what_was_learned_of_a_model_is_remembered_for_it_alone(
    server: FakeOpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    asker = asker_of(server, model_secondary="gpt-small")
    server.refusing = Refusing(json_schema=True)
    await asker.ask()
    await asker.ask()
    server.refusing = Refusing()
    await asker.ask(modelSelection="secondary")
    await asker.model.close()
    assert formats(server) == ["json_schema", "json_object", "json_object", "json_schema"]
    warnings = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == [
        "The provider of gpt-test is asked with json_object and max_completion_tokens from now on: it refused more."
    ]


async def test_what_did_not_help_is_not_remembered(asker: Asker, server: FakeOpenAI) -> None:
    server.will(UNKNOWN_FORMAT, ApiError(400, "Something else."))
    with pytest.raises(PermanentError):
        await asker.ask()
    await asker.ask()
    assert formats(server) == ["json_schema", "json_object", "json_schema"]


async def test_a_server_that_refuses_even_the_simplest_question_is_given_up(asker: Asker, server: FakeOpenAI) -> None:
    server.will(UNKNOWN_FORMAT, UNKNOWN_FORMAT, UNKNOWN_FORMAT)
    with pytest.raises(PermanentError, match="HTTP 400"):
        await asker.ask()
    assert formats(server) == ["json_schema", "json_object", None]


@pytest.mark.parametrize("fenced", ["```json\n%s\n```", "```\n%s\n```\n", "  ```JSON\n%s```"])
async def test_a_fence_around_json_is_taken_off_where_json_was_only_asked_for_in_words(
    asker: Asker, server: FakeOpenAI, fenced: str
) -> None:
    wrapped = fenced % answer_text()
    server.will(Answer(wrapped), UNKNOWN_FORMAT, Answer(wrapped))
    assert (await asker.ask()).text == wrapped
    assert (await asker.ask()).text == answer_text()
