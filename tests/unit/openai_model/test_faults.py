import asyncio
from collections import Counter

from tests.fakes.openai_server import FakeOpenAI, Rates, serving
from tests.fakes.openai_server.answers import compare
from tests.unit.openai_model.asking import KEY, asker_of

RATES = Rates(seed=1, rate_limited=0.05, server_error=0.02, broken_json=0.01, dropped=0.02)


async def test_a_hundred_contracts_get_through_faults_and_no_answer_is_paid_for_twice() -> None:
    texts = [f"1. Payment\nCustomer pays within {days} days.\n2. Law\nThe laws of Peru.\n" for days in range(100, 200)]
    async with serving(FakeOpenAI(compare, key=KEY, rates=RATES)) as server:
        asker = asker_of(server)
        await asyncio.gather(*(asker.ask(text) for text in texts))
        await asker.model.close()
    errors = Counter(asker.errors)
    assert errors[None] == 100
    assert min(errors["rate_limited"], errors["server_error"], errors["connection"]) > 0
    assert len(asker.calls) == len(server.received) == errors.total()
    assert server.busiest <= 20
    paid = [sum(one.status == 200 and one.says(text.split("\n")[1]) for one in server.received) for text in texts]
    assert sum(paid) == 100 + errors["connection"]
    assert min(paid) == 1
