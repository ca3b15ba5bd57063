"""The local host in a process of its own, as long as the demo lasts."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".local" / "demo"
_STOP_SECONDS = 20


class HostFailedError(Exception):
    """The local host did not start; the message has what it printed."""


@contextmanager
def local_host(settings: Mapping[str, str]) -> Iterator[str]:
    """The base URL of the app on a free port, with these settings."""
    environment = os.environ | settings
    command = [sys.executable, "-m", "devhost", "--app", str(ROOT), "--port", "0", "--log-level", "warning"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = FOLDER / "host.log"
    with log.open("w", encoding="utf-8") as errors, _process(command, environment, errors) as process:
        try:
            yield _base_url(process, log)
        finally:
            stop(process)


def _process(command: list[str], environment: dict[str, str], errors: TextIO) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the command is this project's own host
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
    )


def _base_url(process: "subprocess.Popen[str]", log: Path) -> str:
    address = announced_address(process)
    if address is not None:
        return address
    raise HostFailedError(f"The local host did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def announced_address(process: "subprocess.Popen[str]") -> str | None:
    """Where a program that says so listens; None when it ended without a word of it."""
    for line in process.stdout or ():
        if line.startswith("Listening on "):
            return line.removeprefix("Listening on ").strip()
    return None


def stop(process: "subprocess.Popen[str]") -> None:
    """End a program, kindly first."""
    process.terminate()
    try:
        process.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
