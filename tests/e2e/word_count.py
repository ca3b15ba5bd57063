"""A job type that the workbench has no view of: it counts the words of texts, and makes a file of the figures."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.job import Item
from shared.domain.words import Words
from shared.errors import PermanentError
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.core import JobType
from shared.job_types.values import Continue, Done, Inputs, JsonObject, Request, Row

SECONDS = float(os.environ.get("MODEL_SECONDS", "0.1"))
FILE = "counts.csv"


class NamedText(BaseModel):
    """A text and what it is called."""

    model_config = ConfigDict(extra="forbid")

    name: str
    text: str


class WordCountRequest(BaseModel):
    """Count the words of these texts."""

    model_config = ConfigDict(extra="forbid")

    texts: list[NamedText] = Field(min_length=1, max_length=100)


class WordCountResult(BaseModel):
    """What was counted."""

    model_config = ConfigDict(extra="allow")

    total: int


class WordCount:
    """An item for each text."""

    def inputs(self, request: Request) -> Mapping[str, str]:  # noqa: ARG002 - it brings all that it needs
        return {}

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:  # noqa: ARG002 - there are none
        for index, text in enumerate(request["texts"]):
            yield Item.at(index, text["name"], {"place": index})

    async def run(
        self,
        item: Item,
        request: Request,
        context: ItemContext,
        cursor: JsonObject | None,  # noqa: ARG002 - a text is counted in one go
    ) -> Done | Continue:
        context.progress(40, "Counting words")
        await asyncio.sleep(SECONDS)
        words = request["texts"][item.input["place"]]["text"].lower().split()
        if not words:
            raise PermanentError("There are no words in it.")
        frequent = [{"word": word, "count": count} for word, count in Counter(words).most_common(3)]
        await context.artifacts.stage(FILE, item.item_id, f"{item.subject},{len(words)}\n".encode())
        content = {"name": item.subject, "words": len(words), "is_short": len(words) < 10, "frequent": frequent}
        return Done(content, {"name": item.subject, "words": len(words), "block": item.item_id})

    async def merge(
        self,
        request: Request,  # noqa: ARG002 - the rows say all
        rows: AsyncIterator[Row],
        context: MergeContext,
    ) -> JsonObject:
        counted = [row async for row in rows]
        if counted:
            await context.artifacts.commit(FILE, [row["block"] for row in counted], "text/csv")
        total = sum(row["words"] for row in counted)
        lengths = [{"text": row["name"], "words": row["words"]} for row in counted]
        return {
            "total": total,
            "figures": {"texts": len(counted), "is_complete": True, "mean": total / max(1, len(counted))},
            "lengths": lengths,
            "metadata": {"description": f"{total:,} words in all."},
        }


WORD_COUNT = JobType(
    "word_count",
    "word-count",
    WordCountRequest,
    WordCountResult,
    WordCount(),
    words=Words(item="text", items="texts", done="counted"),
)
