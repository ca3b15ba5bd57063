"""What the app answers over HTTP, in a form that can be kept and compared."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import httpx

Answer = dict[str, Any]


async def answer_to(http: httpx.AsyncClient, path: str) -> Answer:
    """The answer to a GET: JSON as it is, CSV as rows by column, anything else as text."""
    response = await http.get(path)
    return {"path": path, "status": response.status_code, "body": _body(response)}


async def answers_to(http: httpx.AsyncClient, paths: Iterable[str]) -> list[Answer]:
    """The answers to several, one after another."""
    return [await answer_to(http, path) for path in paths]


def _body(response: httpx.Response) -> Any:
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind.endswith("json"):
        return response.json()
    if kind == "text/csv":
        return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    return response.text


def differences(expected: Any, actual: Any, place: str = "") -> list[str]:
    """Where an answer lacks something that is expected, or says it otherwise; added fields are no difference."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [fault for name in expected for fault in _of_field(expected, actual, name, place)]
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return [f"{place}: {len(actual)} entries instead of {len(expected)}"]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [fault for number, (one, two) in pairs for fault in differences(one, two, f"{place}/{number}")]
    if type(expected) is type(actual) and expected == actual:
        return []
    return [f"{place}: {actual!r} instead of {expected!r}"]


def _of_field(expected: dict[str, Any], actual: dict[str, Any], name: str, place: str) -> list[str]:
    if name not in actual:
        return [f"{place}/{name}: missing"]
    return differences(expected[name], actual[name], f"{place}/{name}")
