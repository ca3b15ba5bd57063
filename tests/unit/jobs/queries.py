"""Contracts and answers for tests of the job type `contract_query`."""

import json
from collections.abc import Sequence
from typing import Any

from jobs.contract_query.job import JOB
from jobs.contract_query.questions import QueryQuestions
from shared.domain.clauses import Clause, ClauseType
from shared.domain.contract import Contract
from shared.domain.job import Item
from shared.job_types.model_work import Answer
from shared.ports.model import Completion, ModelLimits, ModelRequest
from tests.fakes.builders import contract

QUERY = JOB
QUESTIONS = QueryQuestions()
NAME = "contract_a"
ITEM = Item.at(0, f"Title of {NAME}", {"contract_id": NAME})


def request(question: str = "Which law governs?", **fields: Any) -> dict[str, Any]:
    stored = {"question": question, "contract_ids": [NAME], "modelSelection": "primary", "userEmail": "ann"}
    return stored | fields


def document(*texts: str) -> Contract:
    """A contract with a clause for each text, and a token for every four characters."""
    whole = "\n".join(texts)
    clauses: list[Clause] = []
    for n, text in enumerate(texts, start=1):
        start = clauses[-1].end + 1 if clauses else 0
        place = {"start": start, "end": start + len(text)}
        clauses.append(Clause(clause_id=f"c{n:03d}", clause_type=ClauseType.OTHER, text=text, **place))
    return contract(NAME, whole, tokens=len(whole) // 4).model_copy(update={"clauses": clauses})


def question_about(asked: Contract, question: str, limits: ModelLimits | None = None) -> ModelRequest:
    (made,) = QUESTIONS.questions(ITEM, request(question), {NAME: asked}, limits)
    return made


def shown(question: ModelRequest) -> list[str]:
    """The texts that a question shows."""
    clauses: list[dict[str, str]] = json.loads(question.messages[1].content.partition("\n")[2])
    return [clause["text"] for clause in clauses]


def answer_text(quotes: Sequence[tuple[str, str]] = (), **fields: Any) -> str:
    listed = [{"clause_id": clause_id, "quote": quote} for clause_id, quote in quotes]
    return json.dumps({"answer": "England.", "status": "stated", "confidence": 0.8, "quotes": listed} | fields)


def answered(asked: Contract, text: str, question: ModelRequest | None = None) -> dict[str, Any]:
    """The contract's answer, by the way it takes in a job."""
    parsed = QUESTIONS.parse(Completion(text, "scripted"), question or question_about(asked, "Which law governs?"))
    return QUESTIONS.compose([Answer(parsed, "scripted")], ITEM, request(), {NAME: asked})
