"""Without a key the app comes with its managed identity: as on App Service, against servers of the test's own."""

import ipaddress
import os
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from adapters.storage_account import connecting
from adapters.storage_queue.queues import StorageQueues
from shared.errors import TemporaryError

TOKEN = "token-of-the-app"


@asynccontextmanager
async def served(answer: web.Application, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """An application on a free port; its address."""
    runner = web.AppRunner(answer, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        yield f"http{'s' if tls else ''}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def own_certificate(folder: Path) -> Path:
    """A key and a certificate for this machine, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file


class Storage:
    """A queue service that only notes who calls."""

    def __init__(self) -> None:
        self.callers: list[str] = []
        self.app = web.Application()
        self.app.router.add_route("*", "/{path:.*}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        self.callers.append(request.headers.get("Authorization", ""))
        body = "<QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage></QueueMessagesList>"
        return web.Response(status=201, text=body, content_type="application/xml")


class Identities:
    """App Service's endpoint for tokens."""

    def __init__(self, *, known: bool = True) -> None:
        self._known = known
        self.app = web.Application()
        self.app.router.add_get("/token", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        if not self._known:
            return web.json_response({"statusCode": 400, "message": "No managed identity was found."}, status=400)
        token = {
            "access_token": TOKEN,
            "expires_on": str(int(time.time()) + 3600),
            "resource": request.query["resource"],
            "token_type": "Bearer",
        }
        return web.json_response(token)


@pytest.fixture
async def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Storage, str]]:
    """A service with a certificate that the client trusts, and its address; no other identity is about."""
    file = own_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    monkeypatch.setitem(connecting._OPTIONS, "connection_verify", str(file))
    for name in [name for name in os.environ if name.startswith(("AZURE_", "IDENTITY_", "MSI_"))]:
        monkeypatch.delenv(name)
    service = Storage()
    async with served(service.app, context) as url:
        yield service, url


async def test_the_app_shows_the_token_of_its_identity(
    storage: tuple[Storage, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, url = storage
    async with served(Identities().app) as endpoint:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{endpoint}/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret")
        queues = StorageQueues(url=url)
        await queues.queue("letters").send({})
        await queues.close()
    assert service.callers == [f"Bearer {TOKEN}"]


async def test_an_app_without_an_identity_is_told_how_to_get_one(
    storage: tuple[Storage, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, url = storage
    async with served(Identities(known=False).app) as endpoint:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{endpoint}/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret")
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        queues = StorageQueues(url=url)
        with pytest.raises(TemporaryError, match="give the app a managed identity"):
            await queues.queue("letters").send({})
        await queues.close()
    assert service.callers == []
