"""`AUTH_MODE=easyauth`: App Service has signed the caller in, and says who it is in headers of its own."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.callers.claims import caller_from
from shared.domain.caller import Caller
from shared.errors import UnauthenticatedError

PLATFORM_SWITCH = "WEBSITE_AUTH_ENABLED"
"""The environment variable that the platform sets where it signs callers in."""

_PRINCIPAL = "x-ms-client-principal"
_ID = "x-ms-client-principal-id"
_NAME = "x-ms-client-principal-name"
_ID_CLAIMS = (
    "http://schemas.microsoft.com/identity/claims/objectidentifier",
    "oid",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
    "sub",
)
_ROLE_CLAIM = "roles"


class EasyAuth:
    """Reads who a caller is from the headers of the platform.

    Where the platform signs nobody in, anybody can send such headers: then they prove nothing, and nobody gets in.
    """

    def __init__(self, admin_role: str, *, platform_signs_in: bool) -> None:
        self._admin_role = admin_role
        self._platform_signs_in = platform_signs_in

    async def identify(self, headers: Mapping[str, str]) -> Caller:
        """The caller whom the platform names, by the id that the identity provider gave them.

        Raises:
            UnauthenticatedError: the platform names nobody, or is not there to do it.
        """
        if not self._platform_signs_in:
            raise UnauthenticatedError("Nobody can sign in: the platform's authentication is switched off.")
        principal = _principal(headers.get(_PRINCIPAL, ""))
        claims = _claims(principal)
        roles = [value for kind, value in claims if kind in (principal.get("role_typ"), _ROLE_CLAIM)]
        return caller_from(_user(headers, principal, claims), roles, self._admin_role)


def signs_in(environment: Mapping[str, str]) -> bool:
    """Whether the platform of this environment signs callers in."""
    return environment.get(PLATFORM_SWITCH, "").strip().lower() == "true"


def _principal(header: str) -> dict[str, Any]:
    if not header:
        raise UnauthenticatedError("Sign in first.")
    try:
        principal = json.loads(base64.b64decode(header, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        principal = None
    if not isinstance(principal, dict):
        raise UnauthenticatedError("The platform's word on who you are cannot be read. Sign in again.")
    return principal


def _claims(principal: Mapping[str, Any]) -> list[tuple[str, str]]:
    claims = principal.get("claims")
    entries = [entry for entry in claims if isinstance(entry, dict)] if isinstance(claims, list) else []
    pairs = [(entry.get("typ"), entry.get("val")) for entry in entries]
    return [(kind, value) for kind, value in pairs if isinstance(kind, str) and isinstance(value, str)]


def _user(headers: Mapping[str, str], principal: Mapping[str, Any], claims: Iterable[tuple[str, str]]) -> str | None:
    """The id, which stays with its person for ever; the name, which may be given away, only where there is no id."""
    first = dict(reversed(list(claims)))
    ids = (headers.get(_ID), *(first.get(claim) for claim in _ID_CLAIMS))
    names = (headers.get(_NAME), first.get(str(principal.get("name_typ"))))
    return next((value for value in (*ids, *names) if value), None)
