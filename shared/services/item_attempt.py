"""One attempt at one item, and what it is to be stored as."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.domain.job import Item, ItemOutcome, ItemResult, JobReference, Receipt, item_result_id
from shared.errors import ContractBatchError
from shared.ports.clock import Clock
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting
from shared.services.answer_cache import EarlierAnswer
from shared.services.progress_board import ItemProgress
from shared.services.questioning import Subject

_ERROR_CHARACTERS = 300
_STORED_ERROR_CHARACTERS = 1_000
"""Of a failed item's error: a job shows fifty of them beside a request of up to ten thousand contracts."""


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
class Work:
    """An attempt in the making.

    `calls` are those made to the model so far; what is entered into `until_kept` is left once the outcome is stored.
    """

    reference: JobReference
    item: Item
    attempt: Attempt
    line: ItemProgress
    started: float
    calls: list[ModelCall]
    until_kept: AsyncExitStack = field(default_factory=AsyncExitStack)


class Outcomes:
    """Makes the documents that attempts end with."""

    def __init__(self, accounting: Accounting, clock: Clock) -> None:
        self._accounting = accounting
        self._clock = clock

    def done(self, work: Work, subject: Subject, input_hash: str, content: dict[str, Any]) -> ItemResult:
        """The model answered."""
        row = subject.job_type.overview(content)
        fields = {"input_hash": input_hash, "content": content, "overview": row}
        return self._result(work, ItemOutcome.DONE, answered_date=self._clock.now(), **fields)

    def failed(self, work: Work, error: ContractBatchError) -> ItemResult:
        """It is given up."""
        message = str(error)[:_STORED_ERROR_CHARACTERS]
        return self._result(work, ItemOutcome.FAILED, input_hash="", error_message=message)

    def reused(self, work: Work, earlier: ItemResult) -> ItemResult:
        """A copy of what a job before had of this item."""
        # Results of an earlier version do not say when.
        answered = {"answered_date": earlier.answered_date or earlier.created_date}
        answer = EarlierAnswer.model_validate(earlier.model_dump() | answered)
        return self._copy(work, answer, content=earlier.content, overview=earlier.overview)

    def cached(self, work: Work, subject: Subject, answer: EarlierAnswer) -> ItemResult:
        """A copy of what the model answered to the same question, as this contract's."""
        about = (subject.request, subject.contract_id, subject.contracts)
        content = subject.job_type.readdressed(answer.content, *about)
        return self._copy(work, answer, content=content, overview=subject.job_type.overview(content), cached=True)

    def _copy(self, work: Work, answer: EarlierAnswer, **fields: Any) -> ItemResult:
        fields |= {"saved_tokens": answer.tokens, "saved_cost": answer.cost, "answered_date": answer.answered_date}
        copy = self._result(work, ItemOutcome.DONE, reused_from=answer.id, input_hash=answer.input_hash, **fields)
        return copy.model_copy(update={"model": answer.model, "estimated_cost": 0.0})

    def _result(self, work: Work, outcome: Literal[ItemOutcome.DONE, ItemOutcome.FAILED], **fields: Any) -> ItemResult:
        reference, item = work.reference, work.item
        usage = self._accounting.usage_of(work.calls)
        return ItemResult(
            id=item_result_id(reference.job_id, item.item_id),
            user_id=reference.user_id,
            job_id=reference.job_id,
            job_type=reference.job_type,
            item_id=item.item_id,
            contract_id=item.contract_id,
            outcome=outcome,
            attempts=work.attempt.number,
            model=work.calls[-1].model if work.calls else None,
            model_calls=usage.model_calls,
            failed_calls=usage.failed_calls,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            estimated_cost=None if usage.unpriced_calls else usage.estimated_cost,
            elapsed_time=round(self._clock.monotonic() - work.started, 3),
            created_date=self._clock.now(),
            **fields,
        )


def receipt_of(result: ItemResult, *, reused: bool) -> Receipt:
    """What the caller is told of a stored outcome."""
    return Receipt(
        item_id=result.item_id,
        outcome=result.outcome,
        reused=reused or result.reused_from is not None,
        cached=result.cached,
        tokens=result.prompt_tokens + result.completion_tokens,
        seconds=result.elapsed_time,
        error=short(result.error_message) if result.error_message else None,
    )


def short(message: str) -> str:
    """An error as a receipt holds it."""
    # Any other character than ASCII's takes up to twelve bytes in an orchestration's history.
    return message[:_ERROR_CHARACTERS].encode("ascii", "replace").decode()
