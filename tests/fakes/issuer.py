"""An issuer of tokens: real keys, and a real server that publishes them."""

import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.utils import base64url_encode

ISSUER = "https://issuer.example/"
AUDIENCE = "contract-batch"
PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


def new_key() -> EllipticCurvePrivateKey:
    """A key for ES256."""
    return generate_private_key(SECP256R1())


def published(key: PrivateKey, kid: str, **fields: Any) -> dict[str, Any]:
    """The public half of a key as a key set shows it."""
    algorithm = RSAAlgorithm if isinstance(key, RSAPrivateKey) else ECAlgorithm
    entry: dict[str, Any] = json.loads(algorithm.to_jwk(key.public_key()))  # type: ignore[arg-type]
    return entry | {"kid": kid} | fields


def claims(user: str = "ann@example.com", **changed: Any) -> dict[str, Any]:
    """The claims of a good token; a changed one that is None is left out."""
    now = int(time.time())
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": user, "iat": now, "exp": now + 600}
    return {name: value for name, value in (good | changed).items() if value is not None}


class Issuer:
    """Signs tokens, and publishes its keys at `url` while it serves; `answer` can be set to a fault instead."""

    def __init__(self) -> None:
        self.key: PrivateKey = new_key()
        self.kid = "key-1"
        self.keys: list[dict[str, Any]] = [published(self.key, self.kid)]
        self.answer: tuple[int, bytes] | None = None
        self.fetches = 0
        self.url = ""

    def token(self, user: str = "ann@example.com", **changed: Any) -> str:
        """A token signed with the issuer's key."""
        return self.sign(claims(user, **changed), self.key)

    def sign(self, body: Mapping[str, Any], key: Any, algorithm: str = "ES256", **header: Any) -> str:
        """Any claims, signed in any way."""
        return jwt.encode(dict(body), key, algorithm, headers={"kid": self.kid} | header)

    def signed_with_the_public_key(self, body: Mapping[str, Any]) -> str:
        """HS256 with what everybody can read as the secret, which no library signs: a verifier may be taken in."""
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        parts = [{"alg": "HS256", "typ": "JWT", "kid": self.kid}, dict(body)]
        signed = b".".join(base64url_encode(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + base64url_encode(hmac.digest(pem, signed, "sha256"))).decode()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Issuer"]:
        """Publish the keys on a free port."""
        app = web.Application()
        app.router.add_get("/keys", self._publish)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/keys"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _publish(self, _: web.Request) -> web.Response:
        self.fetches += 1
        if self.answer is not None:
            return web.Response(status=self.answer[0], body=self.answer[1])
        return web.json_response({"keys": self.keys})
