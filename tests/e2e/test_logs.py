"""Everything that the process logs, down to its libraries' smallest words, while things go well and badly."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.issuer import AUDIENCE, ISSUER, Issuer
from tests.fakes.openai_server import Answer, ApiError, Broken, Cut, FakeOpenAI, Refused, serving
from tests.fakes.openai_server.answers import compare

KEY = "sk-of-the-log-test-4711"
SENTENCES = ("Zwiebelkuchen GmbH pays 4711 florins.", "Rosenkohl AG delivers by mule.", "The laws of Atlantis govern.")
STANDARD = f"1. Payment. {SENTENCES[0]}\n\n2. Law. {SENTENCES[2]}\n"
OTHER = f"1. Delivery. {SENTENCES[1]}\n\n2. Law. {SENTENCES[2]}\n"
UNREADABLE = b"%PDF-1.7 Zwiebelkuchen and then nothing"
SECRET_WORDS = ("Zwiebelkuchen", "florins", "Rosenkohl", "mule", "Atlantis", KEY)
ALL_SAID = " ".join(SENTENCES)
FAULTS = (
    ApiError(500, ALL_SAID),
    ApiError(429, ALL_SAID, headers={"retry-after-ms": "10"}),
    ApiError(400, ALL_SAID, param=ALL_SAID),
    ApiError(401, f"Incorrect API key provided: {KEY}"),
    Refused(),
    Broken(),
    Broken(),
    Cut(),
    Answer(ALL_SAID),
    Answer(ALL_SAID),
)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All loggers at their most talkative."""
    there = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    levels = [(logger, logger.level) for logger in there]
    for logger in there:
        logger.setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    for logger, level in levels:
        logger.setLevel(level)


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with Issuer().serving() as opened:
        yield opened


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with serving(FakeOpenAI(compare, key=KEY)) as opened:
        yield opened


@pytest.fixture
async def http(tmp_path: Path, issuer: Issuer, model: FakeOpenAI) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings.model_validate(
        {
            "sqlite_path": tmp_path / "documents.sqlite3",
            "blobs_path": tmp_path / "blobs",
            "auth_mode": "jwt",
            "jwt_issuer": ISSUER,
            "jwt_audience": AUDIENCE,
            "jwt_jwks_url": issuer.url,
            "model": "openai",
            "openai_base_url": model.base_url,
            "openai_api_key": KEY,
            "model_primary": "gpt-test",
        }
    )
    ports = connect(settings)
    async with (
        host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.5)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=30) as client,
    ):
        yield client
    await ports.close()


async def test_no_sentence_of_a_contract_no_token_and_no_key_is_ever_logged(
    logged: pytest.LogCaptureFixture, http: httpx.AsyncClient, issuer: Issuer, model: FakeOpenAI
) -> None:
    good, bad = issuer.token("ann@example.com"), issuer.token("ann@example.com", aud="another-service")
    await _knock_without_proof(http, bad)
    http.headers["Authorization"] = f"Bearer {good}"
    app = AppClient(http)
    standard = await app.add_text(STANDARD)
    others = [await app.add_text(f"{OTHER}\n3. Number {n}. {SENTENCES[0]}\n") for n in range(6)]
    await _send_what_is_refused(http, standard)
    model.will(*FAULTS)
    started = await app.submit(comparison(standard, *others, comparisonMode="full", userEmail="ann@example.com"))
    job = await app.finished(started["job_id"])
    result = await http.get(f"/api/analysis-results/{job['result_id']}")

    text = logged.text + str(job["item_errors"]) + str(job["error_message"])
    assert job["items_failed"] > 0, "some of the faults were for good"
    assert job["items_completed"] > 0, "and some contracts were done all the same"
    assert any(received.says(SENTENCES[0]) for received in model.received)
    assert "Atlantis" in result.text
    assert [word for word in SECRET_WORDS if word in text] == []
    assert [token for token in (good, bad) if token in text or token.split(".")[2] in text] == []
    assert {"openai", "httpcore2"} <= {record.name.split(".")[0] for record in logged.records}
    assert any(record.levelno == logging.DEBUG for record in logged.records)


async def _knock_without_proof(http: httpx.AsyncClient, token: str) -> None:
    for proof in (f"Bearer {token}", f"Basic {token}", token):
        assert (await http.get("/api/contracts", headers={"Authorization": proof})).status_code == 401


async def _send_what_is_refused(http: httpx.AsyncClient, standard: str) -> None:
    answers = await asyncio.gather(
        http.post("/api/contracts", files={"files": ("broken.pdf", UNREADABLE)}),
        http.post("/api/contracts", content=f'{{"text": "{ALL_SAID}', headers={"content-type": "application/json"}),
        http.post("/api/contracts", json={"text": ALL_SAID, "id": standard, "title": ALL_SAID}),
        http.post("/api/contracts", content=ALL_SAID, headers={"content-type": "text/plain"}),
        http.post("/api/jobs/comparison", json={"request": ALL_SAID, ALL_SAID: ALL_SAID}),
        http.post("/api/jobs/comparison", json=comparison(standard, standard, selectedClauses=[ALL_SAID])),
    )
    assert [answer.status_code for answer in answers] == [400, 400, 409, 415, 400, 400]
