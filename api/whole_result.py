"""A whole result as JSON, an item at a time, so that its size does not matter."""

import json
import re
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from shared.domain.job import ItemOutcome
from shared.job_types.core import JobType, items_at_the_end
from shared.services.result_headers import ERRORS, OVERVIEW
from shared.services.result_store import ResultStore

_CONTENTS = "items"


class WholeResults:
    """Writes results of all types. One of a type that was taken out of the registry has its contents as `items`."""

    def __init__(self, store: ResultStore, job_types: Iterable[JobType]) -> None:
        self._store = store
        self._assemble = {job_type.result_type: job_type.assemble for job_type in job_types}

    async def written(self, header: Mapping[str, Any]) -> AsyncIterator[str]:
        """The result as JSON text: its frame is cut where rows, errors and items belong."""
        token = uuid.uuid4().hex
        marks = {part: f"{token}-{part}" for part in (OVERVIEW, ERRORS, _CONTENTS)}
        # Headers of earlier versions have rows and errors themselves.
        parts = {part: [marks[part]] for part in (OVERVIEW, ERRORS) if part not in header}
        assemble = self._assemble.get(header["type"], items_at_the_end)
        frame = json.dumps(assemble({**header, **parts}, [marks[_CONTENTS]]), ensure_ascii=False)
        for piece in re.split(f'"{token}-([a-z]+)"', frame):
            if piece in marks:
                async for text in _listed(self._store, header, piece):
                    yield text
            else:
                yield piece


async def _listed(store: ResultStore, header: Mapping[str, Any], part: str) -> AsyncIterator[str]:
    """The elements of a list, with commas between them."""
    separator = ""
    async for element in _elements(store, header, part):
        yield separator + json.dumps(element, ensure_ascii=False)
        separator = ", "


async def _elements(store: ResultStore, header: Mapping[str, Any], part: str) -> AsyncIterator[Any]:
    user_id, job_id = header["user_id"], header["job_id"]
    if part == OVERVIEW:
        async for row in store.rows(user_id, job_id):
            yield row
    elif part == ERRORS:
        async for error in store.errors(user_id, job_id):
            yield error
    else:
        async for item in store.items(user_id, job_id):
            if item.outcome is ItemOutcome.DONE:
                yield item.content
