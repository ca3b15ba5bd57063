from datetime import UTC, datetime, timedelta

import azure.durable_functions as df
import pytest
from azure.durable_functions import DurableOrchestrationClient as Client

from devhost import Host
from devhost.durable.history import EventType
from tests.devhost.driving import output, reached, run, unique, until

COMPLETED = df.OrchestrationRuntimeStatus.Completed


async def _started(client: Client, name: str) -> str:
    instance_id: str = await client.start_new(name)
    await reached(client, instance_id, "Running")
    return instance_id


async def test_a_terminated_instance_shows_the_reason_and_takes_no_more_events(client: Client) -> None:
    instance_id = await _started(client, "waits_for_ever")
    await client.terminate(instance_id, "because")
    status = await reached(client, instance_id)
    assert (status.runtime_status.value, status.output) == ("Terminated", "because")
    await client.terminate(instance_id, "again")
    with pytest.raises(Exception, match="is gone"):
        await client.raise_event(instance_id, "never", 1)


async def test_a_suspended_instance_schedules_nothing_until_it_is_resumed(client: Client, host: Host) -> None:
    instance_id = await _started(client, "three_slow_steps")
    await client.suspend(instance_id, "pause")
    assert (await client.get_status(instance_id)).runtime_status.value == "Suspended"
    instance = host.engine.instances.get(instance_id)
    assert instance is not None
    await until(lambda: len(instance.inbox) == 1)
    assert [e.kind for e in instance.history].count(EventType.TASK_SCHEDULED) == 1
    await client.resume(instance_id, "go on")
    assert (await reached(client, instance_id)).output == "ok"


async def test_a_suspended_instance_can_be_terminated(client: Client) -> None:
    instance_id = await _started(client, "waits_for_ever")
    await client.suspend(instance_id, "x")
    await client.terminate(instance_id, "y")
    assert (await client.get_status(instance_id)).runtime_status.value == "Terminated"


async def test_suspending_twice_and_resuming_what_runs_are_refused(client: Client) -> None:
    instance_id = await _started(client, "waits_for_ever")
    with pytest.raises(Exception, match="500"):
        await client.resume(instance_id, "x")
    await client.suspend(instance_id, "x")
    with pytest.raises(Exception, match="500"):
        await client.suspend(instance_id, "x")


async def test_a_failed_instance_can_be_rewound_and_then_completes(client: Client) -> None:
    status = await run(client, "fails_once", unique())
    assert status.runtime_status.value == "Failed"
    await client.rewind(status.instance_id, "again")
    assert (await reached(client, status.instance_id, "Completed")).output == [2, {"runs": 2}]
    with pytest.raises(Exception, match="only supported on failed"):
        await client.rewind(status.instance_id, "again")


async def test_a_restart_runs_the_same_input_under_a_new_id(client: Client) -> None:
    status = await run(client, "chain", 3)
    # The extension answers a restart with the links, and the 1.x client returns that answer whole.
    links = await client.restart(status.instance_id)
    again = await reached(client, links["id"])
    assert again.instance_id != status.instance_id
    assert again.output == status.output


async def test_a_restart_may_reuse_the_id(client: Client) -> None:
    status = await run(client, "chain", 3)
    links = await client.restart(status.instance_id, restart_with_new_instance_id=False)
    assert links["id"] == status.instance_id
    assert (await reached(client, links["id"])).output == status.output


async def test_a_purged_instance_is_gone_with_its_finished_children(client: Client, host: Host) -> None:
    status = await run(client, "family")
    assert (await client.purge_instance_history(status.instance_id)).instances_deleted == 1
    assert not await client.get_status(status.instance_id)
    assert len(host.engine.instances) == 0
    assert (await client.purge_instance_history("nobody")).instances_deleted == 0


async def test_a_purge_by_filter_leaves_what_still_runs(client: Client, host: Host) -> None:
    await output(client, "one_step")
    await _started(client, "waits_for_ever")
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    result = await client.purge_instance_history_by(an_hour_ago, None, None)
    assert result.instances_deleted == 1
    assert [instance.name for instance in host.engine.instances] == ["waits_for_ever"]
    none = await client.purge_instance_history_by(an_hour_ago, None, [COMPLETED])
    assert none.instances_deleted == 0


@pytest.mark.parametrize("operation", ["terminate", "suspend", "resume", "rewind"])
async def test_steering_an_unknown_instance_says_so(client: Client, operation: str) -> None:
    with pytest.raises(Exception, match="No instance with ID"):
        await getattr(client, operation)("nobody", "x")
