"""The analysis of one contract, whoever asks for it: load, ask, compose."""

import asyncio
import hashlib
import logging
import traceback
from typing import Any

from shared.errors import PermanentError, TemporaryError
from shared.job_type import JobType, Request
from shared.ports.model import Model, Report, Told
from contracts.store import ContractStore
from shared.services.questioning import Before, Questioner, Subject

_log = logging.getLogger(__name__)


class Analyst:
    """Analyses contracts; keeps nothing of it."""

    def __init__(self, contracts: ContractStore, model: Model) -> None:
        self._contracts = contracts
        self._model = model
        self._questioner = Questioner(model)

    async def load(self, job_type: JobType, request: Request, contract_id: str) -> Subject:
        """What is to be asked about one contract of a request.

        Raises:
            NotFoundError: the contract, or another that it needs, is no longer there.
        """
        ids = job_type.contracts_of_item(request, contract_id)
        contracts = {needed: await self._contracts.recall(needed) for needed in ids}
        return Subject(job_type, request, contract_id, contracts)

    def input_hash(self, subject: Subject) -> str:
        """SHA-256 over all that the answer depends on: the question, who answers it, and how much it may be shown."""
        job_type = subject.job_type
        digest = hashlib.sha256()
        parts = job_type.fingerprint(subject.request, subject.contract_id, subject.contracts)
        limits = self._model.limits
        room = f"{limits.prompt_tokens}/{limits.answer_tokens}" if limits else ""
        for part in (*parts, self._model.identity(job_type.selection(subject.request)), room):
            digest.update(part.encode())
            digest.update(b"\x00")
        return digest.hexdigest()

    async def analyse(
        self, subject: Subject, seconds: float, report: Report, before: Before, told: Told | None = None
    ) -> dict[str, Any]:
        """The content of the contract's result, within so many seconds; `told` hears the answers as they come.

        Raises:
            TemporaryError: from the model, or the time was over.
            PermanentError: see Questioner.ask.
            Exception: whatever `before` raises.
        """
        try:
            async with asyncio.timeout(seconds):
                answers = await self._questioner.ask(subject, report, before, told)
        except TimeoutError as error:
            raise TemporaryError(
                f"The model did not answer all questions within {seconds:g} s. Try again later."
            ) from error
        return subject.job_type.compose(answers, subject.request, subject.contract_id, subject.contracts)


def unforeseen(error: Exception, about: str) -> PermanentError:
    """An error that nobody foresaw as one that people can read; the log gets its kind and its place.

    Its message may quote the contract, and is repeated nowhere. `about` names what failed, for the log.
    """
    kind, place = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed with %s at\n%s", about, kind, place)
    return PermanentError(
        f"An unexpected error ({kind}) stopped the analysis of this contract. "
        "Submit it again; if it happens again, report it with the job's id, or the time."
    )
