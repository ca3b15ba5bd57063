"""Analysing a text as a file, for tests."""

from pathlib import Path
from typing import Any

from jobs.file_analysis.job import FileAnalysis
from jobs.file_analysis.result import Analysis, Column, Note
from shared.job_types.values import Done
from tests.fakes.item_context import FolderContext

REQUEST = {"file_id": "file_table", "user_id": "ann@example.com"}


async def analyse_in(context: FolderContext) -> Analysis:
    item: Any = None  # the request says all
    done = await FileAnalysis().run(item, REQUEST, context, None)
    assert isinstance(done, Done)
    return Analysis.model_validate(done.content)


async def analyse(folder: Path, data: bytes | str) -> Analysis:
    """The analysis of a file with these bytes, or this text as UTF-8."""
    (folder / "table.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    return await analyse_in(FolderContext(folder))


def column(analysis: Analysis, name: str) -> Column:
    return next(one for one in analysis.columns if one.name == name)


def note(analysis: Analysis, code: str) -> Note:
    return next(one for one in analysis.notes if one.code == code)


def codes(analysis: Analysis) -> set[str]:
    return {one.code for one in analysis.notes}
