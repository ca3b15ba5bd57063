"""Stored answers are used again as long as the rules give the same ones: the version must say when they do not."""

import hashlib
from collections.abc import AsyncIterator
from itertools import pairwise

from adapters.offline_model.model import RULES_VERSION, OfflineModel
from jobs.contract_query.prompt import query_question
from shared.domain.segmentation import segment
from tests.fakes.builders import contract
from tests.unit.offline_model.contracts import SAMPLES, as_in_a_file, ignored

ANSWERS = {"1": "e557313d0f67bef3"}
"""By the version of the rules: the digest of what they answer about the samples."""

QUESTIONS = ("Which law governs the agreement?", "Is there a cap on liability?", "When must invoices be paid?")


async def test_rules_that_answer_otherwise_have_another_version() -> None:
    digest = hashlib.sha256()
    async for answer in answers():
        digest.update(answer.encode())
    assert {RULES_VERSION: digest.hexdigest()[:16]} == ANSWERS, (
        "The offline model answers otherwise: count RULES_VERSION up, and note the digest of its answers here."
    )


async def answers() -> AsyncIterator[str]:
    """What the rules say of the samples: each compared with the next, and three questions about each."""
    files = [file for file in sorted((SAMPLES / "contracts").iterdir()) if file.suffix in {".md", ".txt"}]
    for standard, other in pairwise(file.stem for file in files):
        yield await as_in_a_file(standard, other)
    for file in files:
        text = file.read_text(encoding="utf-8")
        read = contract("contract_sample", text).model_copy(update={"clauses": segment(text)})
        for question in QUESTIONS:
            asked = query_question({"question": question, "modelSelection": "primary"}, read, None)
            yield (await OfflineModel().complete(asked, ignored)).text
