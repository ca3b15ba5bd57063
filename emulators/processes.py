"""Node programs as child processes: started, waited for, ended."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_MODULES = Path(__file__).parent / "node_modules"
_START_SECONDS = 60
_STOP_SECONDS = 10


class EmulatorError(Exception):
    """A server cannot be started; the message says what to do."""


@contextmanager
def node_program(script: str, *arguments: str, ready: re.Pattern[str], lines: int = 1) -> Iterator[list[str]]:
    """Run a program of the installed packages, or one of our own by its whole path, until the block ends.

    Yields what the only group of `ready` matched in the first `lines` lines of output that it matches.

    Raises:
        EmulatorError: Node or the package is missing, or the program did not get ready in a minute.
    """
    process = _start(script, arguments)
    # A program that hangs before it is ready would be waited for without end.
    watch = threading.Timer(_START_SECONDS, process.kill)
    reader = threading.Thread(target=_drain, args=(process.stdout,), daemon=True)
    watch.start()
    try:
        found = _until_ready(process, ready, lines)
        watch.cancel()
        reader.start()
        yield found
    finally:
        watch.cancel()
        _stop(process, reader)


def _start(script: str, arguments: tuple[str, ...]) -> "subprocess.Popen[str]":
    node = shutil.which("node")
    if node is None:
        raise EmulatorError("Node.js (20 or later) is needed for this, as `node` on the PATH.")
    path = _MODULES / script
    if not (_MODULES.is_dir() and path.is_file()):
        raise EmulatorError("The packages of emulators/ are not installed: run `make emulators`.")
    return subprocess.Popen(  # noqa: S603 - a program of the pinned packages, or ours
        [node, str(path), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )


def _until_ready(process: "subprocess.Popen[str]", ready: re.Pattern[str], lines: int) -> list[str]:
    found: list[str] = []
    printed: list[str] = []
    for line in process.stdout or ():
        printed.append(line)
        if match := ready.search(line):
            found.append(match[1])
        if len(found) == lines:
            return found
    raise EmulatorError(f"{process.args!r} ended before it was ready:\n{''.join(printed[-20:])}")


def _drain(output: IO[str]) -> None:
    """Read on, so that the program never waits for somebody to read."""
    for _ in output:
        pass


def _stop(process: "subprocess.Popen[str]", reader: threading.Thread) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if reader.ident is not None:
        reader.join(_STOP_SECONDS)
    if process.stdout:
        process.stdout.close()
