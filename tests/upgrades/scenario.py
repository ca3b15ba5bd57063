"""Brings a database into all the states in which a version may leave one, through the app's own API."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from shared.ports.documents import JsonDocument
from tests.e2e.app_client import STANDARD_TEXT, comparison, query
from tests.upgrades.stand import Stand

ANN = "ann@example.com"
BEN = "ben@example.com"
CHRIS = "chris@example.com"
STANDARD = "contract_standard"
SUPPLIER = "contract_supplier"
LEASE = "contract_lease"
SHARED = "contract_shared"
DOOMED = "contract_doomed"
TEXTS = {
    STANDARD: STANDARD_TEXT,
    SUPPLIER: STANDARD_TEXT.replace("30 days", "60 days"),
    LEASE: "1. Term. The lease runs for five years.\n\n2. Governing Law. The law of Austria governs this lease.\n",
    SHARED: STANDARD_TEXT.replace("England", "Ireland"),
    DOOMED: "1. Notice. Notices are sent by post.\n",
}
RESULTS = "/api/analysis-results"
ONE_AT_A_TIME = {"maxConcurrent": 1, "refresh": True}
A_DAY = 86_400
_LONGER_THAN_A_CACHE = 120
_BETWEEN_WRITES = 3.0
"""Seconds, more than the app waits between two writes of a job's progress and usage."""


@dataclass
class Names:
    """The ids of what was made, by what it is an example of."""

    jobs: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)


class Scenario:
    """Takes the steps one after another; the time moves on a minute with each."""

    def __init__(self, here: Stand) -> None:
        self._here = here
        self._app = here.app
        self._framework = ""
        self.names = Names()

    async def play(self) -> None:
        """All of them. At the end the app is at work on a job, and must be left like that."""
        await self._contracts()
        await self._completed_jobs()
        await self._job_with_a_failed_item()
        await self._cancelled_job()
        await self._failed_job()
        await self._saved_results()
        await self._usage_of_a_day_that_is_over()
        await self._unannounced_jobs()
        await self._unfinished_jobs()

    async def _contracts(self) -> None:
        for contract_id, text in TEXTS.items():
            shared = contract_id == SHARED
            title = contract_id.removeprefix("contract_").title()
            await self._app.add_text(text, id=contract_id, title=title, user_id=ANN, shared=shared)
            self._here.clock.step(60)
        file = ("files", ("Framework agreement.txt", STANDARD_TEXT.encode(), "text/plain"))
        answer = await self._app.http.post("/api/contracts", files=[file], data={"user_id": ANN})
        self._framework = str(answer.raise_for_status().json()["contracts"][0]["id"])

    async def _completed_jobs(self) -> None:
        job_id = await self._submit("comparison", self._comparison(SUPPLIER, LEASE, SHARED), {})
        await self._announced(job_id)
        asked = query("Which law governs the agreement?", STANDARD, LEASE, SHARED, userEmail=ANN)
        await self._announced(await self._submit("query", asked, {"maxConcurrent": 1}, route="query"))
        await self._announced(await self._submit("cached", self._comparison(SUPPLIER), {}))

    async def _job_with_a_failed_item(self) -> None:
        self._here.model.held = {SUPPLIER}
        job_id = await self._submit("failed_item", self._comparison(SUPPLIER, DOOMED), ONE_AT_A_TIME)
        await self._asked_about(SUPPLIER)
        (await self._app.http.delete(f"/api/contracts/{DOOMED}")).raise_for_status()
        self._here.clock.step(_LONGER_THAN_A_CACHE)
        self._here.model.held.clear()
        await self._announced(job_id)

    async def _cancelled_job(self) -> None:
        self._here.model.held = {SUPPLIER}
        job_id = await self._submit("cancelled", self._comparison(SUPPLIER, LEASE), ONE_AT_A_TIME)
        await self._asked_about(SUPPLIER)
        (await self._app.http.post(f"/api/jobs/{job_id}/cancel")).raise_for_status()
        self._here.model.held.clear()
        await self._announced(job_id)

    async def _failed_job(self) -> None:
        self._here.model.refused = {SUPPLIER, LEASE}
        await self._announced(await self._submit("failed", self._comparison(SUPPLIER, LEASE), ONE_AT_A_TIME))
        self._here.model.refused = set()

    async def _saved_results(self) -> None:
        request = self._comparison(SUPPLIER, SHARED, selectedClauses=["Payment Terms", "Governing Law"])
        answered = (await self._app.http.post("/api/compare-contracts", json=request)).raise_for_status().json()
        for name, title in (("saved", "Größere Lieferung"), ("older", "An older header"), ("deleted", "Not wanted")):
            body = {"user_id": ANN, "results": answered, "metadata": {"title": title}}
            kept = (await self._app.http.post(f"{RESULTS}/comparison", json=body)).raise_for_status()
            self.names.results[name] = kept.json()["result_id"]
            self._here.clock.step(60)
        (await self._app.http.delete(f"{RESULTS}/{self.names.results['deleted']}")).raise_for_status()

    async def _usage_of_a_day_that_is_over(self) -> None:
        self._here.clock.step(A_DAY)
        for user in (ANN, BEN):
            (await self._app.http.get(f"/api/usage/user/{user}")).raise_for_status()

    async def _unannounced_jobs(self) -> None:
        self._here.events.broken = True
        await self._app.finished(await self._submit("unannounced", self._comparison(LEASE), ONE_AT_A_TIME))
        old = self._comparison(SHARED, userEmail=BEN)
        await self._app.finished(await self._submit("old_ended", old, ONE_AT_A_TIME))

    async def _unfinished_jobs(self) -> None:
        # The heaviest goes first, so that the second of the three is held.
        self._here.model.held = {SHARED}
        job_id = await self._submit("processing", self._comparison(SUPPLIER, LEASE, SHARED), ONE_AT_A_TIME)
        await self._asked_about(SHARED)
        await self._submit("queued", self._comparison(SHARED), {"maxConcurrent": 2, "timeout": 600_000})
        # Of a contract that no other job is about, so that it is plain who asked the model about what.
        await self._submit("old_queued", self._comparison(self._framework, userEmail=BEN), {})
        await self._submit("older_queued", self._comparison(self._framework, userEmail=CHRIS), {})
        async with asyncio.timeout(30):
            while (await self._app.job(job_id))["items_completed"] < 1:
                await asyncio.sleep(0.02)
        await asyncio.sleep(_BETWEEN_WRITES)

    def _comparison(self, *others: str, **fields: Any) -> dict[str, Any]:
        return comparison(STANDARD, *others, **{"userEmail": ANN} | fields)

    async def _submit(
        self, name: str, request: dict[str, Any], options: dict[str, Any], *, route: str = "comparison"
    ) -> str:
        self._here.clock.step(60)
        self._here.model.asked.clear()
        job_id = str((await self._app.submit({"request": request, "options": options}, route=route))["job_id"])
        self.names.jobs[name] = job_id
        return job_id

    async def _announced(self, job_id: str) -> None:
        async with asyncio.timeout(30):
            while not (await self._stored(ANN, job_id))["announced"]:
                await asyncio.sleep(0.02)
        await self._stored(ANN, f"{job_id}:notification")

    async def _asked_about(self, contract_id: str) -> None:
        async with asyncio.timeout(30):
            while contract_id not in self._here.model.asked:
                await asyncio.sleep(0.02)

    async def _stored(self, user_id: str, document_id: str) -> JsonDocument:
        async with asyncio.timeout(30):
            while (found := await self._here.ports.job_queue.read(user_id, document_id)) is None:
                await asyncio.sleep(0.02)
        return found.body
