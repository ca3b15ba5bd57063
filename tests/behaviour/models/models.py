"""The adapters under test; a further one is a further line of MODELS."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from adapters.offline_model.model import OfflineModel
from adapters.openai_model.model import openai_model
from adapters.system_clock import SystemClock
from adapters.tokens import O200kTokenCounter
from jobs.contract_comparison.prompt import comparison_questions
from shared.ports.model import Model, ModelRequest
from shared.settings import Settings
from tests.fakes.builders import STANDARD, TEXT, contract, other, request_body
from tests.fakes.model import ScriptedModel
from tests.fakes.openai_server import FakeOpenAI, Refusing, serving
from tests.fakes.openai_server.answers import compare

KEY = "sk-test"


@asynccontextmanager
async def _offline() -> AsyncIterator[Model]:
    yield OfflineModel()


@asynccontextmanager
async def _scripted() -> AsyncIterator[Model]:
    yield ScriptedModel()


@asynccontextmanager
async def _openai(server: FakeOpenAI, *, azure: bool = False) -> AsyncIterator[Model]:
    async with serving(server):
        addresses = (
            {"azure_openai_endpoint": server.origin, "azure_openai_api_key": KEY}
            if azure
            else {"openai_base_url": server.base_url, "openai_api_key": KEY}
        )
        settings = Settings.model_validate({"model": "openai", "model_primary": "gpt-test"} | addresses)
        model = openai_model(settings, O200kTokenCounter(), SystemClock())
        yield model
        await model.close()


MODELS: Mapping[str, Callable[[], AbstractAsyncContextManager[Model]]] = {
    "offline": _offline,
    "scripted": _scripted,
    "openai": lambda: _openai(FakeOpenAI(compare, key=KEY)),
    "azure": lambda: _openai(FakeOpenAI(compare, key=KEY), azure=True),
    "like openai": lambda: _openai(
        FakeOpenAI(compare, key=KEY, refusing=Refusing(response_format=True, max_completion_tokens=True))
    ),
}


def question(number: int = 0, text: str = TEXT) -> ModelRequest:
    """The question about a contract."""
    theirs = contract(other(number), text)
    (asked,) = comparison_questions(request_body(1), contract(STANDARD), theirs, None)
    return asked
