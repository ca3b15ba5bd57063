"""Results as callers see them: their own, to list, to name and to delete."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from shared.domain.caller import Caller
from shared.domain.timestamps import Timestamp, iso
from shared.domain.transitions import is_terminal
from shared.errors import IllegalTransitionError, NotFoundError
from shared.ports.clock import Clock
from shared.ports.documents import JsonDocument
from shared.services.job_reader import check_user
from shared.services.job_store import JobStore
from shared.services.result_headers import DELETED, ROW, ResultHeaders
from shared.services.result_removal import ResultRemoval, is_being_removed


class ResultRow(BaseModel):
    """A result as a listing shows it."""

    id: str
    type: str
    user_id: str
    job_id: str = Field(description="The job that made it; its own id when it was saved by hand.")
    title: str
    description: str
    items: int = Field(ge=0, description="How many items are done in it.")
    counts: dict[str, int] = Field(description="How many of them by how they fared: by risk, or by what they state.")
    created_date: Timestamp
    modified_date: Timestamp


class SavedResults:
    """Reads and changes results for callers. What they may not see is to them as if it were not there."""

    def __init__(self, headers: ResultHeaders, removal: ResultRemoval, jobs: JobStore, clock: Clock) -> None:
        self._headers = headers
        self._removal = removal
        self._jobs = jobs
        self._clock = clock

    async def find(self, result_id: str, caller: Caller) -> JsonDocument:
        """The header of a result, whole.

        Raises:
            NotFoundError: there is no such result for this caller, or it was deleted, which its owner is told.
        """
        header = await self._seen(result_id, caller)
        if header["record"] == DELETED:
            raise _deleted(result_id)
        return header

    async def list_of_user(
        self, user_id: str, caller: Caller, types: Sequence[str], text: str, limit: int, continuation: str | None
    ) -> dict[str, Any]:
        """A page of a user's results, newest first: `results`, `total` that match, `continuation` or null.

        Raises:
            NotFoundError: the user is another one, whether or not there is such a user.
        """
        check_user(user_id, caller)
        page, total = await self._headers.list_of_user(user_id, types, text, limit, continuation)
        rows = [row_of(document) for document in page.documents]
        return {"results": rows, "total": total, "continuation": page.continuation}

    async def rename(self, result_id: str, title: str, caller: Caller) -> ResultRow:
        """Give a result another title.

        Raises:
            NotFoundError: there is no such result for this caller, or it was deleted.
            ConflictError: others change it all the time.
        """
        header = await self.find(result_id, caller)
        return row_of(await self._headers.rename(header["user_id"], result_id, title, iso(self._clock.now())))

    async def delete(self, result_id: str, caller: Caller) -> None:
        """Remove a result with all that belongs to it; one whose removal broke off is removed to the end.

        Raises:
            NotFoundError: there is no such result for this caller, or it was deleted before.
            IllegalTransitionError: the job that made it is still at work on it.
            ConflictError: it was changed in this very moment.
        """
        header = await self._seen(result_id, caller)
        if header["record"] == DELETED and not is_being_removed(header):
            raise _deleted(result_id)
        await self._check_job(header)
        found = await self._headers.read(header["user_id"], result_id)
        if found is None or not await self._removal.remove(found):
            raise _deleted(result_id)

    async def _seen(self, result_id: str, caller: Caller) -> JsonDocument:
        header = await self._headers.find(result_id, caller.confined_to)
        if header is None or not caller.may_see(header["user_id"]):
            raise NotFoundError(f"There is no result {result_id}.")
        return header

    async def _check_job(self, header: JsonDocument) -> None:
        """A job that is finished a second time would miss its items, and so would what tells of those that failed."""
        job = await self._jobs.find(header["job_id"], header["user_id"])
        if job is None or (is_terminal(job.status) and (job.letters_sent or not job.items_failed)):
            return
        raise IllegalTransitionError(f"Job {job.id} is just ending: delete its result in a moment.")


def row_of(document: JsonDocument) -> ResultRow:
    """What a listing shows of a header, read with the fields of a listing at least."""
    metadata = document["metadata"]
    told = {name: metadata.get(name, "") for name in ("title", "description")}
    return ResultRow.model_validate(document | told | document[ROW])


def _deleted(result_id: str) -> NotFoundError:
    return NotFoundError(f"Result {result_id} was deleted.")
