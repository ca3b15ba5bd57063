"""What the app stands on in the demo: SQLite and rules, or servers that stand for Azure and for OpenAI.

`STORE=cosmos` starts a Cosmos DB server and Azurite, `MODEL=openai` a server that speaks OpenAI's protocol and answers
by the rules of the offline model. An account of one's own is used when variables of the environment name it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from demo.hosting import FOLDER, ROOT, HostFailedError, announced_address, stop
from emulators import cosmos_server, storage_server

DATABASE = FOLDER / "contract-batch.sqlite3"
_NO_ACCOUNT = {
    "BLOBS": "folder",
    "BLOBS_PATH": str(FOLDER / "blobs"),
    **dict.fromkeys(
        (
            "AzureWebJobsStorage",
            "AzureWebJobsStorage__accountName",
            "AzureWebJobsStorage__queueServiceUri",
            "AzureWebJobsStorage__blobServiceUri",
        ),
        "",
    ),
}
"""Of whoever runs the demo: it leaves a storage account alone that the settings may name."""

_SCRIPTED_MODEL = "gpt-test"
_SCRIPTED_KEY = "sk-of-the-demo"  # it opens the demo's own server and nothing else


@dataclass
class Surroundings:
    """The settings of the app, and what they mean in words."""

    settings: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def description(self) -> str:
        """Which store and which model, for people."""
        return ", ".join(self.words)

    def add(self, words: str, **settings: str) -> None:
        """One more part."""
        self.settings |= settings
        self.words.append(words)


@contextmanager
def surroundings(environment: Mapping[str, str]) -> Iterator[Surroundings]:
    """Start what the environment's `STORE` and `MODEL` need, until the block ends.

    Raises:
        EmulatorError: a server cannot be started.
    """
    around = Surroundings()
    _forget_the_last_demo()
    with ExitStack() as servers:
        if environment.get("STORE") != "cosmos":
            around.add("SQLite", STORE="sqlite", SQLITE_PATH=str(DATABASE), **_NO_ACCOUNT)
        elif environment.get("COSMOS_ENDPOINT"):
            around.add("your Cosmos DB account")
        else:
            _start_azure(around, servers)
        if environment.get("MODEL") != "openai":
            around.add("offline model", MODEL="offline")
        elif environment.get("OPENAI_API_KEY") or environment.get("AZURE_OPENAI_ENDPOINT"):
            around.add("your language model")
        else:
            _start_openai(around, servers)
        yield around


def _forget_the_last_demo() -> None:
    for leftover in FOLDER.glob(f"{DATABASE.name}*"):
        leftover.unlink()
    shutil.rmtree(FOLDER / "blobs", ignore_errors=True)


def _start_azure(around: Surroundings, servers: ExitStack) -> None:
    cosmos = servers.enter_context(cosmos_server())
    storage = servers.enter_context(storage_server())
    around.add(
        "a Cosmos DB server and Azurite",
        COSMOS_ENDPOINT=cosmos.endpoint,
        COSMOS_KEY=cosmos.key,
        COSMOS_VERIFY_TLS="false",
        AzureWebJobsStorage=storage.connection_string,
        BLOBS="storage",
    )


def _start_openai(around: Surroundings, servers: ExitStack) -> None:
    address = servers.enter_context(_scripted_openai())
    around.add(
        "a scripted OpenAI server",
        OPENAI_BASE_URL=address,
        OPENAI_API_KEY=_SCRIPTED_KEY,
        MODEL_PRIMARY=_SCRIPTED_MODEL,
        MODEL_PRICES=f'{{"{_SCRIPTED_MODEL}": {{"prompt": 2.0, "cached": 0.5, "completion": 8.0}}}}',
    )


@contextmanager
def _scripted_openai() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fakes.openai_server", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603 - the command is this project's own server
        command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        address = announced_address(process)
        if address is None:
            raise HostFailedError("The scripted OpenAI server did not start.")
        yield address
    finally:
        stop(process)
