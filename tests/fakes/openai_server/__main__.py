"""The server as a program: `python -m tests.fakes.openai_server --port 0`."""

import argparse
import asyncio
import contextlib
import sys

from tests.fakes.openai_server.answers import compare
from tests.fakes.openai_server.script import Rates
from tests.fakes.openai_server.server import FakeOpenAI, serving


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.openai_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--models", default="gpt-test,gpt-small", help="names, with commas between them")
    parser.add_argument("--key", default=None, help="the only key let in; any if it is not given")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    for fault in ("rate-limited", "server-error", "broken-json", "dropped"):
        parser.add_argument(f"--{fault}", type=float, default=0.0, metavar="SHARE", help="of all requests, 0 to 1")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    rates = Rates(
        seed=arguments.seed,
        rate_limited=arguments.rate_limited,
        server_error=arguments.server_error,
        broken_json=arguments.broken_json,
        dropped=arguments.dropped,
    )
    server = FakeOpenAI(compare, key=arguments.key, models=tuple(arguments.models.split(",")), rates=rates)
    async with serving(server, arguments.port):
        sys.stdout.write(f"Listening on {server.base_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(_arguments()))
