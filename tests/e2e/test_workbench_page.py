"""The page at the root, its addresses, and what it may do in a browser."""

import re

import httpx
import pytest

from api.workbench import ADDRESSES


@pytest.mark.parametrize("path", ["/", *(f"/{address}" for address in ADDRESSES), "/contracts/contract_a.b/below"])
async def test_every_address_of_the_workbench_is_its_page(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/api", "/api/nothing", "/runtime/nothing", "/admin/host/status", "/nothing"])
async def test_an_address_that_is_not_the_workbenchs_is_not_its_page(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_the_page_runs_no_script_but_its_own_and_no_styles_but_those_of_this_answer(
    http: httpx.AsyncClient,
) -> None:
    first, second = await http.get("/"), await http.get("/")
    policies = [answer.headers["content-security-policy"] for answer in (first, second)]
    nonces = [re.findall(r"'nonce-([\w-]{20,})'", policy) for policy in policies]
    assert "script-src 'self';" in policies[0]
    assert "unsafe" not in policies[0]
    assert [len(nonce) for nonce in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0][0]}"' in first.text.replace("ngCspNonce", "nonce")


@pytest.mark.parametrize("path", ["../index.html", "%2e%2e/%2e%2e/package.json", "..%2fpackage.json", "nothing.js"])
async def test_the_files_of_the_workbench_are_those_that_were_built(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(f"/workbench/{path}")
    assert answer.status_code == 404
