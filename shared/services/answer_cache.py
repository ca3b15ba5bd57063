"""What the model answered a user before: in the results of his jobs, and in what real-time calls left behind."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from shared.domain.job import ItemOutcome
from shared.domain.retention import KEPT_ANSWER
from shared.domain.timestamps import Timestamp
from shared.errors import NotFoundError
from shared.ports.documents import Container, Query
from shared.services.large_documents import LargeDocuments

_KINDS = ("item_result", "cached_answer")


class EarlierAnswer(BaseModel):
    """The fields that both kinds of answers have in common."""

    id: str
    input_hash: str
    content: dict[str, Any]
    answered_date: Timestamp
    model: str | None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated_cost: float | None = None
    saved_tokens: int = 0
    saved_cost: float | None = 0.0

    @property
    def tokens(self) -> int:
        """What the model took for it, whenever that was: a copy has taken nothing itself."""
        return self.prompt_tokens + self.completion_tokens + self.saved_tokens

    @property
    def cost(self) -> float | None:
        """US dollars that it cost then; None when its model had no price."""
        if self.estimated_cost is None or self.saved_cost is None:
            return None
        return round(self.estimated_cost + self.saved_cost, 8)


class CachedAnswer(EarlierAnswer):
    """An answer that belongs to no job: a real-time call's. One a question, the newest."""

    type: Literal["cached_answer"] = "cached_answer"
    outcome: Literal[ItemOutcome.DONE] = ItemOutcome.DONE
    user_id: str
    job_type: str
    ttl: int = Field(default=KEPT_ANSWER, description="Seconds it is kept.")


def cached_answer_id(input_hash: str) -> str:
    """The id of a question's answer that belongs to no job."""
    return f"answer:{input_hash}"


class AnswerCache:
    """Finds and keeps answers, each user's by themselves."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._documents = LargeDocuments(container)

    async def find(self, user_id: str, input_hash: str) -> EarlierAnswer | None:
        """The good answer to this question that the model gave the user last, or None."""
        where = {"input_hash": input_hash, "outcome": str(ItemOutcome.DONE), "type": _KINDS}
        page = await self._container.query(Query(where, "answered_date", "desc", 1), user_id)
        if not page.documents:
            return None
        try:
            body = await self._documents.complete(user_id, page.documents[0])
        except NotFoundError:
            # Its result is being deleted: what is no longer there is asked for anew.
            return None
        return EarlierAnswer.model_validate(body)

    async def keep(self, answer: CachedAnswer) -> None:
        """Store an answer in place of the one that the question has.

        Raises:
            TemporaryError: the store cannot be reached.
            PermanentError: the store will never take it.
        """
        await self._documents.upsert(answer.user_id, answer.model_dump(mode="json"))
