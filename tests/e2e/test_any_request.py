"""Whatever is sent, right or wrong: the app answers as its description says, and never with a defect."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    SimpleCheckConfig,
)

from adapters.bootstrap import connect
from api.application import create_app
from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.app_client import comparison
from tests.e2e.hosting import host_of

EXAMPLES = 20
PATIENCE_SECONDS = 30.0
GENERATION = GenerationConfig(
    max_examples=EXAMPLES, deterministic=True, database="none", with_security_parameters=False
)
OFF = SimpleCheckConfig(enabled=False)
CHECKS = ChecksConfig(
    ignored_auth=OFF,  # this app asks nobody who they are
    unsupported_method=OFF,  # the Functions host answers 404 where no function has the method
    positive_data_acceptance=PositiveDataAcceptanceConfig(
        enabled=False
    ),  # a body may name contracts that are not there
)
CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION, checks=CHECKS)))
AT_ONCE = {"/api/compare-contracts": "compareContractIds", "/api/query_contracts_stream": "contract_ids"}
"""Where a right request is answered there and then, with the field that names its contracts."""

API = schemathesis.openapi.from_dict(openapi_document(catalogue(JOB_TYPES), "none"), config=CONFIG)


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port, in a thread of its own: the requests come from code that blocks."""
    folder = tmp_path_factory.mktemp("blobs")
    addresses: list[str] = []
    started, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        settings = Settings(store="memory", blobs_path=folder, starts_per_minute=0, daily_jobs=0, daily_cost=0)
        ports = connect(settings)
        async with host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host:
            addresses.append(host.base_url)
            started.set()
            await asyncio.to_thread(stop.wait)
        await ports.close()

    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    assert started.wait(PATIENCE_SECONDS)
    yield addresses[0]
    stop.set()
    thread.join(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def known(base_url: str) -> dict[str, str]:
    """What there is: values of the paths' parameters that lead somewhere."""
    with httpx.Client(base_url=base_url, timeout=PATIENCE_SECONDS) as http:
        files = [("files", (f"{n}.txt", b"1. Payment. Customer shall pay within 30 days.")) for n in range(2)]
        uploaded = http.post("/api/contracts", files=files).raise_for_status().json()
        standard, other = (contract["id"] for contract in uploaded["contracts"])
        job = http.post("/api/jobs/comparison", json=comparison(standard, other)).raise_for_status().json()
        rows = {"files": ("rows.csv", b"a,b\n1,2\n")}
        file = http.post("/api/files", files=rows).raise_for_status().json()["files"][0]["id"]
        upload = http.post("/api/files/uploads", json={"filename": "l.csv"}).raise_for_status().json()["upload_id"]
    return {
        "file_id": file,
        "upload_id": upload,
        "n": "0",
        "contract_id": standard,
        "other_id": other,
        "job_id": job["job_id"],
        "result_id": f"result_{job['job_id']}",
        "user_id": "system",
        "item_id": "00000",
        "name": "none.csv",
        "letter_id": f"{job['job_id']}:letter:00000",
    }


@API.exclude(operation_id="stream_jobs_of_user").parametrize()  # it ends after minutes only
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.too_slow])  # a whole result takes a while to make
def test_every_request_is_answered_as_described(case: schemathesis.Case, base_url: str, known: dict[str, str]) -> None:
    if case.meta and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE:
        lead_somewhere(case, known)
    case.call_and_validate(base_url=base_url)


def lead_somewhere(case: schemathesis.Case, known: dict[str, str]) -> None:
    """Let a request that is right be about what is there; but nothing that is there is deleted."""
    if case.method != "DELETE":
        case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    body: Any = case.body
    if isinstance(body, dict):
        request = body.get("request", body)
        if "standardContractId" in request:
            request |= {"standardContractId": known["contract_id"]}
        if case.path in AT_ONCE:
            request |= {AT_ONCE[case.path]: [known["other_id"]]}
