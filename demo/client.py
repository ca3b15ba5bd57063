"""The demo's calls to the app: the same that a workbench makes."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

_POLL_SECONDS = 0.2
_OPEN = ("queued", "processing")


class Refused(Exception):  # noqa: N818 - it is an answer, not a defect
    """The app refused a request; the message is its problem document in words."""


class Client:
    """Talks to one host."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=120)

    def upload(self, file: Path) -> dict[str, Any]:
        """Upload one file; the stored contract's header.

        Raises:
            Refused: the file cannot be read.
        """
        with file.open("rb") as content:
            answer = self._http.post("/api/contracts", files={"files": (file.name, content)})
        return dict(_checked(answer)["contracts"][0])

    def compare(self, standard: str, others: list[str]) -> dict[str, Any]:
        """Start a comparison over all clauses; the app's answer with the job's id and links."""
        body = {
            "standardContractId": standard,
            "compareContractIds": others,
            "comparisonMode": "clauses",
            "selectedClauses": "all",
            "modelSelection": "primary",
        }
        return _checked(self._http.post("/api/jobs/comparison", json=body))

    def ask(self, question: str, contracts: list[str]) -> dict[str, Any]:
        """Start a query; the app's answer with the job's id and links."""
        return _checked(self._http.post("/api/jobs/query", json={"question": question, "contract_ids": contracts}))

    def watch(self, poll_url: str) -> Iterator[dict[str, Any]]:
        """The job again and again until it is at its end."""
        while True:
            job = _checked(self._http.get(poll_url))
            yield job
            if job["status"] not in _OPEN:
                return
            time.sleep(_POLL_SECONDS)

    def result_path(self, result_id: str) -> str:
        """Where a result can be read."""
        return f"/api/analysis-results/{result_id}"

    def result(self, result_id: str) -> dict[str, Any]:
        """The whole result."""
        return _checked(self._http.get(self.result_path(result_id)))

    def close(self) -> None:
        """End the connections."""
        self._http.close()


def _checked(answer: httpx.Response) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    if answer.is_error:
        faults = [fault["message"] for fault in body.get("errors", [])]
        raise Refused(" ".join(faults) or body["detail"])
    return body
