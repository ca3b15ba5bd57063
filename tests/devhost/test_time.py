import pytest

from devhost import Host, ManualClock
from tests.devhost.driving import reached, until


async def test_a_child_of_more_than_thirty_seconds_reaches_its_parent(still_host: Host, clock: ManualClock) -> None:
    client = still_host.durable_client()
    instance_id = await client.start_new("patient_parent", None, 40)
    await until(lambda: clock.pending() == 1)
    clock.advance(39)
    assert (await client.get_status(instance_id)).runtime_status.value == "Running"
    clock.advance(1)
    assert (await reached(client, instance_id)).output == "slept"


async def test_a_timer_of_days_needs_no_long_sleep(still_host: Host, clock: ManualClock) -> None:
    client = still_host.durable_client()
    instance_id = await client.start_new("sleeper", None, 30 * 86_400)
    await until(lambda: clock.pending() == 1)
    clock.advance(30 * 86_400)
    assert (await reached(client, instance_id)).output == "slept"


async def test_a_timer_of_an_earlier_generation_never_ends_a_later_one(still_host: Host, clock: ManualClock) -> None:
    client = still_host.durable_client()
    instance_id = await client.start_new("timer_over_generations", None, 0)
    instance = still_host.engine.instances.get(instance_id)
    assert instance is not None
    await until(lambda: instance.generation == 1 and len(instance.timers) == 1)
    clock.advance(61)
    assert (await client.get_status(instance_id)).runtime_status.value == "Running"
    clock.advance(540)
    assert (await reached(client, instance_id)).output == pytest.approx(601, abs=1)


async def test_a_finished_instance_leaves_no_timer_running(still_host: Host) -> None:
    client = still_host.durable_client()
    instance_id = await client.start_new("race_with_timer", None, [0.0, 3600])
    assert (await reached(client, instance_id)).output[0] == "work"
    instance = still_host.engine.instances.get(instance_id)
    assert instance is not None
    assert instance.timers == {}


async def test_a_terminated_instance_leaves_no_timer_running(still_host: Host, clock: ManualClock) -> None:
    client = still_host.durable_client()
    instance_id = await client.start_new("sleeper", None, 50)
    await until(lambda: clock.pending() == 1)
    await client.terminate(instance_id, "enough")
    instance = still_host.engine.instances.get(instance_id)
    assert instance is not None
    assert instance.timers == {}
