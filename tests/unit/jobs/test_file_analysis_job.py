"""The request of an analysis, and how its work runs and stops."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from jobs.file_analysis.background import Stop, run_stoppable
from jobs.file_analysis.job import JOB
from jobs.file_analysis.request import EXAMPLE, FileAnalysisRequest
from jobs.file_analysis.result import Analysis
from jobs.file_analysis.table import Format, opened_table
from shared.domain.job import Item
from shared.errors import NotFoundError, PermanentError
from shared.job_types.values import Done, InputHeader, Row
from tests.fakes.item_context import FolderContext
from tests.unit.jobs.analyses import REQUEST, analyse_in


class StoppedError(Exception):
    pass


async def each(*rows: Row) -> AsyncIterator[Row]:
    for row in rows:
        yield row


@pytest.mark.parametrize(
    ("given", "kept"),
    [("file_a-1", "file_a-1"), ("a-1", "file_a-1"), ("  a_B9 ", "file_a_B9"), ("x" * 115, "file_" + "x" * 115)],
)
def test_an_id_gets_its_prefix(given: str, kept: str) -> None:
    request = FileAnalysisRequest.model_validate({"file_id": given})
    assert request.model_dump() == {"file_id": kept, "user_id": "system"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"file_id": ""},
        {"file_id": "file_"},
        {"file_id": "a/b"},
        {"file_id": "a.csv"},
        {"file_id": "x" * 116},
        {"file_id": 5},
        {"file_id": "a", "rows": 1},
        {"file_id": "a", "user_id": "*"},
        {"file_id": "a", "user_id": ""},
    ],
)
def test_a_faulty_request_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FileAnalysisRequest.model_validate(body)


def test_the_example_is_a_request() -> None:
    assert FileAnalysisRequest.model_validate(dict(EXAMPLE)).file_id == EXAMPLE["file_id"]


def test_one_file_is_one_item_as_heavy_as_its_bytes() -> None:
    headers = {"file_table": InputHeader("awards.csv", 1234)}
    assert JOB.work.inputs(REQUEST) == {"file_table": "/file_id"}
    [item] = JOB.work.plan(REQUEST, headers)
    assert item == Item.at(0, "awards.csv", {"file_id": "file_table"}, 1234)
    assert JOB.title is not None
    assert JOB.title(REQUEST, headers) == "Analysis: awards.csv"


async def test_a_merge_tells_how_much_there_is(tmp_path: Path) -> None:
    context: Any = FolderContext(tmp_path)
    row = {"file_id": "file_table", "filename": "awards.csv", "rows": 12_345, "columns": 3}
    assert await JOB.work.merge(REQUEST, each(row), context) == {"metadata": {"description": "12,345 rows, 3 columns"}}


async def test_the_row_in_short_is_of_the_whole_analysis(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,x\n2,y\n")
    context: Any = FolderContext(tmp_path)
    [item] = JOB.work.plan(REQUEST, {})
    done = await JOB.work.run(item, REQUEST, context, None)
    assert isinstance(done, Done)
    assert done.row == {"file_id": "file_table", "filename": "table.csv", "rows": 2, "columns": 2}
    assert Analysis.model_validate(done.content).rows == 2


async def test_a_sample_is_read_before_the_whole_file(tmp_path: Path) -> None:
    lines = "".join(f"{number},{number * 2}\n" for number in range(300_000))
    (tmp_path / "table.csv").write_text(f"a,b\n{lines}")
    size = (tmp_path / "table.csv").stat().st_size
    context = FolderContext(tmp_path)
    analysis = await analyse_in(context)
    assert analysis.rows == 300_000
    assert context.steps == [(30, "Profiling columns")]
    assert context.files.opened == [
        (0, 1_048_576),
        (size // 2 & ~1, (size // 2 & ~1) + 65_536),
        (size - 65_536 & ~1, size),
    ]
    assert context.files.local_now == 0


async def test_a_result_can_be_stored_as_json(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,x\n")
    analysis = await analyse_in(FolderContext(tmp_path))
    assert Analysis.model_validate_json(analysis.model_dump_json()) == analysis


async def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        await analyse_in(FolderContext(tmp_path))


async def test_another_kind_of_file_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"%PDF-1.7\n" + bytes(2_000_000))
    context = FolderContext(tmp_path)
    with pytest.raises(PermanentError):
        await analyse_in(context)
    assert context.steps == []


def endless(folder: Path, began: threading.Event, stop: Stop) -> None:
    """A question that DuckDB would need hours for."""
    (folder / "one.csv").write_text("1\n")
    form = Format(",", '"', "\n", header=False, longest=2)
    with opened_table(folder / "one.csv", folder, 1, form, stop) as table:
        began.set()
        table.ask(["(SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = 1)"])


async def test_a_stop_interrupts_duckdb(tmp_path: Path) -> None:
    context = FolderContext(tmp_path)
    context.stop_with = StoppedError()
    with pytest.raises(StoppedError):
        await run_stoppable(lambda stop: endless(tmp_path, threading.Event(), stop), context)
    assert "file-analysis" not in [thread.name for thread in threading.enumerate()]


async def test_a_cancellation_waits_for_duckdb_to_end(tmp_path: Path) -> None:
    began = threading.Event()
    work = asyncio.create_task(run_stoppable(lambda stop: endless(tmp_path, began, stop), FolderContext(tmp_path)))
    await asyncio.to_thread(began.wait)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert "file-analysis" not in [thread.name for thread in threading.enumerate()]


async def test_work_that_was_stopped_ends_at_its_next_check(tmp_path: Path) -> None:
    context = FolderContext(tmp_path)
    context.stop_with = StoppedError()
    waiting = threading.Event()

    def work(stop: Stop) -> None:
        with stop.interrupting(waiting.set):
            waiting.wait()
        stop.check()

    with pytest.raises(StoppedError):
        await run_stoppable(work, context)


async def test_duckdb_reads_nothing_but_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "other.csv"
    secret.write_text("secret\n")
    path = tmp_path / "it's [1]*?.csv"
    path.write_text("1\n2\n")
    form = Format(",", '"', "\n", header=False, longest=2)
    with opened_table(path, tmp_path, 1, form, Stop()) as table:
        assert table.ask(["count(*)", "max(c0)"]) == (2, "2")
        with pytest.raises(Exception, match="disabled by configuration"):
            table.ask([f"(SELECT count(*) FROM read_csv('{secret}'))"])  # noqa: S608 - the attempt
