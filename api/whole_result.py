"""A whole result as JSON, an item at a time, so that its size does not matter."""

import json
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

from shared.domain.job import ItemOutcome
from shared.job_type import JobType
from shared.services.result_store import ResultStore


async def whole_result(store: ResultStore, job_type: JobType, header: Mapping[str, Any]) -> AsyncIterator[str]:
    """The result as JSON text: its frame is cut where the items belong."""
    mark = uuid.uuid4().hex
    frame = json.dumps(job_type.assemble(header, [mark]), ensure_ascii=False)
    before, after = frame.split(f'"{mark}"')
    yield before
    separator = ""
    async for item in store.items(header["user_id"], header["job_id"]):
        if item.outcome is ItemOutcome.DONE:
            yield separator + json.dumps(item.content, ensure_ascii=False)
            separator = ", "
    yield after
