from datetime import timedelta

import aiohttp
import pytest

from devhost import Host, HostOptions, HostSettings
from tests.devhost.driving import cases_app, observed, output, run

ORDER = {"activity": "sleep_on_loop", "seconds": 0.02, "count": 40}


@pytest.mark.parametrize("limit", [1, 7])
async def test_no_more_activities_run_at_once_than_the_limit(limit: int) -> None:
    observed().reset_peak()
    async with Host(cases_app(), settings=HostSettings(max_activities=limit)) as host:
        assert await output(host.durable_client(), "fan_out_sleeping", {**ORDER, "count": 3 * limit}) == 3 * limit
    assert observed().peak == limit
    assert len(observed().threads) == 1


async def test_plain_activities_share_the_thread_pool() -> None:
    observed().reset_peak()
    order = {**ORDER, "activity": "sleep_in_thread", "count": 12}
    async with Host(cases_app(), options=HostOptions(threads=3), settings=HostSettings(max_activities=50)) as host:
        assert await output(host.durable_client(), "fan_out_sleeping", order) == 12
    assert observed().peak <= 3
    assert len(observed().threads) == 3


async def test_an_activity_beyond_the_function_timeout_fails() -> None:
    settings = HostSettings(function_timeout=timedelta(seconds=0.05))
    async with Host(cases_app(), settings=settings) as host:
        status = await run(host.durable_client(), "fan_out_sleeping", {**ORDER, "seconds": 5, "count": 1})
    assert status.runtime_status.value == "Failed"
    assert "Timeout value of 0.05 s exceeded by function 'sleep_on_loop'" in status.output


async def test_a_stream_counts_against_the_function_timeout(http: aiohttp.ClientSession) -> None:
    settings = HostSettings(function_timeout=timedelta(seconds=0.1))
    async with Host(cases_app(), settings=settings) as host, http.get(f"{host.base_url}/api/endless/timed") as response:
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    assert "timed cancelled" in observed().streams_closed


async def test_the_route_prefix_may_be_changed_or_left_out(http: aiohttp.ClientSession) -> None:
    for prefix in ("", "v2/public"):
        async with Host(cases_app(), settings=HostSettings(route_prefix=prefix)) as host:
            base = f"{host.base_url}/{prefix}".rstrip("/")
            async with http.get(f"{base}/echo/x") as response:
                assert response.status == 200
