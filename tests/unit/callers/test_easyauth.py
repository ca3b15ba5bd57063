"""The headers of App Service's sign-in, and when they are worth anything."""

import base64
import json
from typing import Any

import pytest

from adapters.callers.easyauth import EasyAuth, signs_in
from shared.domain.caller import Caller
from shared.errors import UnauthenticatedError

ROLE = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"
OBJECT_ID = "http://schemas.microsoft.com/identity/claims/objectidentifier"
NAME_ID = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier"


def principal(*claims: tuple[str, Any], **fields: Any) -> dict[str, str]:
    listed = [{"typ": kind, "val": value} for kind, value in claims]
    body = {"auth_typ": "aad", "name_typ": "name", "role_typ": ROLE, "claims": listed} | fields
    return {"x-ms-client-principal": base64.b64encode(json.dumps(body).encode()).decode()}


async def who(headers: dict[str, str], *, platform_signs_in: bool = True) -> Caller:
    return await EasyAuth("admin", platform_signs_in=platform_signs_in).identify(headers)


async def test_the_caller_is_the_one_the_platform_names_by_id() -> None:
    headers = principal((OBJECT_ID, "o-1"), ("name", "Ann")) | {"x-ms-client-principal-id": "p-1"}
    assert await who(headers) == Caller("p-1")


@pytest.mark.parametrize(
    ("claims", "user"),
    [
        ([(NAME_ID, "n-1"), (OBJECT_ID, "o-1"), ("name", "Ann")], "o-1"),
        ([("name", "Ann"), (NAME_ID, "n-1")], "n-1"),
        ([("sub", "s-1"), ("name", "Ann")], "s-1"),
        ([("name", "Ann"), ("name", "Bob")], "Ann"),
    ],
)
async def test_without_that_header_an_id_among_the_claims_counts_and_a_name_only_where_there_is_no_id(
    claims: list[tuple[str, str]], user: str
) -> None:
    assert await who(principal(*claims)) == Caller(user)


async def test_a_name_in_a_header_does_not_stand_above_an_id() -> None:
    assert await who(principal((NAME_ID, "n-1")) | {"x-ms-client-principal-name": "root"}) == Caller("n-1")
    assert await who(principal() | {"x-ms-client-principal-name": "ann"}) == Caller("ann")


@pytest.mark.parametrize(
    ("claims", "is_admin"),
    [
        ([(ROLE, "reader"), (ROLE, "admin")], True),
        ([("roles", "admin")], True),
        ([(ROLE, "reader")], False),
        ([("groups", "admin"), ("name", "admin")], False),
        ([(ROLE, ["admin"])], False),
        ([(None, "admin")], False),
    ],
)
async def test_roles_are_claims_of_the_kind_that_the_principal_says(claims: list[Any], is_admin: bool) -> None:
    assert await who(principal((OBJECT_ID, "o-1"), *claims)) == Caller("o-1", is_admin=is_admin)


async def test_where_the_platform_signs_nobody_in_the_headers_prove_nothing() -> None:
    with pytest.raises(UnauthenticatedError, match="switched off"):
        await who(principal((OBJECT_ID, "o-1"), (ROLE, "admin")), platform_signs_in=False)


@pytest.mark.parametrize("value", ["", "?", "abc", "e30=e30=", "W10=", "bnVsbA==", "WzFd", "\xe9"])
async def test_a_principal_that_cannot_be_read_is_nobody(value: str) -> None:
    with pytest.raises(UnauthenticatedError):
        await who({"x-ms-client-principal": value, "x-ms-client-principal-id": "p-1"})


@pytest.mark.parametrize("claims", [None, 7, "admin", [7, None, {}, {"typ": "oid"}], {"typ": "oid", "val": "o-1"}])
async def test_claims_of_another_shape_name_nobody(claims: Any) -> None:
    with pytest.raises(UnauthenticatedError, match="no user"):
        await who(principal(claims=claims))


async def test_the_headers_beside_the_principal_do_not_stand_alone() -> None:
    with pytest.raises(UnauthenticatedError, match="Sign in"):
        await who({"x-ms-client-principal-id": "p-1", "x-ms-client-principal-name": "ann"})


@pytest.mark.parametrize(
    ("value", "switched_on"),
    [("True", True), ("true", True), ("False", False), ("", False), ("1", False), (None, False)],
)
def test_the_platform_says_by_a_variable_of_its_own_whether_it_signs_in(value: str | None, switched_on: bool) -> None:
    assert signs_in({} if value is None else {"WEBSITE_AUTH_ENABLED": value}) is switched_on
