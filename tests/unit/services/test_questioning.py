"""Making the questions about one item."""

import asyncio
import threading
from collections.abc import Sequence

from shared.job_type import Contracts, Request
from shared.services.questioning import Questioner, Subject

from jobs.contract_query.job import ContractQueryJob
from shared.errors import QuestionTooLargeError
from shared.ports.model import ModelLimits, ModelRequest
from tests.fakes.builders import contract
from tests.fakes.model import ScriptedModel

ANSWER = '{"answer": "It is not said.", "status": "not_stated", "confidence": 1, "quotes": []}'
LONG = "1. Term. This agreement lasts a year.\n" + "The parties agree. " * 4_000


class Laborious(ContractQueryJob):
    """Takes, for each step, until the loop has done something else; `waited` says whether that came to be."""

    def __init__(self) -> None:
        self.waited: list[bool] = []
        self._elsewhere = threading.Event()

    def questions(
        self, request: Request, contract_id: str, contracts: Contracts, limits: ModelLimits | None
    ) -> Sequence[ModelRequest]:
        self._work()
        return super().questions(request, contract_id, contracts, limits)

    def divide(self, question: ModelRequest) -> Sequence[ModelRequest]:
        self._work()
        return [question]

    def _work(self) -> None:
        self._elsewhere.clear()
        self.waited.append(self._elsewhere.wait(2))

    async def go_on_elsewhere(self) -> None:
        """What else the process does."""
        while True:
            self._elsewhere.set()
            await asyncio.sleep(0)


async def _nothing() -> None:
    """Nothing stops the asking."""


async def test_the_process_goes_on_while_questions_about_a_long_contract_are_made_and_cut() -> None:
    model, job_type = ScriptedModel(), Laborious()
    model.will("contract_long", QuestionTooLargeError("It is too long."), ANSWER)
    request = {"question": "Which law governs?", "modelSelection": "primary", "contract_ids": ["contract_long"]}
    subject = Subject(job_type, request, "contract_long", {"contract_long": contract("contract_long", LONG)})
    elsewhere = asyncio.create_task(job_type.go_on_elsewhere())
    await asyncio.sleep(0)
    answers = await Questioner(model).ask(subject, lambda _: None, _nothing)
    elsewhere.cancel()
    await asyncio.wait([elsewhere])
    assert len(answers) == 1
    assert job_type.waited == [True, True]
