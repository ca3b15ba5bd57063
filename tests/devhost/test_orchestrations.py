import json

import pytest
from azure.durable_functions import DurableOrchestrationClient as Client

from devhost import Host
from tests.devhost.driving import observed, output, reached, run, unique, until


async def test_a_chain_of_activities_passes_its_values_on(client: Client) -> None:
    assert await output(client, "chain", 3) == {"number": 6, "other": ["renamed", {"k": [1, None, "ä"]}]}


async def test_an_activity_may_be_called_by_its_function_object(client: Client) -> None:
    assert await output(client, "calls_by_object") == 42


async def test_an_orchestrator_without_steps_completes_at_once(client: Client) -> None:
    status = await run(client, "no_steps", {"a": 1})
    assert status.output == {"id": status.instance_id, "input": {"a": 1}}


@pytest.mark.parametrize("count", [1, 100])
async def test_a_fan_out_gathers_every_result(client: Client, count: int) -> None:
    assert await output(client, "fan_out", count) == sum(range(count))


async def test_a_fan_out_of_a_thousand_children_gathers_every_result(client: Client) -> None:
    assert await output(client, "fan_out_children", [20, 50]) == 20 * sum(range(50))


async def test_an_orchestrator_that_is_ahead_of_the_functions_host_is_told_so_once(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    await output(client, "fan_out", 10)
    await output(client, "race_with_timer", [0.01, 60])
    assert not [record for record in caplog.records if "ahead of the Functions host" in record.message]
    await output(client, "rolling_window", [10, 3])
    assert len([record for record in caplog.records if "ahead of the Functions host" in record.message]) == 1


async def test_a_rolling_window_in_children_takes_every_item_once(client: Client) -> None:
    assert await output(client, "rolling_window_children", [3, 40, 10]) == 3 * sum(range(40))


async def test_a_retried_activity_succeeds_at_last_and_later_ids_still_fit(client: Client) -> None:
    assert await output(client, "retry_until_good", unique()) == [{"runs": 3}, 11]


async def test_a_retried_activity_fails_after_its_last_attempt(client: Client) -> None:
    key = unique()
    result = await output(client, "retry_in_vain", key)
    assert observed().runs[key] == 3
    assert result["after"] == 2
    assert "failure 3" in result["error"]


async def test_retries_that_overlap_get_their_own_results(client: Client) -> None:
    assert await output(client, "retries_side_by_side", unique()) == [[1, 2, 3, 1, 2, 3, 1, 2, 3, 1], 6]


async def test_a_retried_child_orchestration_runs_again(client: Client) -> None:
    assert await output(client, "retry_child", unique()) == {"runs": 3}


async def test_work_that_beats_its_timer_wins_the_race(client: Client) -> None:
    assert await output(client, "race_with_timer", [0.01, 60]) == ["work", 0.01]


async def test_a_timer_that_beats_its_work_wins_and_the_late_result_changes_nothing(client: Client, host: Host) -> None:
    status = await run(client, "race_with_timer", [0.2, 0.05])
    instance = host.engine.instances.get(status.instance_id)
    assert instance is not None
    length = len(instance.history)
    await until(lambda: observed().running == 0)
    assert (await client.get_status(status.instance_id)).output == ["timer", None]
    assert len(instance.history) == length


async def test_events_reach_their_waits_in_order_as_json_text(client: Client) -> None:
    instance_id = await client.start_new("two_events")
    await reached(client, instance_id, "Running")
    await client.raise_event(instance_id, "go", {"a": 1})
    await client.raise_event(instance_id, "go", 7)
    # The 1.x client encodes an event's data twice, on Azure too.
    assert (await reached(client, instance_id)).output == ['{"a": 1}', "7"]


async def test_the_library_lets_one_early_event_answer_every_later_wait_of_its_name(client: Client) -> None:
    """A fact of azure-functions-durable 1.7; the host still waits for the second event. Use unique event names."""
    instance_id = await client.start_new("step_then_two_events")
    await client.raise_event(instance_id, "go", "early")
    await until(lambda: observed().running == 0)
    assert (await client.get_status(instance_id)).runtime_status.value == "Running"
    await client.raise_event(instance_id, "go", "late")
    assert (await reached(client, instance_id)).output == ['"early"', '"early"']


async def test_children_know_their_parent_and_their_failure_reaches_it(client: Client) -> None:
    status = await run(client, "family")
    unnamed, named, error = status.output
    assert (unnamed["number"], named["number"]) == (2, 3)
    assert unnamed["parent"] == named["parent"] == status.instance_id
    assert named["id"] == f"{status.instance_id}-named"
    assert "the child went wrong" in error


async def test_the_custom_status_follows_the_orchestrator(client: Client) -> None:
    instance_id = await client.start_new("custom_status")

    async def shows(value: object) -> bool:
        return bool((await client.get_status(instance_id)).custom_status == value)

    await until(lambda: shows({"step": 1}))
    await client.raise_event(instance_id, "next")
    await until(lambda: shows({"step": 2}))
    await client.raise_event(instance_id, "next again")
    status = await reached(client, instance_id)
    assert (status.custom_status, status.output) == ("done", 0)


async def test_a_custom_status_that_azure_would_refuse_fails_the_orchestration(client: Client) -> None:
    status = await run(client, "big_custom_status")
    assert status.runtime_status.value == "Failed"
    assert "custom status is 20002 characters" in status.output


async def test_continue_as_new_starts_over_with_the_new_input(client: Client) -> None:
    assert await output(client, "counts_to_five", 0) == "stopped at 5"


async def test_events_not_yet_taken_survive_continue_as_new(client: Client) -> None:
    instance_id = await client.start_new("keeps_events")
    for number in (2, 1, 0):
        await client.raise_event(instance_id, f"event {number}", number)
    assert (await reached(client, instance_id)).output == ["0", "1", "2"]


async def test_a_late_result_of_an_earlier_generation_is_dropped(client: Client) -> None:
    assert await output(client, "late_result", 0) == "of generation 1"


async def test_an_orchestrator_that_raises_fails_with_its_message(client: Client) -> None:
    status = await run(client, "raises", "kaput")
    assert status.runtime_status.value == "Failed"
    assert status.output == "Orchestrator function 'raises' failed: kaput"


async def test_an_orchestrator_can_catch_what_its_activities_raise(client: Client) -> None:
    result = await output(client, "catches")
    assert result["number"] == 42
    assert "Activity function 'fail' failed:  ValueError: bad luck" in result["errors"][0]
    assert "in a group" in result["errors"][1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("does_not_catch", "not caught"),
        ("calls_nobody", "The function 'nobody' doesn't exist"),
        ("calls_http", "does not run call_http"),
    ],
)
async def test_what_cannot_be_done_fails_the_orchestration_with_its_reason(
    client: Client, name: str, reason: str
) -> None:
    status = await run(client, name)
    assert status.runtime_status.value == "Failed"
    assert reason in status.output


async def test_a_failed_group_inside_a_race_completes_twice_in_the_library(client: Client) -> None:
    """A fault of azure-functions-durable 1.7, the same on Azure: never nest task_all in task_any."""
    status = await run(client, "nested_groups")
    assert status.runtime_status.value == "Failed"
    assert "completed twice" in status.output


async def test_an_orchestrator_that_replays_differently_is_found_out(client: Client) -> None:
    observed().runs.pop("turns of changes_its_mind", None)
    status = await run(client, "changes_its_mind")
    assert status.runtime_status.value == "Failed"
    assert "Non-deterministic orchestrator" in status.output
    assert "TASK_SCHEDULED increment" in status.output


async def test_is_replaying_is_false_exactly_once_for_each_step(client: Client) -> None:
    status = await run(client, "notes_first_time")
    marks = [mark for mark, instance_id in observed().first_time if instance_id == status.instance_id]
    assert marks == ["a", "b", "c"]


async def test_an_unfinished_instance_id_cannot_be_started_again(client: Client) -> None:
    instance_id = await client.start_new("waits_for_ever", unique("my id"))
    with pytest.raises(Exception, match="already exists"):
        await client.start_new("waits_for_ever", instance_id)
    await client.terminate(instance_id, "enough")
    assert await client.start_new("one_step", instance_id) == instance_id
    assert (await reached(client, instance_id)).output == 1


async def test_an_unknown_orchestrator_is_refused_with_the_known_ones(client: Client) -> None:
    with pytest.raises(Exception, match=r"no_such.*known orchestrator functions: .*'chain'"):
        await client.start_new("no_such")


async def test_two_turns_never_replay_scheduling_events(client: Client, host: Host) -> None:
    status = await run(client, "chain", 1)
    instance = host.engine.instances.get(status.instance_id)
    assert instance is not None
    kinds = {event["EventType"] for event in json.loads(instance.history.replay_json([]))}
    assert kinds == {0, 5, 12}
