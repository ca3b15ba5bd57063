"""From the event of a job's end to the notification."""

import pytest
from pydantic import ValidationError

from shared.domain.job import JobStatus
from shared.domain.quotas import CostAlert
from shared.errors import TemporaryError
from shared.services.notifications import JobEvent, cost_alert_id, event_of, notification_id
from tests.fakes.builders import JOB_TYPE, USER, job, reference
from tests.fakes.services import Services, services

EVENT = {"event": "completed", "job_id": "job-1", "user_id": USER, "job_type": JOB_TYPE}
TIME = "2026-01-31T08:30:00.000000Z"


def event(**fields: object) -> JobEvent:
    return JobEvent.model_validate(EVENT | {"time": TIME} | fields)


async def ended() -> Services:
    here = services()
    await here.jobs.create(job(status=JobStatus.COMPLETED, result_id="result_job-1", items_completed=3))
    return here


async def test_the_end_of_a_job_becomes_a_document_for_its_user() -> None:
    here = await ended()
    assert await here.notifications.record(event())
    found = await here.job_queue.read(USER, notification_id("job-1"))
    assert found is not None
    assert found.body == {
        "id": "job-1:notification",
        "type": "notification",
        "user_id": USER,
        "job_id": "job-1",
        "job_type": JOB_TYPE,
        "event": "completed",
        "title": "A comparison",
        "result_id": "result_job-1",
        "error_message": None,
        "items_completed": 3,
        "items_failed": 0,
        "created_date": TIME,
        "read": False,
        "ttl": 604_800,
    }


async def test_an_event_that_comes_twice_changes_nothing() -> None:
    here = await ended()
    await here.notifications.record(event())
    await here.job_queue.patch(USER, notification_id("job-1"), assign={"read": True})
    assert not await here.notifications.record(event())
    found = await here.job_queue.read(USER, notification_id("job-1"))
    assert found is not None
    assert found.body["read"] is True


async def test_an_event_that_comes_before_its_job_is_seen_to_have_ended_is_to_come_again() -> None:
    here = services()
    await here.jobs.create(job(status=JobStatus.PROCESSING))
    with pytest.raises(TemporaryError, match="still processing"):
        await here.notifications.record(event())
    assert await here.job_queue.count({"type": "notification"}, USER) == 0


async def test_an_event_of_a_job_that_is_gone_is_let_go() -> None:
    here = services()
    assert not await here.notifications.record(event())
    assert await here.job_queue.count({}, USER) == 0


@pytest.mark.parametrize("field", ["event", "job_id", "user_id", "job_type", "time"])
def test_a_message_that_lacks_something_is_no_event(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        JobEvent.model_validate({name: value for name, value in (EVENT | {"time": TIME}).items() if name != field})


ALERT = {"event": "cost_alert", "user_id": USER, "date": "2026-01-31", "estimated_cost": 41.5, "limit": 50.0}


async def test_an_alert_of_the_cost_becomes_a_document_for_its_user_once_a_day() -> None:
    here = services()
    alert = event_of(ALERT | {"time": TIME})
    assert [await here.notifications.record(alert) for _ in range(2)] == [True, False]
    found = await here.job_queue.read(USER, cost_alert_id("2026-01-31"))
    assert found is not None
    assert found.body == {
        "id": "2026-01-31:cost_alert",
        "type": "notification",
        "user_id": USER,
        "event": "cost_alert",
        "title": "41.50 of 50.00 US dollars are used on 2026-01-31, by estimate.",
        "date": "2026-01-31",
        "estimated_cost": 41.5,
        "limit": 50.0,
        "created_date": TIME,
        "read": False,
        "ttl": 604_800,
    }
    assert await here.notifications.record(event_of(ALERT | {"time": TIME, "date": "2026-02-01"}))


def test_a_message_is_the_event_that_it_names() -> None:
    assert isinstance(event_of(ALERT | {"time": TIME}), CostAlert)
    assert event_of(EVENT | {"time": TIME}) == event()


@pytest.mark.parametrize("message", [{"event": "unheard of"}, {}, [], EVENT | {"event": "cost_alert", "time": TIME}])
def test_a_message_of_another_kind_is_no_event(message: object) -> None:
    with pytest.raises(ValidationError):
        event_of(message)


async def test_what_the_announcer_sends_is_an_event() -> None:
    here = await services().with_job()
    await here.lifecycle.plan(reference())
    await here.lifecycle.fail(reference(), "Enough.")
    [message] = here.events.messages
    assert await here.notifications.record(event_of(message))
