from typing import Any

import aiohttp
import azure.durable_functions as df
from azure.durable_functions import DurableOrchestrationClient as Client

from devhost import Host
from tests.devhost.driving import output, unique, until


async def _state(client: Client, key: str) -> Any:
    answer = await client.read_entity_state(df.EntityId("counter", key))
    return answer.entity_state if answer.entity_exists else None


async def test_orchestrators_signal_and_call_entities(client: Client) -> None:
    before, after, error, again, number = await output(client, "uses_entity", unique())
    assert (before, after, again, number) == (7, 17, 17, 2)
    assert "entity failure" in error


async def test_clients_signal_entities_and_read_their_state(client: Client) -> None:
    key = unique()
    entity = df.EntityId("Counter", key)
    assert await _state(client, key) is None
    for amount in (1, 2, 3):
        await client.signal_entity(entity, "add", amount)

    async def is_at(value: int | None) -> bool:
        return bool(await _state(client, key) == value)

    await until(lambda: is_at(6))
    await client.signal_entity(entity, "reset")
    await until(lambda: is_at(0))
    await client.signal_entity(entity, "delete")
    await until(lambda: is_at(None))


async def test_entities_can_be_listed_and_deleted_over_http(
    client: Client, host: Host, http: aiohttp.ClientSession
) -> None:
    await client.signal_entity(df.EntityId("counter", "one"), "add", 1)
    api = f"{host.base_url}/runtime/webhooks/durabletask/entities"
    await until(lambda: host.entities.get("counter", "one") is not None)
    async with http.get(f"{api}/counter?fetchState=true") as response:
        (entity,) = await response.json()
    assert (entity["entityId"], entity["state"]) == ({"name": "counter", "key": "one"}, 1)
    async with http.delete(f"{api}/counter/one") as response:
        assert response.status == 202
    await until(lambda: host.entities.get("counter", "one") is None)
    async with http.get(api) as response:
        assert await response.json() == []


async def test_signals_to_an_entity_that_does_not_exist_leave_nothing_behind(client: Client, host: Host) -> None:
    await client.signal_entity(df.EntityId("nobody", "x"), "add", 1)
    assert (await client.read_entity_state(df.EntityId("nobody", "x"))).entity_exists is False
    assert host.entities.select() == []
