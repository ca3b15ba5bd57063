"""Starts the local host on an app in a process of its own and reads that process's CPU time."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Hosted:
    """A running host."""

    base_url: str
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the host's processes so far, those of its workers too (Linux)."""
        return sum(_cpu_seconds(pid) for pid in (self.pid, *self._workers()))

    def _workers(self) -> list[int]:
        tasks = Path(f"/proc/{self.pid}/task").glob("*/children")
        return [int(pid) for children in tasks for pid in children.read_text().split()]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def hosted(app: Path, environment: Mapping[str, str]) -> Iterator[Hosted]:
    """The app on a free port, until the block ends."""
    command = [sys.executable, "-m", "devhost", "--app", str(app), "--port", "0", "--log-level", "error"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Hosted(_announced(process), process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _announced(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        if line.startswith("Listening on "):
            return line.removeprefix("Listening on ").strip()
    raise RuntimeError("The host ended before it listened. Run it by hand to see why.")
