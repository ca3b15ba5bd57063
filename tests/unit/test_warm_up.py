"""What the app does in a process that was added."""

import logging

import pytest
from azure.durable_functions import DFApp
from azure.functions.warmup import WarmUpContext

from api.warm_up import warm_up
from devhost.loading import read_functions
from shared.errors import TemporaryError
from tests.fakes.services import Services, services


async def run(here: Services) -> None:
    app = DFApp()
    app.register_functions(warm_up(here.health))
    (function,) = read_functions(app)
    assert function.name == "warmup"
    await function.code(WarmUpContext())


async def test_store_queue_and_model_are_used_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    here = services()
    await run(here)
    assert "Warmed up: store ok, queue ok, model ok." in caplog.text
    assert here.job_queue.calls["read"] == 1


async def test_what_cannot_be_reached_is_named_and_asked_again_by_whoever_needs_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    here = services()
    here.job_queue.fail("read", TemporaryError("The store is away."))
    await run(here)
    assert "Warmed up: store unreachable, queue ok, model ok." in caplog.text
    assert (await here.health.check())["store"] == "ok"
