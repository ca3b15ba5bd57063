"""Questions to real commercial contracts."""

from pathlib import Path

import pytest

from jobs.contract_query.result import SavedQuery
from tests.e2e.app_client import AppClient, query


@pytest.mark.parametrize(
    ("question", "at_least"), [("Which law governs the agreement?", 17), ("Is there a cap on liability?", 9)]
)
async def test_every_real_contract_answers_with_passages_that_stand_where_they_are_said_to(
    app: AppClient, data: Path, question: str, at_least: int
) -> None:
    contracts = await app.add_files(*sorted((data / "cuad" / "txt").iterdir()))
    submitted = await app.submit(query(question, *contracts, priority=9), route="query")
    job = await app.finished(submitted["job_id"])
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", len(contracts), 0)
    assert job["priority"] == 9
    saved = SavedQuery.model_validate(await app.result(job["result_id"]), extra="forbid")
    assert (saved.query_text, saved.contract_ids) == (question, contracts)
    response = saved.model_dump(mode="json")["results"]
    assert [answer["contract_id"] for answer in response["answers"]] == contracts
    assert [row["contract_id"] for row in response["table"]] == contracts
    stated = [answer for answer in response["answers"] if answer["status"] == "stated"]
    assert len(stated) >= at_least
    assert "state it" in response["answer_summary"].splitlines()[0]
    for answer in stated:
        text = (await app.contract(answer["contract_id"]))["text"]
        assert answer["quotes"], answer["contract_title"]
        assert answer["dropped_quotes"] == 0
        for quote in answer["quotes"]:
            assert text[quote["start"] : quote["end"]] == quote["text"]
