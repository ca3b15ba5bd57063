"""A job type in a folder outside the project, with nothing but `Work`, and the app that has it beside its own types.

It counts up to numbers, some steps at a time. Every slice of the work takes a while and is noted in a book.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.e2e.processes import Disk

JOB = '''
"""Counts up to numbers."""

import asyncio
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.job import Item
from shared.errors import PermanentError, TemporaryError
from shared.job_types.core import JobType
from shared.job_types.values import Continue, Done

BOOK, SECONDS = Path(os.environ["BOOK"]), float(os.environ.get("SLICE_SECONDS", "0.02"))


class CountingRequest(BaseModel):
    """Count up to each of these numbers."""

    model_config = ConfigDict(extra="forbid")

    numbers: list[int] = Field(min_length=1, max_length=1_000)
    step: int = Field(default=10, ge=1)


class CountingResult(BaseModel):
    """What was counted."""

    model_config = ConfigDict(extra="allow")

    total: int


class Counting:
    """An item for each number."""

    def inputs(self, request):
        return {}

    def plan(self, request, inputs):
        for index, number in enumerate(request["numbers"]):
            yield Item.at(index, f"up to {number}", {"number": number}, weight=max(1, number))

    async def run(self, item, request, context, cursor):
        number, at = item.input["number"], (cursor or {"at": 0})["at"]
        with BOOK.open("a") as book:
            book.write(f"{item.item_id} {at}\\n")
        if number < 0:
            raise PermanentError("Nobody counts up to a number below 0.")
        await asyncio.sleep(SECONDS)
        reached = min(number, at + request["step"])
        if reached < number:
            context.progress(100 * reached // number, f"Counted to {reached}")
            return Continue({"at": reached})
        await context.artifacts.stage("counted.txt", item.item_id, f"{number}\\n".encode())
        return Done({"number": number}, {"number": number, "block": item.item_id})

    async def merge(self, request, rows, context):
        counted = [row async for row in rows]
        if counted:
            await context.artifacts.commit("counted.txt", [row["block"] for row in counted], "text/plain")
        return {"total": sum(row["number"] for row in counted), "metadata": {"description": "Counted."}}


JOB = JobType("counting", "counting", CountingRequest, CountingResult, Counting())
'''

APP = """
import os

from adapters.bootstrap import connect
from api.application import create_app
from counting.job import JOB
from jobs.registry import JOB_TYPES
from shared.settings import load_settings

settings = load_settings(os.environ)
app = create_app(settings, connect(settings), (*JOB_TYPES, JOB))
"""


@dataclass(frozen=True)
class NewType(Disk):
    """The app with the new type, and what it leaves on disk."""

    @property
    def app(self) -> Path:
        """The folder that the host opens."""
        return self.folder / "app"

    @property
    def slices(self) -> list[tuple[str, int]]:
        """Every slice of work that began: the item, and the number it went on from."""
        book = self.folder / "book.txt"
        lines = book.read_text().splitlines() if book.exists() else []
        return [(item, int(at)) for item, at in (line.split() for line in lines)]

    @property
    def environment(self) -> dict[str, str]:
        """What the app needs beside the database."""
        return {"BOOK": str(self.folder / "book.txt"), "BLOBS_PATH": str(self.folder / "blobs")}


def new_type(folder: Path) -> NewType:
    """A folder with the type and the app."""
    made = NewType(folder)
    package = made.app / "counting"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "job.py").write_text(JOB)
    (made.app / "function_app.py").write_text(APP)
    (made.app / "host.json").write_text((Path(__file__).resolve().parents[2] / "host.json").read_text())
    return made
