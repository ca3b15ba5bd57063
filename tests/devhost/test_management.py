from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import azure.durable_functions as df
import pytest
from azure.durable_functions import DurableOrchestrationClient as Client

from devhost import Host
from tests.devhost.driving import reached, run, unique


@pytest.fixture
def api(host: Host) -> str:
    return f"{host.base_url}/runtime/webhooks/durabletask"


async def _get(http: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, Any, Any]:
    async with http.get(url, headers=headers) as response:
        text = await response.text()
        return response.status, await response.json() if text else None, response.headers


async def test_the_history_is_shown_on_request_with_names_times_and_results(client: Client) -> None:
    status = await run(client, "chain", 3)
    shown = await client.get_status(status.instance_id, show_history=True, show_history_output=True, show_input=True)
    # The service sends "historyEvents"; 1.7 looks for "history" and leaves the rest in an attribute.
    events = shown.historyEvents
    assert shown.history is None
    assert [e["EventType"] for e in events] == ["ExecutionStarted", *["TaskCompleted"] * 4, "ExecutionCompleted"]
    assert (events[1]["FunctionName"], events[1]["Result"], events[1]["Input"]) == ("increment", 4, "3")
    assert events[1]["ScheduledTime"] <= events[1]["Timestamp"]


async def test_history_outputs_and_inputs_are_left_out_unless_asked_for(
    client: Client, http: aiohttp.ClientSession, api: str
) -> None:
    status = await run(client, "chain", 3)
    url = f"{api}/instances/{status.instance_id}?showHistory=true&showInput=false"
    code, body, _ = await _get(http, url)
    assert code == 200
    assert body["input"] is None
    assert not any("Result" in event or "Input" in event for event in body["historyEvents"])


async def test_a_failed_instance_is_a_500_only_when_asked_for(
    client: Client, http: aiohttp.ClientSession, api: str
) -> None:
    url = f"{api}/instances/{(await run(client, 'does_not_catch')).instance_id}"
    assert (await _get(http, url))[0] == 200
    assert (await _get(http, f"{url}?returnInternalServerErrorOnFailure=true"))[0] == 500


async def test_an_unfinished_instance_is_a_202_with_its_location(
    client: Client, http: aiohttp.ClientSession, api: str
) -> None:
    instance_id = await client.start_new("waits_for_ever")
    code, body, headers = await _get(http, f"{api}/instances/{instance_id}")
    assert (code, body["instanceId"]) == (202, instance_id)
    assert headers["Location"].endswith(instance_id)


async def test_the_input_is_shown_as_the_starter_sent_it(client: Client, http: aiohttp.ClientSession, api: str) -> None:
    by_client = await run(client, "no_steps", {"a": 1})
    assert (await client.get_status(by_client.instance_id, show_input=True)).input_ == '{"a": 1}'
    async with http.post(f"{api}/orchestrators/no_steps", json={"a": 1}) as response:
        instance_id = (await response.json())["id"]
    await reached(client, instance_id)
    _, body, _ = await _get(http, f"{api}/instances/{instance_id}")
    assert body["input"] == {"a": 1}
    assert body["output"]["input"] == {"a": 1}


async def test_listings_filter_by_time_state_and_prefix(client: Client) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    prefix = unique("prefix")
    done = await client.start_new("no_steps", f"{prefix}-done")
    waiting = await client.start_new("waits_for_ever", f"{prefix}-waiting")
    await reached(client, done)
    await reached(client, waiting, "Running")

    async def ids(**conditions: Any) -> list[str]:
        return [s.instance_id for s in await client.get_status_by(**conditions)]

    running = [df.OrchestrationRuntimeStatus.Running]
    assert await ids(instance_id_prefix=prefix) == [done, waiting]
    assert await ids(instance_id_prefix=prefix, runtime_status=running) == [waiting]
    assert await ids(created_time_from=before) == [done, waiting]
    assert await ids(created_time_to=before) == []
    assert len(await client.get_status_all()) == 2


async def test_a_listing_goes_on_with_its_continuation_token(
    client: Client, http: aiohttp.ClientSession, api: str
) -> None:
    ids = [await client.start_new("no_steps") for _ in range(5)]
    seen, token = [], ""
    for expected in (2, 2, 1):
        _, body, headers = await _get(http, f"{api}/instances?top=2", **{"x-ms-continuation-token": token})
        assert len(body) == expected
        seen += [item["instanceId"] for item in body]
        token = headers.get("x-ms-continuation-token", "")
    assert (seen, token) == (ids, "")


async def test_an_event_raised_over_plain_http_arrives_as_the_value_it_is(
    client: Client, http: aiohttp.ClientSession, api: str
) -> None:
    instance_id = await client.start_new("two_events")
    await reached(client, instance_id, "Running")
    for value in ({"a": 1}, 7):
        async with http.post(f"{api}/instances/{instance_id}/raiseEvent/go", json=value) as response:
            assert response.status == 202
    assert (await reached(client, instance_id)).output == [{"a": 1}, 7]


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("POST", "/orchestrators/no_steps", "{not json", 400),
        ("POST", "/orchestrators/no_steps/@entity", "", 400),
        ("POST", "/orchestrators/no_such", "", 400),
        ("GET", "/instances?top=many", "", 400),
        ("GET", "/instances?createdTimeFrom=tuesday-ish", "", 400),
        ("DELETE", "/instances", "", 400),
        ("POST", "/instances/nobody/raiseEvent/go", "1", 404),
        ("GET", "/instances/nobody", "", 404),
        ("GET", "/nowhere", "", 404),
    ],
)
async def test_a_request_that_makes_no_sense_is_answered_as_the_extension_does(
    http: aiohttp.ClientSession, api: str, method: str, path: str, body: str, code: int
) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.request(method, api + path, data=body, headers=headers) as response:
        assert response.status == code


async def test_the_links_a_client_hands_out_lead_to_the_instance(client: Client, http: aiohttp.ClientSession) -> None:
    instance_id = await client.start_new("waits_for_ever", "an id with spaces")
    links = client.create_http_management_payload(instance_id)
    assert links["id"] == instance_id
    async with http.post(links["terminatePostUri"].replace("{text}", "enough")) as response:
        assert response.status == 202
    assert (await reached(client, instance_id)).output == "enough"
    async with http.delete(links["purgeHistoryDeleteUri"]) as response:
        assert await response.json() == {"instancesDeleted": 1}
