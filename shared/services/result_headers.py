"""The headers of results, and what is left in the place of a deleted one.

A header that is too large for a document keeps on top what listing it needs, and has the rest in parts.
"""

from collections.abc import Sequence
from typing import Any

from shared.domain.titles import folded
from shared.errors import AlreadyExistsError, ConflictError, NotFoundError
from shared.ports.documents import Container, JsonDocument, Page, Query, Versioned
from shared.services.large_documents import CONTENT, LargeDocuments, fits, storable

RESULT = "result"
DELETED = "deleted"
"""Values of `record`: a header, and what is left of one."""

ROW = "row"
"""What a listing shows of the items: how many, and how many of each kind."""

OVERVIEW, ERRORS = "overview", "errors"
"""What a whole result has of its items in short. Headers before schema version 2 have it themselves; later it is read
from the items, however many there are."""

_SEARCHED = "search_title"
_INTERNAL = (ROW, _SEARCHED)
_ON_TOP = ("id", "type", "record", "user_id", "job_id", "created_date", "modified_date", "metadata", *_INTERNAL)
_LISTED = [name for name in _ON_TOP if name not in ("record", _SEARCHED)]
_ATTEMPTS = 5


class ResultHeaders:
    """Writes, finds and lists headers; never brings a deleted one back."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._documents = LargeDocuments(container)

    async def write(self, header: JsonDocument) -> bool:
        """Store a header; False when the result was deleted, which it stays.

        One that is there already keeps its date, and the title, which its owner may have changed.

        Raises:
            ConflictError: somebody else was faster five times in a row.
        """
        for _ in range(_ATTEMPTS):
            found = await self._container.read(header["user_id"], header["id"])
            if found is not None and found.body["record"] == DELETED:
                return False
            try:
                if found is None:
                    await self._documents.create(header["user_id"], _stored(header))
                else:
                    await self._documents.replace(header["user_id"], _stored(_kept(found.body, header)), found)
            except (AlreadyExistsError, ConflictError):
                continue
            return True
        raise _contested(header["id"])

    async def rename(self, user_id: str, result_id: str, title: str, moment: str) -> JsonDocument:
        """Give a result another title, at an ISO time; what a listing shows of it then.

        Raises:
            NotFoundError: there is no such result, or it was deleted.
            ConflictError: somebody else was faster five times in a row.
        """
        for _ in range(_ATTEMPTS):
            found = await self._container.read(user_id, result_id)
            if found is None or found.body["record"] != RESULT:
                raise NotFoundError(f"There is no result {result_id}.")
            header = await self._whole(found.body) | {"modified_date": moment}
            renamed = _stored(header | {"metadata": header["metadata"] | {"title": title}})
            try:
                await self._documents.replace(user_id, renamed, found)
            except ConflictError:
                continue
            return renamed
        raise _contested(result_id)

    async def read(self, user_id: str, result_id: str) -> Versioned | None:
        """What is stored on top in the place of a user's result, also of a deleted one."""
        return await self._container.read(user_id, result_id)

    async def find(self, result_id: str, user_id: str | None = None) -> JsonDocument | None:
        """The header of the user's result, whole, or what is left of a deleted one (`record` says which), or None.

        Without a user whoever owns it, which asks every partition.
        """
        page = await self._container.query(Query({"id": result_id, "record": [RESULT, DELETED]}, limit=1), user_id)
        if not page.documents:
            return None
        header = await self._whole(page.documents[0])
        return {name: value for name, value in header.items() if name not in _INTERNAL}

    async def list_of_user(
        self, user_id: str, types: Sequence[str], text: str, limit: int, continuation: str | None
    ) -> tuple[Page, int]:
        """A page of the user's results, newest first, without their large parts; and how many match in all.

        `text` is looked for in titles, without regard to case.
        """
        where: dict[str, Any] = {"record": RESULT}
        if types:
            where["type"] = list(types)
        contains = {_SEARCHED: folded(text)} if text else {}
        query = Query(where, "created_date", "desc", limit, continuation, _LISTED, contains)
        page = await self._container.query(query, user_id)
        return page, await self._container.count(where, user_id, contains)

    async def _whole(self, head: JsonDocument) -> JsonDocument:
        complete = await self._documents.complete(head["user_id"], dict(head))
        content: JsonDocument = complete.pop(CONTENT, None) or {}
        return complete | content


def storable_header(header: JsonDocument) -> bool:
    """Whether a store takes the header.

    Raises:
        UnicodeEncodeError: half a character is in one of its texts, which no store takes.
    """
    return storable(_stored(header))


def _stored(header: JsonDocument) -> JsonDocument:
    """The header with its title ready for searching; a large one with what need not be on top where parts are made."""
    searchable = header | {_SEARCHED: folded(header["metadata"]["title"])}
    if fits(searchable):
        return searchable
    on_top = {name: value for name, value in searchable.items() if name in _ON_TOP}
    return on_top | {CONTENT: {name: value for name, value in searchable.items() if name not in on_top}}


def _kept(before: JsonDocument, header: JsonDocument) -> JsonDocument:
    metadata = header["metadata"] | {"title": before["metadata"]["title"]}
    return header | {"created_date": before["created_date"], "metadata": metadata}


def _contested(result_id: str) -> ConflictError:
    return ConflictError(f"Result {result_id} is being changed by others all the time. Try again.")
