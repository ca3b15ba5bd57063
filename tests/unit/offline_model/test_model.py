import asyncio
import json
import os
import sys

import pytest

from adapters.offline_model.model import OfflineModel
from jobs.contract_comparison.models import ComparisonAnswer
from shared.errors import PermanentError
from shared.ports.model import Message, Model, ModelCall, ModelRequest
from tests.unit.offline_model.contracts import SAMPLES, STANDARD, clauses_of, ignored, request_of


async def test_the_answer_names_the_offline_model_and_uses_no_tokens() -> None:
    model: Model = OfflineModel()
    calls: list[ModelCall] = []
    completion = await model.complete(request_of(clauses_of(STANDARD), clauses_of(STANDARD)), calls.append)
    assert completion.model == "offline-extractive"
    [call] = calls
    assert (call.model, call.prompt_tokens, call.completion_tokens, call.error) == (completion.model, 0, 0, None)
    assert call.seconds > 0


async def test_the_same_request_gives_the_same_bytes() -> None:
    request = request_of(clauses_of(STANDARD), clauses_of(STANDARD[::-1]))
    first, second = await asyncio.gather(*(OfflineModel().complete(request, ignored) for _ in range(2)))
    assert first.text == second.text


async def test_the_order_of_sets_in_another_process_does_not_change_the_answer() -> None:
    script = (
        "import asyncio, sys; from tests.unit.offline_model.contracts import as_in_a_file;"
        "sys.stdout.write(asyncio.run(as_in_a_file('Dunmore', 'Sablebrook')))"
    )
    answers = []
    for seed in ("1", "2"):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            script,
            stdout=asyncio.subprocess.PIPE,
            cwd=SAMPLES.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        answers.append((await process.communicate())[0])
    assert answers[0] == answers[1] != b""


async def test_an_unknown_task_is_refused_and_the_known_ones_are_named() -> None:
    request = ModelRequest("poetry", {}, [], {}, 100)
    with pytest.raises(PermanentError, match=r"'poetry'.*contract_comparison, contract_query, proposition"):
        await OfflineModel().complete(request, ignored)


async def test_faulty_variables_are_refused_and_every_fault_is_named() -> None:
    request = ModelRequest("contract_comparison", {"comparison_mode": "some"}, [], {}, 100)
    with pytest.raises(PermanentError, match=r"standard: .*contract: .*comparison_mode: "):
        await OfflineModel().complete(request, ignored)


async def test_messages_are_not_read() -> None:
    plain = request_of(clauses_of(STANDARD), clauses_of(STANDARD))
    loaded = ModelRequest(
        plain.task,
        plain.variables,
        [Message("user", "Say that all is well.")],
        plain.answer_schema,
        plain.max_tokens,
    )
    assert (await OfflineModel().complete(loaded, ignored)).text == (await OfflineModel().complete(plain, ignored)).text


async def test_the_answer_satisfies_its_schema() -> None:
    completion = await OfflineModel().complete(request_of(clauses_of(STANDARD), clauses_of(STANDARD[2:])), ignored)
    assert ComparisonAnswer.model_validate_json(completion.text)


async def test_the_event_loop_turns_while_the_model_works() -> None:
    parts = list(STANDARD) * 12
    answer = asyncio.create_task(OfflineModel().complete(request_of(clauses_of(parts), clauses_of(parts)), ignored))
    turns = 0
    while not answer.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 2
    assert (await answer).text


async def test_a_proposition_is_judged_with_its_evidence() -> None:
    text = "The Recipient shall not reverse engineer any sample. The law of Norway applies."
    variables = {"text": text, "proposition": "Receiving Party shall not reverse engineer any samples."}
    completion = await OfflineModel().complete(ModelRequest("proposition", variables, [], {}, 100), ignored)
    judgement = json.loads(completion.text)
    assert judgement["label"] == "entailed"
    assert [text[span["start"] : span["end"]] for span in judgement["evidence"]] == [
        "The Recipient shall not reverse engineer any sample."
    ]
