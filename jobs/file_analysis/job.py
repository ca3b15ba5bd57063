"""The job type `file_analysis`: what is in a CSV or TSV file. One file, one item."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from jobs.file_analysis.background import run_stoppable
from jobs.file_analysis.profile import outlook_of, profile_file
from jobs.file_analysis.request import EXAMPLE, FileAnalysisRequest
from jobs.file_analysis.result import AnalysedFile, SavedAnalysis
from jobs.file_analysis.sample import refuse_other_kinds, take_sample
from shared.domain.job import Item
from shared.domain.words import Words
from shared.job_types.context import ItemContext, MergeContext
from shared.job_types.core import JobType
from shared.job_types.values import Continue, Done, InputHeader, Inputs, JsonObject, Request, Row

NAME = "file_analysis"
ROUTE = "analyze"

LABEL = "file_id"

_DIALECT_KNOWN = 30


class FileAnalysis:
    """Analyses the file that a request names."""

    def inputs(self, request: Request) -> Mapping[str, str]:
        """The one file."""
        return {request["file_id"]: "/file_id"}

    def plan(self, request: Request, inputs: Inputs) -> Iterable[Item]:
        """One item, with the file's size in bytes as its weight."""
        file_id = request["file_id"]
        header = inputs.get(file_id) or InputHeader(file_id)
        yield Item.at(0, header.title, {LABEL: file_id}, header.weight)

    async def run(
        self,
        item: Item,  # noqa: ARG002 - there is one, and the request says all about it
        request: Request,
        context: ItemContext,
        cursor: JsonObject | None,  # noqa: ARG002 - a file is analysed in one go
    ) -> Done | Continue:
        """Look at a sample, then read the whole file.

        Raises:
            NotFoundError: the file was deleted.
            PermanentError: it is neither CSV nor TSV, or over a limit.
            TemporaryError: the disk is full.
            StoppedError: the job is at its end.
        """
        facts = await context.files.head(request["file_id"])
        file = AnalysedFile(id=facts.file_id, filename=facts.filename, size=facts.size, sha256=facts.sha256)
        sample = await take_sample(context.files, facts.file_id, facts.size)
        refuse_other_kinds(sample)
        outlook = await context.in_thread(outlook_of, sample)
        context.progress(_DIALECT_KNOWN, "Profiling columns")
        async with context.files.local(facts.file_id) as path:
            analysis = await run_stoppable(partial(profile_file, path, file, outlook), context)
        row = {LABEL: file.id, "filename": file.filename, "rows": analysis.rows, "columns": len(analysis.columns)}
        return Done(analysis.model_dump(mode="json"), row)

    async def merge(
        self,
        request: Request,  # noqa: ARG002 - the row says which file it is about
        rows: AsyncIterator[Row],
        context: MergeContext,  # noqa: ARG002 - nothing is read again
    ) -> JsonObject:
        """What the analysis comes to, for lists."""
        told = [f"{row['rows']:,} rows, {row['columns']:,} columns" async for row in rows]
        return {"metadata": {"description": ", ".join(told)}}


def _assemble(header: Mapping[str, Any], items: Sequence[Any]) -> JsonObject:
    """The result with the one analysis in it."""
    return {**header, "analysis": items[0] if items else None}


def _title(request: Request, inputs: Inputs) -> str:
    """The line for lists of jobs."""
    file_id = request["file_id"]
    return f"Analysis: {inputs[file_id].title if file_id in inputs else file_id}"


JOB = JobType(
    name=NAME,
    route=ROUTE,
    request_model=FileAnalysisRequest,
    result_model=SavedAnalysis,
    work=FileAnalysis(),
    words=Words(item="file", items="files", done="analysed"),
    labels=(LABEL,),
    title=_title,
    example=EXAMPLE,
    assemble=_assemble,
    merges_with_last_item=True,
)
"""Analyses the file that a request names."""
