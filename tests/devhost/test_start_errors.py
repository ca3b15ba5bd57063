import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from devhost import Host, StartError
from devhost.__main__ import main

FASTAPI = """
from typing import TYPE_CHECKING, Any, Optional, TypedDict
import azure.durable_functions as df
import azure.functions as func
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response
app = df.DFApp()
"""
ROUTE = '@app.route(route="r")\n'
QUEUE = '@app.queue_trigger(arg_name="x", queue_name="queue", connection="AzureWebJobsStorage")\n'
WARM_UP = '@app.warm_up_trigger(arg_name="x")\n'
ACTIVITY = '@app.activity_trigger(input_name="x")\n'
ORCHESTRATION = '@app.orchestration_trigger(context_name="context")\n'
CLIENT = '@app.durable_client_input(client_name="client")\n'


def _faults(folder: Path, source: str) -> tuple[str, ...]:
    (folder / "function_app.py").write_text(source)
    with pytest.raises(StartError) as caught:
        Host(folder)
    return caught.value.faults


def test_a_function_without_a_route_is_refused_when_its_name_is_a_reserved_one(tmp_path: Path) -> None:
    (found,) = _faults(tmp_path, FASTAPI + "@app.route()\nasync def admin_list(req: Request) -> Response: ...")
    assert "refuses routes that begin with 'admin'" in found


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (ACTIVITY + "def f(x: dict[str, Any]): ...", "refuses the annotation dict[str, typing.Any] of 'x'"),
        (ACTIVITY + "def f(x: list[int]): ...", "refuses the annotation list[int] of 'x'"),
        (ACTIVITY + "def f(x: dict | None): ...", "refuses the annotation dict | None of 'x'"),
        (ACTIVITY + "def f(x: Optional[str]): ...", "refuses the annotation typing.Optional[str] of 'x'"),
        (ROUTE + "async def f(req: Request) -> Response | JSONResponse: ...", "refuses the return annotation"),
        (ROUTE + "async def f(req: Request) -> None: ...", "refuses the return annotation NoneType"),
        (ROUTE + "async def f(req: Request) -> Any: ...", "refuses the return annotation Any"),
        (ROUTE + "async def f(req: func.HttpRequest) -> Response: ...", "refuses HttpRequest for the request 'req'"),
        (ROUTE + "async def f(req) -> Response: ...", "its request 'req' has no annotation"),
        (ROUTE + CLIENT + "def f(req: Request, client) -> Response: ...", "must be `async def`: the library awaits"),
        (ACTIVITY + "def f(x: 'Nowhere'): ...", "an annotation cannot be resolved (name 'Nowhere' is not defined)"),
        (ACTIVITY + "def f(): ...", "its decorators bind 'x', which is no parameter"),
        (ACTIVITY + "def f(x: str, y: str): ...", "its parameters 'y' are bound by no decorator"),
        (ACTIVITY + "def f(x: str):\n    yield 1", "it is a generator, which only an orchestrator may be"),
        (ACTIVITY + "async def f(x: str):\n    yield 1", "it is a generator, which only an orchestrator may be"),
        (ORCHESTRATION + "async def f(context): ...", "an orchestrator must be a plain `def` generator"),
        (ORCHESTRATION + "async def f(context):\n    yield 1", "an orchestrator must be a plain `def` generator"),
        ('@app.entity_trigger(context_name="context")\nasync def f(context): ...', "an entity must be a plain `def`"),
        (
            '@app.route(route="/Admin/things")\nasync def f(req: Request) -> Response: ...',
            "the Functions host refuses routes that begin with 'admin'",
        ),
        (
            '@app.route(route="runtime")\nasync def f(req: Request) -> Response: ...',
            "the Functions host refuses routes that begin with 'runtime'",
        ),
        ('@app.route(route="a/{b")\nasync def f(req: Request) -> Response: ...', "its route 'a/{b' has a segment"),
        (
            '@app.blob_trigger(arg_name="x", path="p", connection="C")\ndef f(x: func.InputStream): ...',
            "the local host does not run blobTrigger (parameter 'x')",
        ),
        (
            '@app.queue_output(arg_name="out", queue_name="q", connection="C")\n'
            + ACTIVITY
            + "def f(x: str, out: func.Out[str]): ...",
            "the local host does not run queue (parameter 'out')",
        ),
        (
            '@app.timer_trigger(arg_name="x", schedule="0 * * * * *")\ndef f(x: dict): ...',
            "refuses dict for the timer 'x'",
        ),
        (WARM_UP + "def f(x): ...", "calls no other warm-up function than 'warmup'"),
        (QUEUE + "def f(x: dict): ...", "refuses dict for the message 'x': use func.QueueMessage, str or bytes"),
        (QUEUE + "def f(x: dict[str, Any]): ...", "refuses the annotation dict[str, typing.Any] of 'x'"),
        (QUEUE.replace('queue"', 'a_queue"') + "def f(x: str): ...", "its queue 'a_queue' cannot be"),
        (QUEUE.replace('"queue', '"%NO_QUEUE%') + "def f(x: str): ...", "its queue names the app setting NO_QUEUE"),
        (QUEUE.replace("AzureWebJobs", "Other") + "def f(x: str): ...", "names the app setting OtherStorage, which is"),
    ],
)
def test_what_the_worker_or_the_host_cannot_run_is_named_with_its_function(
    tmp_path: Path, source: str, fault: str
) -> None:
    (found,) = _faults(tmp_path, FASTAPI + source)
    assert found.startswith("Function 'f': ")
    assert fault in found


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"Other": "abc"}, "the app setting Other is not the connection string"),
        ({"Other": "AccountName=a;QueueEndpoint=http://127.0.0.1:1/a"}, "is not the connection string"),
        ({"Other__queueServiceUri": "https://a.queue.core.windows.net"}, "Other is for a managed identity"),
        ({"AzureWebJobsOther__accountName": "a"}, "Other is for a managed identity"),
    ],
)
def test_a_connection_the_host_cannot_use_is_named_without_its_value(
    settings: dict[str, str], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    (found,) = _faults(tmp_path, FASTAPI + QUEUE.replace("AzureWebJobsStorage", "Other") + "def f(x: str): ...")
    assert fault in found
    assert not any(value in found for value in settings.values() if len(value) > 1)


def test_a_warm_up_that_takes_something_else_than_its_context_is_named(tmp_path: Path) -> None:
    (found,) = _faults(tmp_path, FASTAPI + WARM_UP + "def warmup(x: dict): ...")
    assert found == (
        "Function 'warmup': the worker refuses dict for the warm-up 'x': use WarmUpContext of azure.functions.warmup."
    )


@pytest.mark.parametrize("annotation", ["func.QueueMessage", "str", "bytes", "'str'"])
def test_annotations_the_worker_takes_for_a_message_are_taken(tmp_path: Path, annotation: str) -> None:
    (tmp_path / "function_app.py").write_text(FASTAPI + QUEUE + f"def f(x: {annotation}): ...\n")
    assert [function.name for function in Host(tmp_path).functions] == ["f"]


@pytest.mark.parametrize(
    "annotation", ["dict", "list", "str", "Any_dict", "Shape", "'str'", "bytes", "typing.Dict[str, int]"]
)
def test_annotations_the_worker_takes_are_taken(tmp_path: Path, annotation: str) -> None:
    more = "import typing\nAny_dict = typing.Dict[str, Any]\nclass Shape(TypedDict):\n    a: int\n"
    (tmp_path / "function_app.py").write_text(FASTAPI + more + ACTIVITY + f"def f(x: {annotation}): ...\n")
    assert [function.name for function in Host(tmp_path).functions] == ["f"]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    source = dedent("""
        @app.activity_trigger(input_name="x")
        def one(x: list[int]): ...
        @app.orchestration_trigger(context_name="context")
        async def two(context): ...
        @app.route(route="same/{a}")
        async def three(req: Request) -> None: ...
        @app.route(route="same/{b}", methods=["GET"])
        async def four(req: Request) -> Response: ...
        @app.route(route="Same/{c}", methods=["GET"])
        async def five(req: Request) -> Response: ...
    """)
    faults = _faults(tmp_path, FASTAPI + source)
    assert [fault.split("'")[1] for fault in faults] == ["one", "two", "three", "five"]
    assert "GET 'Same/{c}' is also the route of 'four'" in faults[-1]


def test_two_functions_of_one_name_are_refused(tmp_path: Path) -> None:
    faults = _faults(tmp_path, FASTAPI + (ACTIVITY + "def f(x: str): ...\n") * 2)
    assert faults == ("Function 'f' exists 2 times: give every function a name of its own.",)


def test_two_activities_of_one_activity_name_are_refused(tmp_path: Path) -> None:
    named = '@app.activity_trigger(input_name="x", activity="same")\n'
    faults = _faults(tmp_path, FASTAPI + named + "def f(x: str): ...\n" + named + "def g(x: str): ...\n")
    assert faults == ("Function 'same': 2 functions have that activityTrigger name; rename all but one.",)


def test_a_function_without_a_trigger_is_refused(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, FASTAPI + CLIENT + "async def f(client): ...\n")
    assert "f does not have a trigger" in fault


def test_a_name_under_type_checking_is_explained(tmp_path: Path) -> None:
    source = "from __future__ import annotations\n" + FASTAPI + "if TYPE_CHECKING:\n    from decimal import Decimal\n"
    (fault,) = _faults(tmp_path, source + ACTIVITY + "def f(x: Decimal): ...\n")
    assert "Import the name at module level, not under TYPE_CHECKING" in fault


def test_a_folder_without_an_app_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"There is no function_app\.py in .*: name the app's folder with --app"):
        Host(tmp_path)


def test_a_file_that_holds_no_app_is_refused(tmp_path: Path) -> None:
    assert _faults(tmp_path, "") == ("function_app.py holds no app: assign a df.DFApp() to a module-level name.",)


def test_a_file_that_holds_several_apps_is_refused(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, FASTAPI + "other = app\n")
    assert "holds several apps (app, other)" in fault


def test_an_app_that_fails_to_import_shows_its_traceback(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, "import azure.functions\n1 / 0\n")
    assert "failed to import: ZeroDivisionError" in fault
    assert "function_app.py" in fault
    assert "line 2" in fault


def test_the_command_names_the_faults_and_ends_with_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "function_app.py").write_text(FASTAPI + ACTIVITY + "def f(x: list[int]): ...\n")
    command = [sys.executable, "-m", "devhost", "--app", str(tmp_path), "--port", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - our own module
    assert ended.returncode == 1
    assert ended.stderr.startswith("Function 'f': the worker refuses the annotation list[int]")
    assert "Traceback" not in ended.stderr


def test_the_command_names_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("logging.basicConfig", lambda **_: None)
    assert main(["--app", str(tmp_path / "nowhere")]) == 1
    assert "nowhere cannot be used (No such file or directory)" in capsys.readouterr().err


async def test_a_port_that_is_taken_is_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "function_app.py").write_text(FASTAPI)
    port = int(host.base_url.rpartition(":")[2])
    with pytest.raises(StartError, match=f"Port {port} cannot be used .*: choose another with --port."):
        await Host(tmp_path, port=port).start()
