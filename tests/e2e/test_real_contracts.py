"""Real commercial contracts against a real standard agreement."""

from pathlib import Path

import pytest

from tests.e2e.app_client import AppClient, comparison


@pytest.mark.parametrize("kind", ["txt", "pdf"])
async def test_every_real_contract_gets_its_findings(app: AppClient, data: Path, kind: str) -> None:
    files = sorted((data / "cuad" / kind).iterdir())
    [standard] = await app.add_files(data / "standards" / "common-paper" / "CSA" / "CSA.md")
    contracts = await app.add_files(*files)
    job = await app.finished((await app.submit(comparison(standard, *contracts)))["job_id"])
    assert (job["status"], job["items_completed"], job["items_failed"]) == ("completed", len(files), 0)
    comparisons = (await app.result(job["result_id"]))["results"]["results"]["comparisons"]
    assert [row["contract_id"] for row in comparisons] == contracts
    for row in comparisons:
        assert len(row["findings"]) > 10, row["contract_title"]
        assert {finding["status"] for finding in row["findings"]} >= {"missing"}, row["contract_title"]
        assert row["model"] == "offline-extractive"
