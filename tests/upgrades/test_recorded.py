"""What earlier versions stored: it shows as it did, and what was unfinished is carried to its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.documents.containers import PARTITION_FIELDS
from adapters.memory.documents import MemoryDatabase
from adapters.sqlite.documents import SqliteDatabase
from shared.ports.documents import JsonDocument
from tests.fakes.orchestrations import FakeOrchestrations
from tests.fakes.services import Services, services
from tests.upgrades.answers import answers_to, differences
from tests.upgrades.documents import DATABASE, copy_files, documents_of, fill, read_json, write_lines
from tests.upgrades.record import EXPECTED, RECORDED
from tests.upgrades.scenario import ANN, LEASE, RESULTS, SHARED, SUPPLIER
from tests.upgrades.stand import Stand, StandingClock, settings_on, stand

VERSIONS = sorted(path.name for path in RECORDED.iterdir() if path.is_dir())
FORMS = ("file", "lines", "memory")
"""The SQLite file as it is, its documents in a new file, and its documents in memory."""

_FIRST_ID = 1_000


@dataclass(frozen=True)
class Recording:
    """A recorded version, in one of its forms, and a folder for a copy of it."""

    source: Path
    form: str
    folder: Path

    def __post_init__(self) -> None:
        copy_files(self.source, self.folder, database=self.form == "file")

    @property
    def expected(self) -> dict[str, Any]:
        """What was recorded beside the documents."""
        return read_json(self.source / EXPECTED)

    @property
    def jobs(self) -> dict[str, str]:
        """The ids of the jobs, by what each is an example of."""
        return dict(self.expected["jobs"])

    @property
    def lines(self) -> Path | None:
        """Where the documents are to be taken from, unless they are in the file."""
        return None if self.form == "file" else self.source

    @asynccontextmanager
    async def served(self, *, timers: bool = False) -> AsyncIterator[Stand]:
        """The app over the copy, at the moment of the recording."""
        settings = settings_on(self.folder, store="memory" if self.form == "memory" else "sqlite")
        clock = StandingClock(datetime.fromisoformat(self.expected["moment"]))
        async with stand(settings, clock, recorded=self.lines, timers=timers, first_id=_FIRST_ID) as here:
            yield here

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Services]:
        """The services over the copy, without a host."""
        database = MemoryDatabase() if self.form == "memory" else SqliteDatabase(self.folder / DATABASE)
        if self.lines is not None:
            await fill({name: database.container(name) for name in PARTITION_FIELDS}, self.lines)
        yield services(database)
        await database.close()


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Path:
    """The folder of a recorded version."""
    return RECORDED / str(request.param)


@pytest.fixture(params=FORMS)
def recording(request: pytest.FixtureRequest, version: Path, tmp_path: Path) -> Recording:
    """A copy of a recorded version."""
    return Recording(version, request.param, tmp_path)


def documents_by_id(folder: Path, container: str) -> dict[str, JsonDocument]:
    return {document["id"]: document for document in documents_of(folder, container)}


def test_the_file_and_the_lines_of_a_recording_are_the_same_documents(version: Path, tmp_path: Path) -> None:
    write_lines(version / DATABASE, tmp_path)
    for name in PARTITION_FIELDS:
        assert documents_by_id(version, name) == documents_by_id(tmp_path, name)


def test_added_fields_are_no_difference_and_all_else_is() -> None:
    told = {"a": 1, "rows": [{"b": None}]}
    assert differences(told, {"a": 1, "rows": [{"b": None, "new": 2}], "new": 3}) == []
    assert differences(told, {"a": 1.0, "rows": [{}]}) == ["/a: 1.0 instead of 1", "/rows/0/b: missing"]
    assert differences(told, {"a": True, "rows": []}) == ["/a: True instead of 1", "/rows: 0 entries instead of 1"]


async def test_every_answer_has_all_that_it_had(recording: Recording) -> None:
    expected = recording.expected["answers"]
    async with recording.served() as here:
        actual = await answers_to(here.app.http, [answer["path"] for answer in expected])
    faults = {told["path"]: differences(told, now) for told, now in zip(expected, actual, strict=True)}
    assert {path: found for path, found in faults.items() if found} == {}


async def test_results_are_shown_and_exported(recording: Recording) -> None:
    kept = {name: recording.expected["results"][name] for name in ("saved", "older")}
    of_jobs = [f"result_{recording.jobs[name]}" for name in ("comparison", "query", "failed_item", "old_ended")]
    async with recording.served() as here:
        for result_id in (*kept.values(), *of_jobs):
            for form in ("", "/json", "/csv", "/pdf", "/docx"):
                answer = await here.app.http.get(f"{RESULTS}/{result_id}{form}")
                assert (answer.status_code, bool(answer.content)) == (200, True), answer.text


async def test_a_header_from_before_titles_were_searched_is_named_anew_and_found(recording: Recording) -> None:
    older = recording.expected["results"]["older"]
    async with recording.served() as here:
        renamed = await here.app.http.patch(f"{RESULTS}/{older}", json={"title": "Newly named"})
        assert renamed.status_code == 200
        found = await here.app.http.get(f"{RESULTS}/user/{ANN}", params={"search": "newly"})
    assert [row["id"] for row in found.json()["results"]] == [older]


async def test_a_failed_job_is_retried_from_its_dead_letter(recording: Recording) -> None:
    letter = f"{recording.jobs['failed']}:letter:job"
    async with recording.served(timers=True) as here:
        answer = await here.app.http.post(f"/api/admin/deadletters/{letter}/replay")
        assert answer.status_code == 202
        again = await here.app.finished(answer.json()["new_job_id"])
    assert (again["status"], again["items_completed"], again["retry_of"]) == ("completed", 2, recording.jobs["failed"])


async def healed(recording: Recording) -> tuple[FakeOrchestrations, list[str]]:
    """What a round of the watchdog starts, and which jobs it announces."""
    orchestrations = FakeOrchestrations()
    async with recording.opened() as here:
        await here.watchdog.heal(orchestrations)
        return orchestrations, [message["job_id"] for message in here.events.messages]


async def test_the_watchdog_takes_up_what_was_unfinished_and_announces_what_was_not(recording: Recording) -> None:
    orchestrations, announced = await healed(recording)
    assert {recording.jobs["processing"], recording.jobs["queued"]} <= set(orchestrations.started)
    assert recording.jobs["unannounced"] in announced


async def test_the_watchdog_leaves_alone_what_was_ended_and_announced(recording: Recording) -> None:
    orchestrations, announced = await healed(recording)
    over = {recording.jobs[name] for name in ("comparison", "query", "cached", "failed_item", "cancelled", "failed")}
    assert over.isdisjoint([*orchestrations.started, *orchestrations.replaced, *announced])


async def test_the_watchdog_sees_jobs_that_were_stored_before_there_was_the_field_announced(
    recording: Recording,
) -> None:
    orchestrations, announced = await healed(recording)
    assert recording.jobs["old_queued"] in orchestrations.started
    # It ended under a version that announced nothing: nobody waits for the news.
    assert recording.jobs["old_ended"] not in announced


async def test_the_watchdog_starts_a_job_that_was_stored_before_there_was_the_field_turn(recording: Recording) -> None:
    orchestrations, _ = await healed(recording)
    assert recording.jobs["older_queued"] in orchestrations.started


async def test_a_job_whose_host_was_killed_ends_whole_and_its_stored_item_is_not_asked_again(
    recording: Recording,
) -> None:
    job_id = recording.jobs["processing"]
    before = documents_by_id(recording.source, "analysis_results")
    async with recording.served(timers=True) as here:
        job = await here.app.finished(job_id)
        asked = list(here.model.asked)
        result = await here.app.result(job["result_id"])
        stored = await here.ports.analysis_results.read(ANN, f"{job_id}:00000")
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", 3, 0)
    assert (SUPPLIER not in asked, asked.count(SHARED), asked.count(LEASE)) == (True, 1, 1)
    rows = result["results"]["results"]["comparisons"]
    assert [row["contract_id"] for row in rows] == [SUPPLIER, LEASE, SHARED]
    assert stored is not None
    assert differences(before[f"{job_id}:00000"], stored.body) == []


async def test_jobs_that_waited_are_done_after_it(recording: Recording) -> None:
    async with recording.served(timers=True) as here:
        job = await here.app.finished(recording.jobs["queued"])
    assert (job["status"], job["items_completed"]) == ("completed", 1)
