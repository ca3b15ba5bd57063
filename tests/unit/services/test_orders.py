import pytest

from shared.errors import NotFoundError
from shared.services.orders import Orders
from tests.fakes.builders import job, reference
from tests.fakes.services import services


async def test_a_request_is_read_once_a_job() -> None:
    here = services()
    await here.jobs.create(job())
    orders = Orders(here.jobs)
    assert [(await orders.get(reference())).request for _ in range(3)] == [job().request] * 3
    assert here.job_queue.calls["read"] == 1


async def test_only_the_last_hundred_and_twenty_eight_are_kept() -> None:
    here = services()
    orders = Orders(here.jobs)
    for number in range(129):
        await here.jobs.create(job(f"job-{number}"))
        await orders.get(reference(f"job-{number}"))
    await orders.get(reference("job-128"))
    assert here.job_queue.calls["read"] == 129
    await orders.get(reference("job-0"))
    assert here.job_queue.calls["read"] == 130


async def test_the_request_of_a_job_that_is_not_there_is_told() -> None:
    with pytest.raises(NotFoundError):
        await Orders(services().jobs).get(reference())
