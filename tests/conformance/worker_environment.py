"""A Python 3.13 environment with the app's requirements and the real worker library, made once and kept."""

import hashlib
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements.txt"
WORKER_LIBRARY = "azure-functions-runtime==1.3.0"
_FOLDER = ROOT / ".conformance"
_STAMP = "made-for"


class UnavailableError(Exception):
    """There is no such environment and none can be made; the message says why."""


def worker_python() -> Path:
    """The environment's interpreter; makes the environment if need be.

    Raises:
        UnavailableError: No Python 3.13 runs here, or the packages cannot be installed.
    """
    environment = _FOLDER / "py313"
    python = environment / "bin" / "python"
    wanted = hashlib.sha256(f"{REQUIREMENTS.read_text()}{WORKER_LIBRARY}".encode()).hexdigest()
    stamp = environment / _STAMP
    if not (stamp.is_file() and stamp.read_text() == wanted and _runs(python)):
        shutil.rmtree(environment, ignore_errors=True)
        _make(environment, python)
        stamp.write_text(wanted)
    return python


def _make(environment: Path, python: Path) -> None:
    base = next((candidate for candidate in _candidates() if _runs(candidate)), None)
    if base is None:
        raise UnavailableError("no Python 3.13 runs on this machine")
    _run([str(base), "-m", "venv", str(environment)])
    _run([str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS), WORKER_LIBRARY])


def _candidates() -> list[Path]:
    on_path = shutil.which("python3.13")
    installed = sorted(Path.home().glob(".pyenv/versions/3.13*/bin/python3.13"))
    return [*([Path(on_path)] if on_path else []), *installed]


def _runs(python: Path) -> bool:
    """Whether it really is a 3.13: a pyenv shim can exist and still fail."""
    command = [str(python), "-c", "import sys; print(sys.version_info[:2] == (3, 13))"]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - a Python found on this machine
    except OSError:
        return False
    return ended.returncode == 0 and ended.stdout.strip() == "True"


def _run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - venv and pip of the Python found
    if ended.returncode != 0:
        reason = (ended.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UnavailableError(f"{' '.join(command[1:4])} failed: {reason}")
