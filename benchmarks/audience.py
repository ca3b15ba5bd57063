"""Streams that are open while jobs run, and what each of them has been told."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from benchmarks.connection import Connection
from benchmarks.crowd import Submission, connections

_PATIENCE_SECONDS = 15.0
_ENDS = frozenset({"completed", "failed", "cancelled", "timed_out"})


@dataclass(slots=True)
class Audience:
    """Readers of streams: of jobs, each until its job's end, and of users, each until it is closed."""

    lines: Sequence[Connection]
    events: int = 0
    _seen_by: list[tuple[str, set[str]]] = field(default_factory=list)
    _readers: list["asyncio.Task[None]"] = field(default_factory=list)

    def follow_users(self, users: Sequence[str]) -> None:
        """One stream more for each of these users."""
        for user in users:
            seen: set[str] = set()
            self._seen_by.append((user, seen))
            self._read(f"/api/jobs/user/{quote(user)}/stream", seen)

    def follow_jobs(self, submitted: Sequence[Submission]) -> None:
        """One stream for each of these jobs."""
        for submission in submitted:
            seen: set[str] = set()
            self._seen_by.append((submission.job_id, seen))
            self._read(f"/api/jobs/{submission.job_id}/stream", seen)

    async def told(self, expected: Mapping[str, set[str]]) -> tuple[int, int]:
        """How many streams were told every end they should have been, by user or job, and how many there are."""

        def complete() -> int:
            return sum(expected[whose] <= seen for whose, seen in self._seen_by)

        for _ in range(int(_PATIENCE_SECONDS / 0.1)):
            if complete() == len(self._seen_by):
                break
            await asyncio.sleep(0.1)
        return complete(), len(self._seen_by)

    def leave(self) -> None:
        """Read no more."""
        for reader in self._readers:
            reader.cancel()

    def _read(self, path: str, seen: set[str]) -> None:
        self._readers.append(asyncio.create_task(self._follow(self.lines[len(self._readers)], path, seen)))

    async def _follow(self, line: Connection, path: str, seen: set[str]) -> None:
        async for name, job_id in line.events(path):
            self.events += 1
            if name.removeprefix("job_") in _ENDS:
                seen.add(job_id)


@asynccontextmanager
async def audience(base_url: str, count: int) -> AsyncIterator[Audience]:
    """Room for so many readers, each with a connection of its own."""
    async with connections(base_url, count) as lines:
        readers = Audience(lines)
        try:
            yield readers
        finally:
            readers.leave()
