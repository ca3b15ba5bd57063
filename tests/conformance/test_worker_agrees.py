"""The local host reads an app as the library does that loads it in Azure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.worker_environment import ROOT, UnavailableError, worker_python

CASES = ROOT / "tests" / "devhost" / "apps" / "cases"
Report = dict[str, Any]

HEAD = """
from typing import TYPE_CHECKING, Any, Dict, Optional, TypedDict
import azure.durable_functions as df
import azure.functions as func
from azure.functions.warmup import WarmUpContext
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
from pydantic import BaseModel
app = df.DFApp()

class Shape(TypedDict):
    a: int

class Model(BaseModel):
    a: int
"""
ROUTE = '@app.route(route="r")\n'
ACTIVITY = '@app.activity_trigger(input_name="x")\n'
TIMER = '@app.timer_trigger(arg_name="x", schedule="0 * * * * *")\n'
QUEUE = '@app.queue_trigger(arg_name="x", queue_name="queue", connection="AzureWebJobsStorage")\n'
WARM_UP = '@app.warm_up_trigger(arg_name="x")\n'
REFUSED = {
    "dict_of": ACTIVITY + "def f(x: dict[str, Any]): ...",
    "list_of": ACTIVITY + "def f(x: list[int]): ...",
    "union": ACTIVITY + "def f(x: dict | None): ...",
    "optional": ACTIVITY + "def f(x: Optional[str]): ...",
    "returns_union": ROUTE + "async def f(req: Request) -> Response | JSONResponse: ...",
    "returns_none": ROUTE + "async def f(req: Request) -> None: ...",
    "returns_any": ROUTE + "async def f(req: Request) -> Any: ...",
    "classic_request": ROUTE + "async def f(req: func.HttpRequest) -> Response: ...",
    "unresolvable": ACTIVITY + "def f(x: 'Nowhere'): ...",
    "missing_parameter": ACTIVITY + "def f(): ...",
    "extra_parameter": ACTIVITY + "def f(x: str, y: str): ...",
    "same_name": (ACTIVITY + "def f(x: str): ...\n") * 2,
    "no_trigger": '@app.durable_client_input(client_name="c")\nasync def f(c): ...',
    "two_apps": "other = df.DFApp()",
    "timer_of_dict": TIMER + "def f(x: dict): ...",
    "warm_up_of_dict": WARM_UP + "def warmup(x: dict): ...",
    "message_of_dict": QUEUE + "def f(x: dict): ...",
    "message_of_generic": QUEUE + "def f(x: Dict[str, Any]): ...",
    "message_of_model": QUEUE + "def f(x: Model): ...",
    "message_of_own_text": "class Text(str): ...\n" + QUEUE + "def f(x: Text): ...",
}
TAKEN = {
    "bare": ACTIVITY + "def f(x: dict) -> list[int]: ...",
    "generic": ACTIVITY + "def f(x: Dict[str, Any]) -> Optional[str]: ...",
    "typed_dict": ACTIVITY + "def f(x: Shape): ...",
    "model": ACTIVITY + "async def f(x: Model): ...",
    "nothing": ACTIVITY + "def f(x): ...",
    "string": ACTIVITY + "def f(x: 'str'): ...",
    "response": ROUTE + "async def f(req: Request) -> Response: ...",
    "no_return": ROUTE + "async def f(req: Request): ...",
    "context": ROUTE + "async def f(req: Request, context: func.Context) -> JSONResponse: ...",
    "timer": TIMER + "async def f(x: func.TimerRequest) -> None: ...",
    "warm_up": WARM_UP + "async def warmup(x: WarmUpContext) -> None: ...",
    "warm_up_of_nothing": WARM_UP + "def warmup(x): ...",
    "message": QUEUE + "async def f(x: func.QueueMessage) -> None: ...",
    "message_of_str": QUEUE + "def f(x: str): ...",
    "message_of_bytes": QUEUE + "def f(x: bytes) -> str: ...",
    "message_of_nothing": QUEUE + "def f(x): ...",
}


def _report(command: list[str], folders: list[Path]) -> Report:
    ended = subprocess.run(  # noqa: S603 - our own reports
        [*command, *map(str, folders)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    report: Report = json.loads(ended.stdout.splitlines()[-1])
    return report


@pytest.fixture(scope="module")
def worker() -> list[str]:
    """The command that reports as the real worker library."""
    try:
        return [str(worker_python()), str(Path(__file__).with_name("worker_report.py"))]
    except UnavailableError as error:
        pytest.skip(f"the real worker library cannot be asked: {error}")


@pytest.fixture(scope="module")
def host() -> list[str]:
    """The command that reports as the local host."""
    return [sys.executable, "-m", "tests.conformance.host_report"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", [ROOT, CASES], ids=["the app", "the host's sample app"])
def test_every_function_and_binding_is_read_alike(folder: Path, worker: list[str], host: list[str]) -> None:
    """Names, triggers, routes, methods, auth levels and all other bindings."""
    real, ours = (_report(command, [folder])[str(folder)] for command in (worker, host))
    assert "error" not in real, real
    assert len(real["functions"]) > 1
    assert ours == real


@pytest.mark.timeout(600)
def test_what_the_worker_refuses_is_refused_here_and_what_it_takes_is_taken(
    tmp_path: Path, worker: list[str], host: list[str]
) -> None:
    for name, source in {**REFUSED, **TAKEN}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "function_app.py").write_text(HEAD + source + "\n")
    folders = [tmp_path / name for name in (*REFUSED, *TAKEN)]
    for command in (worker, host):
        report = _report(command, folders)
        refused = {name for name in (*REFUSED, *TAKEN) if "error" in report[str(tmp_path / name)]}
        assert refused == set(REFUSED), report
