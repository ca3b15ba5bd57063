"""What a workbench does with the app."""

import asyncio
from pathlib import Path
from typing import Any

import httpx

STANDARD_TEXT = """\
1. Payment. Customer shall pay each invoice within 30 days of receipt.

2. Confidentiality. Each party shall keep the other's confidential information secret.

3. Governing Law. This agreement is governed by the laws of England.

4. Limitation of Liability. Neither party's liability exceeds the fees paid in the preceding year.
"""


class AppClient:
    """Uploads, submits, waits."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def add_text(self, text: str = STANDARD_TEXT, **fields: Any) -> str:
        """Store a text; the contract's id."""
        answer = await self.http.post("/api/contracts", json={"text": text} | fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["contracts"][0]["id"])

    async def add_files(self, *files: Path) -> list[str]:
        """Store files in one request; the contracts' ids."""
        parts = [("files", (file.name, file.read_bytes())) for file in files]
        answer = await self.http.post("/api/contracts", files=parts)
        assert answer.status_code == 201, answer.text
        return [contract["id"] for contract in answer.json()["contracts"]]

    async def submit(self, body: dict[str, Any], *, route: str = "comparison", **headers: str) -> dict[str, Any]:
        """Start a comparison, or the job at another route; the answer's body."""
        answer = await self.http.post(f"/api/jobs/{route}", json=body, headers=headers)
        assert answer.status_code == 202, answer.text
        return dict(answer.json())

    async def finished(self, job_id: str, seconds: float = 60) -> dict[str, Any]:
        """The job once it is at its end."""
        async with asyncio.timeout(seconds):
            while True:
                job = await self.job(job_id)
                if job["status"] not in ("queued", "processing"):
                    return job
                await asyncio.sleep(0.02)

    async def job(self, job_id: str) -> dict[str, Any]:
        """The job as it is now."""
        return dict((await self.http.get(f"/api/jobs/{job_id}")).raise_for_status().json())

    async def contract(self, contract_id: str) -> dict[str, Any]:
        """A contract with its text and clauses."""
        return dict((await self.http.get(f"/api/contracts/{contract_id}")).raise_for_status().json())

    async def result(self, result_id: str) -> dict[str, Any]:
        """A whole result."""
        return dict((await self.http.get(f"/api/analysis-results/{result_id}")).raise_for_status().json())


def comparison(standard: str, *others: str, **fields: Any) -> dict[str, Any]:
    """A comparison's request."""
    return {
        "standardContractId": standard,
        "compareContractIds": list(others),
        "comparisonMode": "clauses",
        "selectedClauses": "all",
        "modelSelection": "primary",
        "userEmail": "system",
    } | fields


def query(question: str, *contracts: str, **fields: Any) -> dict[str, Any]:
    """A query's request."""
    return {"question": question, "contract_ids": list(contracts), "userEmail": "system"} | fields
