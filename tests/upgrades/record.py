"""Records a database, and what the app answers over it: `python -m tests.upgrades.record v0`.

It records the version of the app in whose checkout it is run, into `recorded/<name>/` beside this file. Record once
for each version that was deployed and whose documents differ, and keep what is there: a recording is not made anew.

For a version without this folder, copy the folder into a checkout of that version, run it there, and copy `recorded`
back. The first recording, `v0`, was made of the last version before the engine was rebuilt.

A recording has the database twice: as the SQLite file, since the file's own schema must stay readable, and as a line of
JSON for each document, to read in a diff and to load into any other store. `expected.json` has the moment of the
recording, the ids of what it holds, and the answer to each of many requests.

Some documents lose fields afterwards, by which they become those of versions before: jobs without `announced` and
`letters_sent`, two of them without `turn` and `options` too, and a result's header without `row` and `search_title`.

Times and ids are the same in every recording. What is left to chance is the order in which contracts of one job are
done at the same time, and the etags in the SQLite file.
"""

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devhost.queues import QueueService
from shared.domain.timestamps import iso
from tests.upgrades.answers import answers_to
from tests.upgrades.documents import BLOBS, DATABASE, back_up, copy_files, strip, write_lines
from tests.upgrades.paths import paths_of
from tests.upgrades.scenario import Names, Scenario
from tests.upgrades.stand import StandingClock, settings_on, stand

RECORDED = Path(__file__).resolve().parent / "recorded"
EXPECTED = "expected.json"
START = datetime(2026, 1, 29, 8, 30, tzinfo=UTC)
OLD_JOB_FIELDS = ("announced", "letters_sent")
OLDER_JOB_FIELDS = (*OLD_JOB_FIELDS, "turn", "options")
OLD_HEADER_FIELDS = ("row", "search_title")


async def record(target: Path) -> None:
    """Record into an empty folder."""
    clock = StandingClock(START)
    with tempfile.TemporaryDirectory() as folder:
        names = await _played(Path(folder), target, clock)
        strip(target / DATABASE, _removals(names))
        shutil.copytree(Path(folder) / BLOBS, target / BLOBS)
    write_lines(target / DATABASE, target)
    answers = await _answers(target, clock, names)
    (target / EXPECTED).write_text(_text_of({"moment": iso(clock.now()), **asdict(names)}, answers), "utf-8")


async def _played(folder: Path, target: Path, clock: StandingClock) -> Names:
    """Play the scenario; the database is taken while the app is at work, as one that is killed leaves it."""
    async with QueueService() as queues:
        settings = settings_on(folder, storage=queues.connection_string)
        async with stand(settings, clock) as here:
            scenario = Scenario(here)
            await scenario.play()
            back_up(folder / DATABASE, target / DATABASE)
            here.model.held.clear()
    return scenario.names


def _removals(names: Names) -> list[tuple[str, str, tuple[str, ...]]]:
    fields = {"old_ended": OLDER_JOB_FIELDS, "old_queued": OLD_JOB_FIELDS, "older_queued": OLDER_JOB_FIELDS}
    jobs = [("job_queue", names.jobs[name], gone) for name, gone in fields.items()]
    return [*jobs, ("analysis_results", names.results["older"], OLD_HEADER_FIELDS)]


async def _answers(target: Path, clock: StandingClock, names: Names) -> list[dict[str, Any]]:
    """What the app says of a copy of the recording."""
    with tempfile.TemporaryDirectory() as folder:
        copy_files(target, Path(folder), database=True)
        async with stand(settings_on(Path(folder)), clock) as here:
            jobs = [await here.app.job(job_id) for job_id in names.jobs.values()]
            of_jobs = [str(job["result_id"]) for job in jobs if job["result_id"]]
            paths = paths_of(list(names.jobs.values()), [*names.results.values(), *of_jobs])
            return [_settled(answer, names.jobs["older_queued"]) for answer in await answers_to(here.app.http, paths)]


def _settled(told: Any, job_id: str) -> Any:
    """What was told, without the place in the queue of a job that has no `turn`: nobody would have started it."""
    if isinstance(told, list):
        return [_settled(part, job_id) for part in told]
    if not isinstance(told, dict):
        return told
    parts = {name: _settled(part, job_id) for name, part in told.items()}
    if told.get("id") == job_id:
        parts["progress"].pop("message")
    return parts


def _text_of(about: dict[str, Any], answers: list[dict[str, Any]]) -> str:
    """JSON with a line for each answer."""
    head = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in about.items()]
    lines = ",\n".join(json.dumps(answer, ensure_ascii=False) for answer in answers)
    return "{\n" + ",\n".join(head) + ',\n"answers": [\n' + lines + "\n]}\n"


def main() -> None:
    """Record under the name that is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="of the recorded version, for example v0")
    logging.disable()  # the failures of the scenario are meant
    target = RECORDED / parser.parse_args().name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    asyncio.run(record(target))
    for path in sorted(target.rglob("*")):
        if path.is_file():
            sys.stdout.write(f"{path.relative_to(RECORDED)}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
