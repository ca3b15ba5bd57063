import asyncio
import socket
from dataclasses import replace

import pytest

from adapters.system_clock import SystemClock
from shared.errors import TemporaryError
from tests.fakes.openai_server import (
    Answer,
    ApiError,
    Cut,
    FakeOpenAI,
    Stalled,
    Step,
    server_error,
    too_many_requests,
)
from tests.unit.openai_model.asking import Asker, HurriedClock, asker_of

BODILESS = ApiError(502, "", body="<html>Bad Gateway</html>")
PAGE = ApiError(200, "", body="<html>Welcome to the hotel's network</html>")


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (too_many_requests(), "rate_limited"),
        (server_error(), "server_error"),
        (server_error(503), "server_error"),
        (BODILESS, "server_error"),
        (ApiError(409, "Conflict."), "server_error"),
        (ApiError(408, "Request timeout."), "timeout"),
        (Cut(), "connection"),
        (Cut(quietly=True), "connection"),
        (Answer(""), "connection"),
        (Answer(" \n"), "connection"),
        (PAGE, "connection"),
        (ApiError(200, "An error in a 200, as some gateways send it."), "connection"),
    ],
)
async def test_what_may_pass_is_tried_again_after_a_while(
    asker: Asker, server: FakeOpenAI, step: Step, error: str
) -> None:
    server.will(step, step)
    await asker.ask()
    assert asker.errors == [error, error, None]
    assert asker.clock.sleeps == [0.5, 1.0]
    assert [received.body for received in server.received] == [server.received[0].body] * 3


async def test_after_four_tries_it_is_given_up_for_now(asker: Asker, server: FakeOpenAI) -> None:
    server.will(*[server_error()] * 4)
    with pytest.raises(TemporaryError, match=r"has a fault. It was asked 4 times. Try again in a minute.") as raised:
        await asker.ask()
    assert asker.errors == ["server_error"] * 4
    assert raised.value.__context__ is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after_ms": "1500", "retry_after": "2"}, 1.5),
        ({"retry_after": "Sat, 31 Jan 2026 08:30:09 GMT"}, 9.0),
    ],
)
async def test_the_provider_says_how_long_to_wait(
    asker: Asker, server: FakeOpenAI, headers: dict[str, str], seconds: float
) -> None:
    server.will(too_many_requests(**headers))
    await asker.ask()
    assert asker.clock.sleeps == [pytest.approx(seconds * 1.05)], "with half of a tenth more, by chance"


@pytest.mark.parametrize("asked", ["0", "-5", "nan", "inf", "86400", "soon", "", "Sat, 31 Jan 2026 08:00:00 GMT"])
async def test_a_wait_that_makes_no_sense_is_not_believed(asker: Asker, server: FakeOpenAI, asked: str) -> None:
    server.will(too_many_requests(retry_after=asked))
    await asker.ask()
    assert asker.clock.sleeps == [0.5]


async def test_a_wait_that_is_longer_than_there_is_time_is_told_to_the_caller(asker: Asker, server: FakeOpenAI) -> None:
    server.will(too_many_requests(retry_after="600"))
    with pytest.raises(TemporaryError, match=r"It was asked once. Try again in 10 minutes."):
        await asker.ask()
    assert asker.clock.sleeps == []
    await asker.ask()
    assert asker.errors == ["rate_limited", None]
    assert asker.clock.monotonic() == 60.0, "somebody tries again after a minute"


async def test_a_pause_that_is_longer_than_there_is_time_is_told_to_those_who_come_later(server: FakeOpenAI) -> None:
    asker = asker_of(server, item_timeout_seconds=150.0, model_timeout_seconds=120.0)
    server.will(too_many_requests(retry_after="50"))
    for sentence in ("It was asked once. Try again in a minute.", "at present. Try again in a minute."):
        with pytest.raises(TemporaryError, match=sentence):
            await asker.ask()
    assert asker.errors == ["rate_limited"]
    await asker.model.close()


async def test_a_server_that_fails_is_left_alone_by_the_call_that_saw_it_and_not_by_all(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_concurrency=1)
    server.will(replace(server_error(503), headers={"retry-after": "30"}))
    await asyncio.gather(asker.ask(), asker.ask("Another contract."))
    assert sorted(asker.errors, key=str) == [None, None, "server_error"]
    assert asker.clock.sleeps == [31.5]
    await asker.model.close()


async def test_no_try_begins_that_could_not_end_within_the_attempt_at_the_contract(server: FakeOpenAI) -> None:
    asker = asker_of(server, item_timeout_seconds=62.0, model_timeout_seconds=60.0)
    server.will(*[server_error()] * 4)
    with pytest.raises(TemporaryError, match="It was asked 3 times"):
        await asker.ask()
    assert asker.clock.sleeps == [0.5, 1.0]
    await asker.model.close()


async def test_the_wait_that_the_provider_asks_of_one_call_is_kept_by_all(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_concurrency=1)
    server.will(too_many_requests(retry_after="30"))
    await asyncio.gather(asker.ask(), asker.ask("Another contract."))
    assert asker.errors == ["rate_limited", None, None]
    assert asker.clock.monotonic() == 31.5
    await asker.model.close()


@pytest.mark.parametrize("step", [Stalled(), Stalled(dripping=True)])
async def test_a_call_that_takes_too_long_is_cut_off_and_made_again(server: FakeOpenAI, step: Step) -> None:
    asker = asker_of(server, model_timeout_seconds=2)
    server.will(step)
    await asker.ask()
    assert asker.errors == ["timeout", None]
    await asker.model.close()


async def test_where_nobody_listens_the_connection_is_blamed(server: FakeOpenAI) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        asker = asker_of(server, openai_base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        with pytest.raises(TemporaryError, match="connection to the model's provider was lost"):
            await asker.ask()
    assert asker.errors == ["connection"] * 4
    await asker.model.close()


async def test_a_call_that_the_caller_gives_up_is_reported_and_leaves_its_place(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_concurrency=1)
    server.will(Stalled())
    asking = asyncio.create_task(asker.ask())
    await server.arrived.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [(call.model, call.error) for call in asker.calls] == [("gpt-test", "cancelled")]
    await asker.ask()
    assert asker.errors == ["cancelled", None]
    await asker.model.close()


async def test_a_call_is_timed_by_the_clock(server: FakeOpenAI) -> None:
    asker = asker_of(server, SystemClock())
    await asker.ask()
    assert 0 < asker.calls[0].seconds < 60
    await asker.model.close()


async def test_no_more_calls_run_at_once_than_are_allowed(server: FakeOpenAI) -> None:
    asker = asker_of(server, model_concurrency=2)
    await asyncio.gather(*(asker.ask(f"Contract {n}.") for n in range(6)))
    assert server.busiest == 2
    await asker.model.close()


async def test_requests_and_tokens_a_minute_hold_calls_back(server: FakeOpenAI) -> None:
    clock = HurriedClock()
    by_requests = asker_of(server, clock, model_requests_per_minute=2)
    await asyncio.gather(*(by_requests.ask(f"Contract {n}.") for n in range(3)))
    assert clock.monotonic() == 60.0
    by_tokens = asker_of(server, clock, model_tokens_per_minute=7_000)
    await by_tokens.ask()
    await by_tokens.ask()
    assert clock.monotonic() == 60.0
    await by_tokens.ask(" ".join(["word"] * 1_000))
    assert clock.monotonic() == 120.0
    await asyncio.gather(by_requests.model.close(), by_tokens.model.close())
