"""`python -m devhost --app DIR --port N` runs an app until it is told to stop."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from devhost.errors import StartError
from devhost.host import Host
from devhost.listing import describe_functions
from devhost.options import HostOptions
from devhost.tuning import fast_loop, spare_the_collector


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the host; the process's exit code."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=given.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        _enter(given.app)
        host = Host(Path(), port=given.port, options=_options(given))
        with asyncio.Runner(loop_factory=fast_loop()) as runner:
            runner.run(_serve(host))
    except StartError as error:
        for fault in error.faults:
            _say(fault, sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="devhost", description="Runs an Azure Functions app on this machine.")
    parser.add_argument("--app", type=Path, default=Path(), help="the folder of function_app.py (default: here)")
    parser.add_argument(
        "--port", type=int, help="0 takes a free one (default: LocalHttpPort of local.settings.json, or 7071)"
    )
    parser.add_argument("--address", default=HostOptions().address, help="the address to listen on")
    parser.add_argument(
        "--keep-hours", type=float, default=1.0, help="how long finished orchestrations can be asked for"
    )
    parser.add_argument("--keep-count", type=int, default=1000, help="how many finished orchestrations are kept")
    parser.add_argument("--grace", type=float, default=2.0, help="seconds that running work gets at shutdown")
    parser.add_argument("--log-level", default="info", choices=["debug", "info", "warning", "error"])
    return parser


def _enter(folder: Path) -> None:
    """As the worker does: an app's relative paths start at its own folder."""
    try:
        os.chdir(folder)
    except OSError as error:
        raise StartError(
            [f"The folder {folder} cannot be used ({error.strerror}): name the app's with --app."]
        ) from error


def _options(given: argparse.Namespace) -> HostOptions:
    return HostOptions(
        address=given.address,
        retention_age=timedelta(hours=given.keep_hours),
        retention_count=given.keep_count,
        shutdown_grace=given.grace,
    )


async def _serve(host: Host) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with host:
        spare_the_collector()
        for line in describe_functions(host):
            _say(line)
        _say(f"Listening on {host.base_url}")
        await stop.wait()


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
