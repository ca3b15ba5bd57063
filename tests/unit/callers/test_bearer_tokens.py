"""Tokens with real keys, checked against a real server that publishes those keys."""

import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.callers.jwt import BearerTokens
from adapters.callers.signing_keys import FRESH_SECONDS, KEPT_SECONDS, PAUSE_SECONDS, RETRY_SECONDS, SigningKeys
from shared.domain.caller import Caller
from shared.errors import TemporaryError, UnauthenticatedError
from shared.settings import Settings
from tests.fakes.clock import SteerableClock
from tests.fakes.issuer import AUDIENCE, ISSUER, Issuer, claims, new_key, published

USER = "ann@example.com"


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with Issuer().serving() as serving:
        yield serving


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock()


@pytest.fixture
def callers(issuer: Issuer, clock: SteerableClock) -> BearerTokens:
    return tokens(SigningKeys(issuer.url, clock))


def tokens(keys: SigningKeys, **settings: Any) -> BearerTokens:
    return BearerTokens(Settings(jwt_issuer=ISSUER, jwt_audience=AUDIENCE, **settings), keys)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_good_token_names_its_user(issuer: Issuer, callers: BearerTokens) -> None:
    assert await callers.identify(bearer(issuer.token(USER))) == Caller(USER)


async def test_the_scheme_may_be_written_in_any_case(issuer: Issuer, callers: BearerTokens) -> None:
    assert await callers.identify({"authorization": f"bEARER {issuer.token(USER)}"}) == Caller(USER)


@pytest.mark.parametrize(
    ("roles", "is_admin"),
    [
        (["admin"], True),
        (["reader", "admin"], True),
        ("reader admin", True),
        ("admin", True),
        ([], False),
        (None, False),
        ("administrator", False),
        (["Admin"], False),
        ({"admin": True}, False),
        ([["admin"]], False),
        (7, False),
    ],
)
async def test_whoever_has_the_role_is_an_administrator(
    issuer: Issuer, callers: BearerTokens, roles: object, is_admin: bool
) -> None:
    assert (await callers.identify(bearer(issuer.token(USER, roles=roles)))).is_admin is is_admin


async def test_the_user_is_in_the_claim_that_the_settings_name(issuer: Issuer, clock: SteerableClock) -> None:
    callers = tokens(SigningKeys(issuer.url, clock), jwt_user_claim="email")
    assert await callers.identify(bearer(issuer.token("x-17", email=USER))) == Caller(USER)
    with pytest.raises(UnauthenticatedError, match="no user"):
        await callers.identify(bearer(issuer.token(USER)))


@pytest.mark.parametrize("user", [None, "", "*", "a\nb", "x" * 255, 17, ["ann"]])
async def test_a_token_without_a_user_that_can_be_one_proves_nothing(
    issuer: Issuer, clock: SteerableClock, user: object
) -> None:
    callers = tokens(SigningKeys(issuer.url, clock), jwt_user_claim="login")
    with pytest.raises(UnauthenticatedError, match="no user"):
        await callers.identify(bearer(issuer.token("x-17", login=user)))


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "RS512"])
async def test_rsa_keys_are_taken_too(issuer: Issuer, callers: BearerTokens, algorithm: str) -> None:
    key = rsa.generate_private_key(65537, 2048)
    issuer.keys.append(published(key, "rsa"))
    assert await callers.identify(bearer(issuer.sign(claims(USER), key, algorithm, kid="rsa"))) == Caller(USER)


async def test_a_key_serves_the_algorithm_it_is_published_for_and_no_other(
    issuer: Issuer, callers: BearerTokens
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    issuer.keys.append(published(key, "rsa", alg="RS256"))
    assert await callers.identify(bearer(issuer.sign(claims(USER), key, "RS256", kid="rsa"))) == Caller(USER)
    with pytest.raises(UnauthenticatedError, match="not signed in a way"):
        await callers.identify(bearer(issuer.sign(claims(USER), key, "PS256", kid="rsa")))


def refused() -> dict[str, tuple[Any, str]]:
    """Tokens that prove nothing, and what the answer says of each."""
    now = int(time.time())
    return {
        "expired": (lambda i: i.token(USER, exp=now - 31), "has expired"),
        "for ever": (lambda i: i.token(USER, exp=None), "lacks a claim"),
        "for nobody": (lambda i: i.token(USER, aud=None), "lacks a claim"),
        "from nobody": (lambda i: i.token(USER, iss=None), "lacks a claim"),
        "for others": (lambda i: i.token(USER, aud=["a", "b"]), "another service"),
        "from others": (lambda i: i.token(USER, iss="https://issuer.example"), "does not trust"),
        "not yet": (lambda i: i.token(USER, nbf=now + 60), "not valid yet"),
        "from tomorrow": (lambda i: i.token(USER, iat=now + 86_400), "not valid yet"),
        "unsigned": (lambda i: i.sign(claims(USER), None, "none"), "not signed in a way"),
        "by the public key": (lambda i: i.signed_with_the_public_key(claims(USER)), "not signed in a way"),
        "by a foreign key": (lambda i: i.sign(claims(USER), new_key()), "signature is not"),
        "with a foreign key's id": (lambda i: i.sign(claims(USER), new_key(), kid="other"), "does not publish"),
        "with no key's id": (lambda i: i.sign(claims(USER), i.key, kid=""), "does not publish"),
        "with a wrong kind of key": (lambda i: i.token(USER).replace(*heads("ES256", "RS256")), "cannot be read"),
        "with text for a time": (lambda i: i.token(USER, exp="soon"), "cannot be read"),
        "torn": (lambda i: i.token(USER)[:-10], "signature is not"),
        "no token": (lambda _: "this.is.none", "cannot be read"),
        "no text": (lambda _: "\xe9", "cannot be read"),
        "deep": (lambda _: text_of("[" * 5_000) + ".e30.e30", "cannot be read"),
    }


def heads(was: str, becomes: str) -> tuple[str, str]:
    """The encoded headers of a token by its algorithm."""
    return tuple(text_of(f'{{"alg":"{name}","kid":"key-1","typ":"JWT"}}') for name in (was, becomes))  # type: ignore[return-value]


def text_of(part: str) -> str:
    return base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("which", refused())
async def test_a_token_that_proves_nothing_is_refused_and_not_quoted(
    issuer: Issuer, callers: BearerTokens, which: str
) -> None:
    make, reason = refused()[which]
    token = make(issuer)
    with pytest.raises(UnauthenticatedError, match=reason) as raised:
        await callers.identify(bearer(token))
    assert not any(part in str(raised.value) for part in token.split(".") if len(part) > 8)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic YTpi", "Token abc"])
async def test_without_a_bearer_token_the_answer_says_what_to_send(callers: BearerTokens, header: str | None) -> None:
    with pytest.raises(UnauthenticatedError, match="send a bearer token"):
        await callers.identify({} if header is None else {"authorization": header})


async def test_a_clock_that_is_a_little_off_does_no_harm(issuer: Issuer, callers: BearerTokens) -> None:
    now = int(time.time())
    assert await callers.identify(bearer(issuer.token(USER, exp=now - 20, nbf=now + 20)))


async def test_a_weak_key_is_not_believed(issuer: Issuer, callers: BearerTokens) -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
    issuer.keys.append(published(weak, "weak"))
    forged = weak_token(weak)
    with pytest.raises(UnauthenticatedError):
        await callers.identify(bearer(forged))


def weak_token(key: rsa.RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - the one test that signs
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - what no library signs any more

    signed = f"{text_of(json.dumps({'alg': 'RS256', 'kid': 'weak'}))}.{text_of(json.dumps(claims(USER)))}"
    signature = base64.urlsafe_b64encode(key.sign(signed.encode(), PKCS1v15(), SHA256())).rstrip(b"=").decode()
    return f"{signed}.{signature}"


async def test_the_keys_are_fetched_once_and_again_after_an_hour(
    issuer: Issuer, callers: BearerTokens, clock: SteerableClock
) -> None:
    for _ in range(3):
        await callers.identify(bearer(issuer.token(USER)))
    assert issuer.fetches == 1
    await clock.advance(FRESH_SECONDS + 1)
    await callers.identify(bearer(issuer.token(USER)))
    assert issuer.fetches == 2


async def test_a_new_key_is_known_at_once_and_made_up_ones_do_not_send_us_asking(
    issuer: Issuer, callers: BearerTokens, clock: SteerableClock
) -> None:
    await callers.identify(bearer(issuer.token(USER)))
    await clock.advance(PAUSE_SECONDS)
    issuer.key, issuer.kid = new_key(), "key-2"
    issuer.keys.append(published(issuer.key, issuer.kid))
    await callers.identify(bearer(issuer.token(USER)))
    for number in range(20):
        with pytest.raises(UnauthenticatedError):
            await callers.identify(bearer(issuer.sign(claims(USER), issuer.key, kid=f"made-up-{number}")))
    assert issuer.fetches == 2
    await clock.advance(PAUSE_SECONDS)
    with pytest.raises(UnauthenticatedError):
        await callers.identify(bearer(issuer.sign(claims(USER), issuer.key, kid="made-up")))
    assert issuer.fetches == 3


async def test_a_key_that_is_withdrawn_is_believed_for_an_hour_at_most(
    issuer: Issuer, callers: BearerTokens, clock: SteerableClock
) -> None:
    token = issuer.token(USER)
    await callers.identify(bearer(token))
    issuer.keys = [published(new_key(), "key-2")]
    await clock.advance(FRESH_SECONDS + 1)
    with pytest.raises(UnauthenticatedError, match="does not publish"):
        await callers.identify(bearer(token))


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (404, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"keys": []}'), (200, b'{"keys": 1}')],
)
async def test_an_issuer_that_publishes_no_keys_is_a_passing_fault_that_is_not_asked_all_the_time(
    issuer: Issuer, callers: BearerTokens, clock: SteerableClock, answer: tuple[int, bytes]
) -> None:
    issuer.answer = answer
    for _ in range(3):
        with pytest.raises(TemporaryError, match="cannot be checked now"):
            await callers.identify(bearer(issuer.token(USER)))
    assert issuer.fetches == 1
    issuer.answer = None
    await clock.advance(RETRY_SECONDS)
    assert await callers.identify(bearer(issuer.token(USER))) == Caller(USER)


async def test_known_keys_count_for_a_day_when_the_issuer_does_not_answer(
    issuer: Issuer, callers: BearerTokens, clock: SteerableClock
) -> None:
    await callers.identify(bearer(issuer.token(USER)))
    issuer.answer = (503, b"")
    await clock.advance(KEPT_SECONDS)
    assert await callers.identify(bearer(issuer.token(USER))) == Caller(USER)
    await clock.advance(RETRY_SECONDS)
    with pytest.raises(TemporaryError):
        await callers.identify(bearer(issuer.token(USER)))


async def test_nobody_at_the_address_is_a_passing_fault(issuer: Issuer, clock: SteerableClock) -> None:
    callers = tokens(SigningKeys("http://127.0.0.1:1/keys", clock))
    with pytest.raises(TemporaryError):
        await callers.identify(bearer(issuer.token(USER)))


async def test_keys_that_cannot_be_used_do_not_spoil_the_others(issuer: Issuer, callers: BearerTokens) -> None:
    bad: list[Any] = [
        "no key",
        {"kid": 1, "kty": "RSA"},
        {"kid": "a", "kty": "RSA", "n": "!", "e": "AQAB"},
        {"kid": "b", "kty": "new"},
        {"kid": "c"},
        {"kid": "shared", "kty": "oct", "k": text_of("x" * 32)},
        published(new_key(), "for-encryption", use="enc"),
    ]
    issuer.keys = [*bad, *issuer.keys]
    assert await callers.identify(bearer(issuer.token(USER))) == Caller(USER)
    for kid in ("shared", "for-encryption"):
        with pytest.raises(UnauthenticatedError):
            await callers.identify(bearer(issuer.sign(claims(USER), issuer.key, kid=kid)))
