"""One item: look, load, ask, parse, store."""

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.domain.job import (
    Item,
    ItemOutcome,
    ItemResult,
    JobReference,
    Receipt,
    item_result_id,
)
from shared.domain.progress import Stage
from shared.errors import ContractBatchError, InvalidAnswerError, PermanentError, TemporaryError
from shared.job_type import Contracts, JobType, Request
from shared.ports.clock import Clock
from shared.ports.model import Completion, Message, Model, ModelRequest
from shared.services.contract_store import ContractStore
from shared.services.progress_board import ItemProgress, ProgressBoard
from shared.services.requests import Requests
from shared.services.result_store import ResultStore
from shared.services.usage_store import UsageStore

_log = logging.getLogger(__name__)
_ERROR_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which attempt at an item this is, counted from 1, and after which one it is given up."""

    number: int
    last: int

    @property
    def is_last(self) -> bool:
        """Whether a temporary fault now is final."""
        return self.number >= self.last


@dataclass(frozen=True, slots=True)
class _Answer:
    content: dict[str, Any]
    completion: Completion


class ItemRunner:
    """Does one item of a job, at least once and with one stored outcome."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        requests: Requests,
        contracts: ContractStore,
        results: ResultStore,
        usage: UsageStore,
        board: ProgressBoard,
        model: Model,
        clock: Clock,
        *,
        model_timeout: float,
    ) -> None:
        self._job_types = job_types
        self._requests = requests
        self._contracts = contracts
        self._results = results
        self._usage = usage
        self._board = board
        self._model = model
        self._clock = clock
        self._model_timeout = model_timeout

    async def run(self, reference: JobReference, item: Item, attempt: Attempt) -> Receipt:
        """Do the item unless it is done; never raises for what is wrong with the item itself.

        Raises:
            TemporaryError: the store could not be reached, so that nothing could be kept.
        """
        stored = await self._results.summaries(reference, [item.item_id])
        if stored:
            return _receipt(stored[0], reused=True)
        async with self._board.item(reference, item) as line:
            started = self._clock.monotonic()
            try:
                result = await self._analyse(reference, item, attempt, line, started)
            except TemporaryError as error:
                if not attempt.is_last:
                    return Receipt(item_id=item.item_id, outcome=ItemOutcome.RETRY, error=_short(error))
                result = self._failed(reference, item, attempt, error, started)
            except PermanentError as error:
                result = self._failed(reference, item, attempt, error, started)
            except Exception as error:  # noqa: BLE001 - a defect of ours in one item must not stop the others
                _log_defect(reference, item, error)
                result = self._failed(reference, item, attempt, _unexpected(error), started)
            return await self._store(reference, result, line)

    async def _store(self, reference: JobReference, result: ItemResult, line: ItemProgress) -> Receipt:
        if not await self._results.add_item(result):
            first = await self._results.summaries(reference, [result.item_id])
            return _receipt(first[0], reused=True)
        if result.outcome is ItemOutcome.DONE:
            line.done()
        else:
            line.failed()
        return _receipt(result, reused=False)

    async def _analyse(
        self, reference: JobReference, item: Item, attempt: Attempt, line: ItemProgress, started: float
    ) -> ItemResult:
        job_type = self._job_types[reference.job_type]
        request = await self._requests.get(reference)
        contracts = await self._load(job_type, request, item)
        line.reach(Stage.LOADED)
        answer = await self._ask(reference, item, job_type, request, contracts, line)
        line.reach(Stage.ANSWERED)
        return self._result(
            reference,
            item,
            attempt,
            ItemOutcome.DONE,
            started,
            input_hash=_hash(job_type.fingerprint(request, item.contract_id, contracts)),
            content=answer.content,
            model=answer.completion.model,
            prompt_tokens=answer.completion.prompt_tokens,
            completion_tokens=answer.completion.completion_tokens,
        )

    async def _load(self, job_type: JobType, request: Request, item: Item) -> Contracts:
        ids = job_type.contracts_of_item(request, item.contract_id)
        return {contract_id: await self._contracts.get(contract_id) for contract_id in ids}

    async def _ask(
        self,
        reference: JobReference,
        item: Item,
        job_type: JobType,
        request: Request,
        contracts: Contracts,
        line: ItemProgress,
    ) -> _Answer:
        question = job_type.prompt(request, item.contract_id, contracts)
        line.reach(Stage.ASKED)
        completion = await self._complete(reference, item, question)
        try:
            return _Answer(job_type.parse(completion, request, item.contract_id, contracts), completion)
        except InvalidAnswerError as error:
            repaired = await self._complete(reference, item, _repair(question, completion, error))
            return _Answer(job_type.parse(repaired, request, item.contract_id, contracts), repaired)

    async def _complete(self, reference: JobReference, item: Item, question: ModelRequest) -> Completion:
        try:
            async with asyncio.timeout(self._model_timeout):
                completion = await self._model.complete(question)
        except TimeoutError as error:
            raise TemporaryError(
                f"The model did not answer within {self._model_timeout:g} s. It will be asked again."
            ) from error
        await self._usage.record(reference, item.item_id, completion)
        return completion

    def _failed(
        self,
        reference: JobReference,
        item: Item,
        attempt: Attempt,
        error: ContractBatchError,
        started: float,
    ) -> ItemResult:
        return self._result(
            reference, item, attempt, ItemOutcome.FAILED, started, input_hash="", error_message=str(error)
        )

    def _result(
        self,
        reference: JobReference,
        item: Item,
        attempt: Attempt,
        outcome: Literal[ItemOutcome.DONE, ItemOutcome.FAILED],
        started: float,
        **fields: Any,
    ) -> ItemResult:
        return ItemResult(
            id=item_result_id(reference.job_id, item.item_id),
            user_id=reference.user_id,
            job_id=reference.job_id,
            job_type=reference.job_type,
            item_id=item.item_id,
            contract_id=item.contract_id,
            outcome=outcome,
            attempts=attempt.number,
            elapsed_time=round(self._clock.monotonic() - started, 3),
            created_date=self._clock.now(),
            **fields,
        )


def _receipt(result: ItemResult, *, reused: bool) -> Receipt:
    return Receipt(
        item_id=result.item_id,
        outcome=result.outcome,
        reused=reused,
        tokens=result.prompt_tokens + result.completion_tokens,
        seconds=result.elapsed_time,
        error=result.error_message[:_ERROR_CHARACTERS] if result.error_message else None,
    )


def _repair(question: ModelRequest, completion: Completion, error: InvalidAnswerError) -> ModelRequest:
    """The question again, with the broken answer and what is wrong with it."""
    messages = [
        *question.messages,
        Message("assistant", completion.text),
        Message("user", f"This answer cannot be used: {error} Answer again, with valid JSON only."),
    ]
    return ModelRequest(
        question.task,
        question.variables,
        messages,
        question.answer_schema,
        question.max_tokens,
        question.selection,
    )


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\x00")
    return digest.hexdigest()


def _log_defect(reference: JobReference, item: Item, error: Exception) -> None:
    # The message of an unforeseen error may quote the contract: the log gets its kind and its place only.
    place = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__name__
    _log.error("Item %s of job %s failed with %s at\n%s", item.item_id, reference.job_id, kind, place)


def _unexpected(error: Exception) -> PermanentError:
    return PermanentError(
        f"An unexpected error ({type(error).__name__}) stopped the analysis of this contract. "
        "Retry the job; if it happens again, report it with the job's id."
    )


def _short(error: Exception) -> str:
    return str(error)[:_ERROR_CHARACTERS]
