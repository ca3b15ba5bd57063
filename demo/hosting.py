"""The local host in a process of its own, as long as the demo lasts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / ".local" / "demo" / "contract-batch.sqlite3"
_STOP_SECONDS = 20


class HostFailedError(Exception):
    """The local host did not start; the message has what it printed."""


@contextmanager
def local_host() -> Iterator[str]:
    """The base URL of the app on a free port, over an empty SQLite file and the offline model."""
    DATABASE.parent.mkdir(parents=True, exist_ok=True)
    for leftover in DATABASE.parent.glob(f"{DATABASE.name}*"):
        leftover.unlink()
    environment = os.environ | {"STORE": "sqlite", "SQLITE_PATH": str(DATABASE), "MODEL": "offline"}
    command = [sys.executable, "-m", "devhost", "--app", str(ROOT), "--port", "0", "--log-level", "warning"]
    log = DATABASE.with_name("host.log")
    with log.open("w", encoding="utf-8") as errors, _process(command, environment, errors) as process:
        try:
            yield _base_url(process, log)
        finally:
            process.terminate()
            process.communicate(timeout=_STOP_SECONDS)


def _process(command: list[str], environment: dict[str, str], errors: TextIO) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the command is this project's own host
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
    )


def _base_url(process: "subprocess.Popen[str]", log: Path) -> str:
    for line in process.stdout or ():
        if line.startswith("Listening on "):
            return line.removeprefix("Listening on ").strip()
    raise HostFailedError(f"The local host did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
