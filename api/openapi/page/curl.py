"""The command line that asks what an operation answers."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from api.openapi.operation import EVENTS, JSON

PROOFS = {"functionKey": "x-functions-key: $KEY", "bearer": "Authorization: Bearer $TOKEN"}
"""The header by which a caller proves who they are, by the scheme of the description."""


def commands(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    """A command for each form in which the body may come; what is to be filled in are variables of the shell."""
    address = re.sub(r"\{(\w+)\}", lambda found: f"${found[1].upper()}", path)
    begin = ["curl", *_options(method, operation), f'"$API{address}"']
    proofs = [f'-H "{PROOFS[name]}"' for choice in operation["security"] for name in choice]
    bodies = operation.get("requestBody", {}).get("content", {})
    for media_type, body in bodies.items():
        yield _written(begin, [*proofs, *_body(media_type, body)])
    if not bodies:
        yield _written(begin, proofs)


def _options(method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    if method not in ("get", "post") or (method == "post" and "requestBody" not in operation):
        yield f"-X {method.upper()}"
    contents = operation["responses"].get("200", {}).get("content", {})
    if EVENTS in contents:
        yield "-N"
    if "*/*" in contents:
        yield "-OJ"


def _body(media_type: str, body: Mapping[str, Any]) -> Iterator[str]:
    if media_type == JSON:
        yield f"-H 'Content-Type: {JSON}'"
        yield f"-d {shlex.quote(json.dumps(body.get('example', {}), indent=2, ensure_ascii=False))}"
        return
    for name in body["schema"].get("properties", {}):
        yield f"-F {name}=@contract.pdf"


def _written(begin: list[str], rest: list[str]) -> str:
    return " \\\n  ".join([" ".join(begin), *rest])
