from datetime import timedelta

from devhost import Host, HostOptions, ManualClock
from tests.devhost.driving import cases_app, output, reached, run, unique


async def test_a_finished_instance_is_forgotten_after_its_time(clock: ManualClock) -> None:
    options = HostOptions(retention_age=timedelta(minutes=10), shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        client = host.durable_client()
        status = await run(client, "family")
        clock.advance(599)
        assert (await client.get_status(status.instance_id)).output == status.output
        clock.advance(1)
        assert not await client.get_status(status.instance_id)
        assert len(host.engine.instances) == 0


async def test_beyond_the_count_the_oldest_finished_go_and_the_unfinished_stay(clock: ManualClock) -> None:
    options = HostOptions(retention_count=3, shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        client = host.durable_client()
        waiting = await client.start_new("waits_for_ever")
        ids = [(await run(client, "no_steps")).instance_id for _ in range(5)]
        assert [instance.id for instance in host.engine.instances] == [waiting, *ids[-3:]]


async def test_children_are_forgotten_before_their_parent(clock: ManualClock) -> None:
    options = HostOptions(retention_count=1, shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        status = await run(host.durable_client(), "fan_out_children", [4, 2])
        assert status.output == 4
        assert [instance.id for instance in host.engine.instances] == [status.instance_id]


async def test_a_restarted_instance_is_not_forgotten_for_its_earlier_life(clock: ManualClock) -> None:
    options = HostOptions(retention_age=timedelta(minutes=10), shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        client = host.durable_client()
        instance_id = (await run(client, "no_steps")).instance_id
        clock.advance(300)
        await client.restart(instance_id, restart_with_new_instance_id=False)
        await reached(client, instance_id)
        clock.advance(301)
        assert (await client.get_status(instance_id)).runtime_status.value == "Completed"


async def test_a_rewound_instance_is_not_forgotten_for_its_earlier_end(clock: ManualClock) -> None:
    options = HostOptions(retention_age=timedelta(minutes=10), shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        client = host.durable_client()
        instance_id = (await run(client, "fails_once", unique())).instance_id
        clock.advance(300)
        await client.rewind(instance_id, "again")
        await reached(client, instance_id, "Completed")
        clock.advance(301)
        assert (await client.get_status(instance_id)).runtime_status.value == "Completed"
        clock.advance(299)
        assert not await client.get_status(instance_id)


async def test_however_many_finish_only_the_number_kept_stays(clock: ManualClock) -> None:
    options = HostOptions(retention_count=10, shutdown_grace=0.1)
    async with Host(cases_app(), options=options, clock=clock) as host:
        for _ in range(20):
            await output(host.durable_client(), "fan_out_children", [5, 1])
        assert len(host.engine.instances) == 10
