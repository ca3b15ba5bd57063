"""Saved results as files to be handed on."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.caller import Caller
from shared.domain.job import ItemOutcome
from shared.domain.report import Report, Row
from shared.domain.report.comma_separated import BYTE_ORDER_MARK, csv_lines
from shared.errors import ExportNotOfferedError, ReportTooLargeError, TemporaryError
from shared.job_types.capabilities import Exporting, Titles
from shared.job_types.core import JobType
from shared.ports.clock import Clock
from shared.ports.reports import ReportWriter, ReportWriters
from shared.services.inputs import InputSources
from shared.services.result_headers import ERRORS, OVERVIEW
from shared.services.result_store import ResultStore
from shared.services.saved_results import SavedResults

MAX_PRINTED = 500
"""Items of a result that is made into a document: all of them are in memory at once."""

MAX_WAITING = 20
"""Documents that wait for their turn in a process, with their callers: the last gets its file in a few minutes."""

_ROWS_OF = 50
"""Items whose rows are made in one go."""


@dataclass(frozen=True, slots=True)
class Found:
    """A result's header, the type of job it is the result of, and who asked for it."""

    header: Mapping[str, Any]
    job_type: JobType
    exporting: Exporting
    caller: Caller

    @property
    def title(self) -> str:
        """What the result is called."""
        return str(self.header["metadata"]["title"])


class Exports:
    """Makes files of results."""

    def __init__(
        self,
        job_types: Mapping[str, JobType],
        saved: SavedResults,
        results: ResultStore,
        sources: InputSources,
        writers: ReportWriters,
        clock: Clock,
    ) -> None:
        self._job_types = {job_type.result_type: job_type for job_type in job_types.values()}
        self._saved = saved
        self._results = results
        self._sources = sources
        self._writers = writers
        self._clock = clock
        self._turn = asyncio.Semaphore(1)
        self._asked = 0

    async def find(self, result_id: str, caller: Caller) -> Found:
        """The result, if the caller may see it.

        Raises:
            NotFoundError: there is none, or it is not theirs.
            ExportNotOfferedError: its job type has no such files.
        """
        header = await self._saved.find(result_id, caller)
        job_type = self._job_types.get(header["type"])
        if job_type is None or job_type.exporting is None:
            raise ExportNotOfferedError(
                f"Results of the type {header['type']} are not made into such files: take them as JSON."
            )
        return Found(header, job_type, job_type.exporting, caller)

    async def _complete(self, found: Found) -> Found:
        """With the rows and the errors of the items in the header, as those of earlier versions have them."""
        if OVERVIEW in found.header:
            return found
        user_id, job_id = found.header["user_id"], found.header["job_id"]
        rows = [row async for row in self._results.rows(user_id, job_id)]
        errors = [error async for error in self._results.errors(user_id, job_id)]
        return replace(found, header={**found.header, OVERVIEW: rows, ERRORS: errors})

    def writer(self, ending: str) -> ReportWriter:
        """Whoever writes files with this ending."""
        return self._writers[ending]

    async def document(self, found: Found, ending: str) -> bytes:
        """The whole result as a document of a kind that there is a writer for.

        One at a time: what it takes of memory and of the processor is a multiple of the result's size. One that nobody
        waits for any more is finished before it is the next one's turn, because a thread cannot be stopped.

        Raises:
            ReportTooLargeError: the result has more than MAX_PRINTED items.
            TemporaryError: MAX_WAITING others wait already.
        """
        _check_size(await self._results.number_done(found.header["user_id"], found.header["job_id"]))
        if self._asked > MAX_WAITING:
            raise TemporaryError(
                f"{MAX_WAITING} documents are waiting to be made here. Try again in a moment, or take CSV or JSON."
            )
        self._asked += 1
        try:
            async with self._turn:
                return await self._made(found, self._writers[ending])
        finally:
            self._asked -= 1

    async def _made(self, found: Found, writer: ReportWriter) -> bytes:
        found = await self._complete(found)
        contents = [content async for content in self._contents(found.header)]
        titles = await self._titles(found)
        return await _to_the_end(asyncio.to_thread(self._written, found, contents, titles, writer))

    def _written(self, found: Found, contents: Sequence[Any], titles: Titles, writer: ReportWriter) -> bytes:
        return writer.write(_report(found, contents, titles), self._clock.now())

    async def rows(self, found: Found) -> AsyncIterator[str]:
        """The result as CSV, some items at a time, so that its size does not matter."""
        found = await self._complete(found)
        titles = await self._titles(found)
        frame = _report(found, [], titles)
        yield BYTE_ORDER_MARK + csv_lines([frame.columns])
        contents: list[Any] = []
        async for content in self._contents(found.header):
            contents.append(content)
            if len(contents) == _ROWS_OF:
                yield await asyncio.to_thread(_lines_of, found, contents, titles)
                contents = []
        yield await asyncio.to_thread(_lines_of, found, contents, titles)
        yield csv_lines(frame.rows)

    async def _contents(self, header: Mapping[str, Any]) -> AsyncIterator[Any]:
        async for item in self._results.items(header["user_id"], header["job_id"]):
            if item.outcome is ItemOutcome.DONE:
                yield item.content

    async def _titles(self, found: Found) -> Titles:
        """The titles of inputs that the result names by their ids only: of those that the caller may see."""
        return await self._sources.titles(list(found.exporting.needs(found.header)), found.caller.confined_to)


def _check_size(items: int) -> None:
    if items > MAX_PRINTED:
        raise ReportTooLargeError(
            f"The result has {items:,} items; documents are made of at most {MAX_PRINTED:,}. Take it as CSV or JSON."
        )


async def _to_the_end(work: Coroutine[Any, Any, bytes]) -> bytes:
    """What the work makes; cancelled, it waits for the end of the work first."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _report(found: Found, contents: Sequence[Any], titles: Titles) -> Report:
    return found.exporting.report(found.job_type.assemble(found.header, contents), titles)


def _lines_of(found: Found, contents: Sequence[Any], titles: Titles) -> str:
    return csv_lines(_section_rows(_report(found, contents, titles)))


def _section_rows(report: Report) -> Iterable[Row]:
    for section in report.sections:
        yield from section.rows
