"""One attempt at one item, and what it is to be stored as."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.domain.job import Item, ItemOutcome, ItemResult, JobReference, Receipt, item_result_id
from shared.errors import ContractBatchError
from shared.job_types.values import JsonObject
from shared.ports.clock import Clock
from shared.ports.model import ModelCall
from shared.services.accounting import Accounting
from shared.services.item_path import Again, Fresh
from shared.services.progress_board import ItemProgress

_ERROR_CHARACTERS = 300
_STORED_ERROR_CHARACTERS = 1_000
"""Of a failed item's error: a job shows fifty of them."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which attempt at an item this is, counted from 1, and after which one it is given up.

    `cursor` is where the item goes on, `percent` how far it was then; `staged` says whether it has made blocks of
    artifacts.
    """

    number: int
    last: int
    cursor: JsonObject | None = None
    percent: int = 0
    staged: bool = False

    @property
    def is_last(self) -> bool:
        """Whether a temporary fault now is final."""
        return self.number >= self.last


@dataclass(slots=True)
class Work:
    """An attempt in the making.

    `calls` are those made to the model so far; what is entered into `until_kept` is left once the outcome is stored.
    `staged` says whether blocks of artifacts were made.
    """

    reference: JobReference
    item: Item
    labels: JsonObject
    attempt: Attempt
    line: ItemProgress
    started: float
    calls: list[ModelCall] = field(default_factory=list)
    until_kept: AsyncExitStack = field(default_factory=AsyncExitStack)
    staged: bool = False


class Outcomes:
    """Makes the documents that attempts end with."""

    def __init__(self, accounting: Accounting, clock: Clock) -> None:
        self._accounting = accounting
        self._clock = clock

    def done(self, work: Work, found: Fresh) -> ItemResult:
        """The item was done."""
        fields = {"input_hash": found.key, "content": found.done.content, "overview": found.done.row}
        return self._result(work, ItemOutcome.DONE, answered_date=self._clock.now(), **fields)

    def failed(self, work: Work, error: ContractBatchError) -> ItemResult:
        """It is given up."""
        message = str(error)[:_STORED_ERROR_CHARACTERS]
        return self._result(work, ItemOutcome.FAILED, input_hash="", error_message=message)

    def again(self, work: Work, found: Again) -> ItemResult:
        """A copy of what was found out before."""
        answer = found.answer
        copy = self._result(
            work,
            ItemOutcome.DONE,
            reused_from=answer.id,
            cached=found.cached,
            input_hash=answer.input_hash,
            content=found.done.content,
            overview=found.done.row,
            saved_tokens=answer.tokens,
            saved_cost=answer.cost,
            answered_date=answer.answered_date,
        )
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
            subject=item.subject,
            outcome=outcome,
            attempts=work.attempt.number,
            model=work.calls[-1].model if work.calls else None,
            model_calls=usage.model_calls,
            failed_calls=usage.failed_calls,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            estimated_cost=None if usage.unpriced_calls else usage.estimated_cost,
            elapsed_time=round(self._clock.monotonic() - work.started, 3),
            staged=work.staged,
            created_date=self._clock.now(),
            **work.labels,
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
