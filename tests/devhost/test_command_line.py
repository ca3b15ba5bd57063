import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.devhost.driving import CASES

CLASSIC_APP = """
import azure.functions as func
app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

@app.route(route="greet/{name}", methods=["POST"])
def greet(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    body = f"{req.route_params['name']} {req.params.get('x')} {req.get_json()} {context.function_name}"
    return func.HttpResponse(body, status_code=201, mimetype="text/markdown", headers={"X-Own": "1"})

@app.route(route="words")
async def words(req: func.HttpRequest) -> str:
    return "words"
"""


@asynccontextmanager
async def _served(folder: Path, *more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, list[str]]]:
    """The host as its own process, and what it printed until it listened."""
    command = [sys.executable, "-m", "devhost", "--app", str(folder), "--port", "0", *more]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    lines: list[str] = []
    try:
        while not lines or not lines[-1].startswith("Listening on "):
            line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
            assert line, "the host ended before it listened"
            lines.append(line.rstrip("\n"))
        yield process, lines
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_the_command_lists_the_functions_says_where_it_listens_and_stops_on_sigterm(
    http: aiohttp.ClientSession,
) -> None:
    async with _served(CASES) as (process, lines):
        base_url = lines[-1].removeprefix("Listening on ")
        assert f"  start: [POST] {base_url}/api/start/{{name}}" in lines
        assert "  chain: orchestrationTrigger" in lines
        assert "  take_message: queueTrigger cases" in lines
        async with http.post(f"{base_url}/api/start/waits_for_ever") as response:
            assert response.status == 202
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()
        assert process.returncode == 0
        assert b"Traceback" not in errors
        assert b"Unclosed" not in errors


async def test_a_request_that_runs_at_sigterm_gets_its_answer(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    (tmp_path / "function_app.py").write_text(
        "import asyncio\nimport azure.functions as func\napp = func.FunctionApp()\n"
        '@app.route(route="slow")\nasync def slow(req: func.HttpRequest) -> str:\n'
        '    print("begun", flush=True)\n    await asyncio.sleep(0.3)\n    return "done"\n'
    )
    async with _served(tmp_path) as (process, lines):
        asking = asyncio.create_task(http.get(lines[-1].removeprefix("Listening on ") + "/api/slow"))
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 10) == b"begun\n"
        process.send_signal(signal.SIGTERM)
        assert await (await asking).text() == "done"
        await process.communicate()
        assert process.returncode == 0


async def test_an_app_without_the_fastapi_extension_gets_classic_requests(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (tmp_path / "function_app.py").write_text(CLASSIC_APP)
    async with _served(tmp_path) as (_, lines):
        base_url = lines[-1].removeprefix("Listening on ")
        async with http.post(f"{base_url}/api/greet/ada?x=1", json=[2]) as response:
            assert (response.status, await response.text()) == (201, "ada 1 [2] greet")
            assert response.headers["X-Own"] == "1"
            assert response.headers["Content-Type"].startswith("text/markdown")
        async with http.get(f"{base_url}/api/words") as response:
            assert (response.status, await response.text()) == (200, "words")
