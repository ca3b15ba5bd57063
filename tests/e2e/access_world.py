"""Who knocks at the app's door, with what in hand, and what they knock for."""

import base64
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from adapters.bootstrap import connect
from adapters.callers.easyauth import PLATFORM_SWITCH, EasyAuth
from api.application import create_app
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.domain.job import JobReference
from shared.ports.bundle import Ports
from shared.services.artifacts import ArtifactStore
from shared.settings import Settings
from tests.e2e.app_client import AppClient, comparison
from tests.e2e.hosting import host_of
from tests.fakes.issuer import AUDIENCE, ISSUER, Issuer, claims, new_key

OWNER, OTHER, ADMIN, GHOST = "ann@example.com", "bob@example.com", "root@example.com", "nobody@example.com"
PLATFORM = {PLATFORM_SWITCH: "True"}
Headers = dict[str, str]

ARTIFACT = "made.csv"
GHOSTS = {
    "name": "ghost.csv",
    "file_id": "file_ghost",
    "upload_id": "upload_ghost",
    "n": "0",
    "job_id": "6f9a3d5e-0000-4000-8000-000000000000",
    "contract_id": "contract_ghost",
    "standard_id": "contract_ghost-standard",
    "result_id": "result_6f9a3d5e-0000-4000-8000-000000000000",
    "user_id": GHOST,
    "path": "jobs",
    "rest": "contract_ghost",
    "item_id": "00000",
    "letter_id": "6f9a3d5e-0000-4000-8000-000000000000:letter:job",
}
"""What nobody ever stored. An answer about another's things must be the answer about these."""


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def principal(user: str, *roles: str) -> Headers:
    """The headers of App Service's sign-in."""
    entries = [{"typ": "roles", "val": role} for role in roles]
    body = {"auth_typ": "aad", "name_typ": "name", "role_typ": "roles", "claims": entries}
    encoded = base64.b64encode(json.dumps(body).encode()).decode()
    return {"X-MS-CLIENT-PRINCIPAL": encoded, "X-MS-CLIENT-PRINCIPAL-ID": user, "X-MS-CLIENT-PRINCIPAL-NAME": user}


PROVEN = ("owner", "other", "admin")
Proof = Callable[[Issuer], Headers]
JWT: dict[str, Proof] = {
    "owner": lambda issuer: bearer(issuer.token(OWNER)),
    "other": lambda issuer: bearer(issuer.token(OTHER, roles=["reader"])),
    "admin": lambda issuer: bearer(issuer.token(ADMIN, roles=["reader", "admin"])),
    "anonymous": lambda _: {},
    "forged header": lambda _: principal(OWNER, "admin"),
    "expired token": lambda issuer: bearer(issuer.token(OWNER, exp=int(time.time()) - 60)),
    "wrong audience": lambda issuer: bearer(issuer.token(OWNER, aud="another-service")),
    "wrong issuer": lambda issuer: bearer(issuer.token(OWNER, iss="https://elsewhere.example/")),
    "algorithm none": lambda issuer: bearer(issuer.sign(claims(OWNER), None, "none")),
    "shared secret": lambda issuer: bearer(issuer.signed_with_the_public_key(claims(OWNER, roles=["admin"]))),
    "foreign key": lambda issuer: bearer(issuer.sign(claims(OWNER), new_key())),
}
EASYAUTH: dict[str, Proof] = {
    "owner": lambda _: principal(OWNER),
    "other": lambda _: principal(OTHER, "reader"),
    "admin": lambda _: principal(ADMIN, "admin"),
    "anonymous": lambda _: {},
    "unreadable header": lambda _: {"X-MS-CLIENT-PRINCIPAL": "not base64", "X-MS-CLIENT-PRINCIPAL-ID": OWNER},
    "id alone": lambda _: {"X-MS-CLIENT-PRINCIPAL-ID": OWNER, "X-MS-CLIENT-PRINCIPAL-NAME": OWNER},
    "bearer token": lambda issuer: bearer(issuer.token(OWNER, roles=["admin"])),
}
EASYAUTH_OFF: dict[str, Proof] = {
    "forged owner": lambda _: principal(OWNER),
    "forged admin": lambda _: principal(ADMIN, "admin"),
    "anonymous": lambda _: {},
}
MODES = {"jwt": JWT, "easyauth": EASYAUTH, "easyauth-off": EASYAUTH_OFF}


@dataclass(frozen=True)
class World:
    """The app in a mode, with a contract and a finished job of the owner's in it."""

    http: httpx.AsyncClient
    issuer: Issuer
    proofs: Mapping[str, Proof]
    places: Mapping[str, str]

    def headers(self, column: str) -> Headers:
        """What the caller of a column sends."""
        return self.proofs[column](self.issuer)

    async def send(
        self, method: str, route: str, places: Mapping[str, str], headers: Headers, body: Any = None
    ) -> httpx.Response:
        """One request; of an answer that never ends, as streams are, its head only."""
        fixed = re.sub(r"\{\w+:regex\(\^\(?([\w-]+).*?\$\)\??\}", r"\1", route)
        path = re.sub(r"\{\*?(\w+)\}", lambda name: places[name[1]], fixed)
        if not path.startswith("/"):
            path = f"/api/{path}"
        json_body = None if body is None else body(places)
        async with self.http.stream(method, path, headers=headers, json=json_body) as answer:
            if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                await answer.aread()
        return answer


@asynccontextmanager
async def world_of(mode: str) -> AsyncIterator[World]:
    """The app in one of the MODES."""
    async with Issuer().serving() as issuer:
        settings = _settings(mode, issuer)
        ports = connect(settings, PLATFORM)
        proofs = MODES[mode.removesuffix("-off")]
        async with _serving(settings, ports) as http:
            http.headers.update(proofs["owner"](issuer))
            places = await _furnish(AppClient(http)) | {"name": ARTIFACT}
            await _add_artifact(ports, places["job_id"])
            http.headers = httpx.Headers()
            if not mode.endswith("-off"):
                yield World(http, issuer, MODES[mode], places)
        if mode.endswith("-off"):
            closed = replace(ports, callers=EasyAuth(settings.admin_role, platform_signs_in=False))
            async with _serving(settings, closed) as http:
                yield World(http, issuer, MODES[mode], places)
        await ports.close()


def _settings(mode: str, issuer: Issuer) -> Settings:
    auth_mode = mode.removesuffix("-off")
    keys = {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_jwks_url": issuer.url}
    return Settings.model_validate({"store": "memory", "auth_mode": auth_mode, "starts_per_minute": 0} | keys)


@asynccontextmanager
async def _serving(settings: Settings, ports: Ports) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings, ports, JOB_TYPES)
    async with (
        host_of(app, options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=30) as http,
    ):
        yield http


async def _add_artifact(ports: Ports, job_id: str) -> None:
    """A file that the owner's job made."""
    reference = JobReference(job_id=job_id, user_id=OWNER, job_type="contract_comparison")
    artifacts = ArtifactStore(ports.analysis_results, ports.blobs, ports.clock).of(reference)
    await artifacts.stage(ARTIFACT, "first", b"1,2")
    await artifacts.commit(ARTIFACT, ["first"], "text/csv")


async def _furnish(app: AppClient) -> dict[str, str]:
    """One of each thing that a path can name, all of them the owner's."""
    standard = await app.add_text(title="The owner's standard")
    files = {"files": ("The owner's contract.txt", b"1. Payment. Within 60 days.")}
    uploaded = (await app.http.post("/api/contracts", files=files)).json()
    contract = uploaded["contracts"][0]["id"]
    job = await app.finished((await app.submit(comparison(standard, contract)))["job_id"])
    data = {"files": ("The owner's rows.csv", b"a,b\n1,2\n")}
    file = (await app.http.post("/api/files", files=data)).json()["files"][0]["id"]
    upload = (await app.http.post("/api/files/uploads", json={"filename": "large.csv", "size": 3})).json()["upload_id"]
    (await app.http.put(f"/api/files/uploads/{upload}/blocks/0", content=b"a,b")).raise_for_status()
    named = {
        "job_id": job["id"],
        "file_id": file,
        "upload_id": upload,
        "result_id": job["result_id"],
        "contract_id": contract,
        "standard_id": standard,
    }
    return GHOSTS | named | {"user_id": OWNER}
