import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.registry import JOB_TYPES
from shared.domain.caller import EVERYBODY
from shared.errors import NoAnswerError, OutOfTimeError, PermanentError
from shared.ports.documents import Query
from shared.services.answer_board import AnswerBoard
from shared.services.answer_stream import COMMENT_SECONDS, Told
from shared.services.real_time_call import Outcome, RealTimeCall
from tests.e2e.app_client import query
from tests.fakes.builders import USER, contract, item, other, text_of
from tests.fakes.clock import settled
from tests.fakes.model import Held, Written
from tests.fakes.services import Services, real_time_of, services

[QUERY] = [job_type for job_type in JOB_TYPES if job_type.name == "contract_query"]
QUOTE = "The laws of England."


def written(answer: str = "England's laws govern.") -> str:
    quotes = [{"clause_id": "c002", "quote": QUOTE}]
    return json.dumps({"answer": answer, "status": "stated", "confidence": 0.9, "quotes": quotes})


class Reader:
    """Reads a stream in a task of its own, as far as it has come."""

    def __init__(self, stream: AsyncGenerator[Told | None]) -> None:
        self.told: list[Told | None] = []
        self.task = asyncio.create_task(self._read(stream))

    async def _read(self, stream: AsyncGenerator[Told | None]) -> None:
        async for told in stream:
            self.told.append(told)

    async def read(self) -> "Reader":
        """Come to rest."""
        await settled()
        return self

    @property
    def names(self) -> list[str]:
        return [told.name for told in self.told if told is not None]

    @property
    def chunks(self) -> list[dict[str, Any]]:
        return [told.data for told in self.told if told is not None and told.name == "chunk"]

    def text(self, contract_id: str) -> str:
        """What a reader has on the screen."""
        text = ""
        for chunk in self.chunks:
            if chunk["contract_id"] == contract_id:
                text = ("" if chunk.get("replace") else text) + chunk["text"]
        return text


async def asked(contracts: int = 1, seconds: float = 60) -> tuple[Services, RealTimeCall]:
    here = services()
    for number in range(contracts):
        await here.contracts.create(contract(other(number), text_of(number)))
    body = query("Which law governs?", *(other(n) for n in range(contracts)), userEmail=USER)
    return here, await here.real_time.admit(QUERY, real_time_of("contract_query"), body, EVERYBODY, seconds)


async def test_an_answer_is_told_while_it_is_written_and_ends_with_the_whole() -> None:
    here, call = await asked()
    more = asyncio.Event()
    here.model.will(other(0), Written(written()[:20], more, written()))
    reader = await Reader(here.answer_streams.of(call)).read()
    assert reader.text(other(0)) == written()[12:20]
    more.set()
    await reader.read()
    assert reader.text(other(0)) == "England's laws govern."
    assert reader.names == ["chunk", "chunk", "usage", "done"]
    assert reader.chunks[0] == {
        "contract_id": other(0),
        "contract_title": f"Title of {other(0)}",
        "text": written()[12:20],
    }
    usage, done = (told.data for told in reader.told[-2:] if told is not None)
    assert reader.chunks[1]["answer"] == done["answers"][0]
    assert done["answers"][0]["quotes"][0]["text"] == QUOTE
    assert (usage["model_calls"], usage["total_tokens"], usage["estimated_cost"]) == (1, 110, 0.0002)


async def test_contracts_are_told_as_they_come_and_the_whole_answer_in_the_requests_order() -> None:
    here, call = await asked(2)
    later = asyncio.Event()
    here.model.will(other(0), Held(later, written("First.")))
    here.model.will(other(1), written("Second."))
    reader = await Reader(here.answer_streams.of(call)).read()
    assert (reader.text(other(0)), reader.text(other(1))) == ("", "Second.")
    later.set()
    await reader.read()
    last = reader.told[-1]
    assert last is not None
    assert [answer["answer"] for answer in last.data["answers"]] == ["First.", "Second."]
    assert last.data["table"][0]["contract_id"] == other(0)


async def test_a_text_that_begins_anew_replaces_what_was_told() -> None:
    here, call = await asked()
    more = asyncio.Event()
    here.model.will(other(0), Written(written("A false start."), more, written("Another answer.")))
    reader = await Reader(here.answer_streams.of(call)).read()
    assert reader.text(other(0)) == "A false start."
    more.set()
    await reader.read()
    assert reader.chunks[-1]["replace"] is True
    assert reader.text(other(0)) == "Another answer."


async def test_what_is_no_json_is_not_told() -> None:
    here, call = await asked()
    more = asyncio.Event()
    here.model.will(other(0), Written("Sure! Here is", more, written()))
    reader = await Reader(here.answer_streams.of(call)).read()
    assert reader.told == []
    more.set()
    assert (await reader.read()).text(other(0)) == "England's laws govern."


async def test_a_contract_that_fails_is_told_with_its_reason() -> None:
    here, call = await asked(2)
    here.model.will(other(0), PermanentError("It is refused."))
    here.model.will(other(1), written())
    reader = await Reader(here.answer_streams.of(call)).read()
    errors = {chunk["contract_id"]: chunk["error"] for chunk in reader.chunks if "error" in chunk}
    assert errors == {other(0): "It is refused."}
    last = reader.told[-1]
    assert last is not None
    assert [error["message"] for error in last.data["errors"]] == ["It is refused."]


async def test_a_stream_of_which_nothing_was_answered_ends_with_the_usage_and_the_error() -> None:
    here, call = await asked()
    here.model.will(other(0), PermanentError("It is refused."))
    reader = await Reader(here.answer_streams.of(call)).read()
    assert reader.names == ["chunk", "usage"]
    with pytest.raises(NoAnswerError, match="It is refused"):
        await reader.task


async def test_a_stream_whose_time_is_over_ends_with_an_error_although_some_was_answered() -> None:
    here, call = await asked(2, seconds=0.05)
    here.model.will(other(0), Held(asyncio.Event(), ""))
    here.model.will(other(1), written())
    reader = Reader(here.answer_streams.of(call))
    with pytest.raises(OutOfTimeError):
        await reader.task
    assert reader.text(other(1)) == "England's laws govern."
    assert "done" not in reader.names


async def test_a_stream_without_news_shows_now_and_then_that_it_is_there() -> None:
    here, call = await asked()
    here.model.will(other(0), Held(asyncio.Event(), ""))
    reader = await Reader(here.answer_streams.of(call)).read()
    for _ in range(3):
        await here.clock.advance(COMMENT_SECONDS)
    assert reader.told == [None, None, None]
    assert COMMENT_SECONDS < 15
    reader.task.cancel()
    await asyncio.wait([reader.task])


async def test_who_goes_away_ends_the_calls_of_the_model_and_what_they_took_is_recorded() -> None:
    here, call = await asked(2)
    here.model.will(other(0), written())
    here.model.will(other(1), Held(asyncio.Event(), ""))
    reader = await Reader(here.answer_streams.of(call)).read()
    reader.task.cancel()
    await asyncio.wait([reader.task])
    await settled()
    assert here.model.at_work == 0
    recorded = await here.model_usage.query(Query({"type": "model_usage"}), USER)
    assert [body["item_id"] for body in recorded.documents] == ["00000"]


@given(st.lists(st.text(max_size=6), max_size=6), st.text(min_size=1, max_size=12))
def test_what_was_told_comes_to_the_answer_whatever_was_told_on_the_way(begun: list[str], last: str) -> None:
    board, shown = AnswerBoard("answer", "contract_title", ["contract_id"]), ""
    for text in [*begun, None]:
        if text is None:
            board.ended(Outcome(item(), {"contract_id": other(0)}, content={"answer": last}))
        else:
            board.told(item(), json.dumps({"answer": text})[:-1])
        for chunk in board.take():
            shown = ("" if chunk.get("replace") else shown) + chunk["text"]
    assert shown == last
    assert list(board.take()) == []


async def test_a_slow_reader_gets_one_larger_piece() -> None:
    here, call = await asked()
    here.model.will(other(0), written())
    stream = here.answer_streams.of(call)
    first = await anext(stream)
    assert first is not None
    assert (first.name, first.data["text"]) == ("chunk", "England's laws govern.")
    await stream.aclose()
