"""`AUTH_MODE=jwt`: a bearer token, signed by the issuer whose public keys are known."""

from collections.abc import Mapping
from typing import Any

import jwt

from adapters.callers.claims import caller_from
from adapters.callers.signing_keys import SigningKeys
from shared.domain.caller import Caller
from shared.errors import UnauthenticatedError
from shared.settings import Settings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With a private and a public key. One key for both ends would be a key that the world can read."""

LEEWAY_SECONDS = 30
"""By which the issuer's clock may differ from this one."""

_OPTIONS: Any = {"require": ["exp", "iss", "aud"], "enforce_minimum_key_length": True}
_REASONS: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.ExpiredSignatureError, "The token has expired. Sign in again."),
    (jwt.ImmatureSignatureError, "The token is not valid yet. Check the clocks."),
    (jwt.InvalidAudienceError, "The token was issued for another service. Ask for one for this service."),
    (jwt.InvalidIssuerError, "The token is from an issuer that this service does not trust."),
    (jwt.MissingRequiredClaimError, "The token lacks a claim. It needs an issuer, an audience and an expiry."),
    (jwt.InvalidAlgorithmError, "The token is not signed in a way that this service takes. Sign with RS256 or ES256."),
    (jwt.InvalidSignatureError, "The token's signature is not its issuer's."),
)
_UNREADABLE = "The token cannot be read. Sign in again."


class BearerTokens:
    """Reads who a caller is from the token in the header `Authorization`."""

    def __init__(self, settings: Settings, keys: SigningKeys) -> None:
        self._issuer = settings.jwt_issuer
        self._audience = settings.jwt_audience
        self._user_claim = settings.jwt_user_claim
        self._admin_role = settings.admin_role
        self._keys = keys

    async def identify(self, headers: Mapping[str, str]) -> Caller:
        """The caller whom the token names.

        Raises:
            UnauthenticatedError: there is no token, or it proves nothing; the message says why and quotes none of it.
            TemporaryError: the issuer's keys could not be fetched.
        """
        claims = await self._checked(_token_of(headers))
        return caller_from(claims.get(self._user_claim), claims.get("roles"), self._admin_role)

    async def _checked(self, token: str) -> dict[str, Any]:
        """The claims of a token whose signature and addressees are right."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise jwt.InvalidAlgorithmError
            key = await self._keys.find(header.get("kid"))
            if key is None:
                raise UnauthenticatedError("The token is signed with a key that its issuer does not publish.")
            return jwt.decode(
                token,
                key.public_key,
                algorithms=[key.algorithm] if key.algorithm else ALGORITHMS,
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options=_OPTIONS,
            )
        except jwt.PyJWTError as error:
            raise UnauthenticatedError(_reason(error)) from None
        except (ValueError, TypeError, RecursionError):
            # A header or a claim of an unheard-of shape: the library lets some of them through to its own code.
            raise UnauthenticatedError(_UNREADABLE) from None


def _token_of(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise UnauthenticatedError("Sign in: send a bearer token in the header Authorization.")
    return token.strip()


def _reason(error: jwt.PyJWTError) -> str:
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), _UNREADABLE)
