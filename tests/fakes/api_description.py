"""What the API's description promises, held against what came."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import jsonschema_rs


def validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """A validator that takes formats seriously."""
    return jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)


class Description:
    """The document that an app serves of itself; stricter than it is, for no field may go undeclared."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = _closed(document["components"])
        self._operations = {
            operation["operationId"]: operation
            for operations in document["paths"].values()
            for operation in operations.values()
        }

    def check(self, name: str, answer: httpx.Response) -> httpx.Response:
        """The answer, once it is one that the operation declares."""
        declared = self._operations[name]["responses"]
        assert str(answer.status_code) in declared, f"{name} answered {answer.status_code}: {answer.text[:300]}"
        response = self._resolved(declared[str(answer.status_code)])
        if "content" not in response:
            assert answer.content == b""
            return answer
        kind = answer.headers["content-type"].partition(";")[0]
        media = response["content"].get(kind) or response["content"]["*/*"]
        if kind.endswith("json"):
            validator(media["schema"] | {"components": self._components}).validate(answer.json())
        return answer

    def check_event(self, name: str, answer: httpx.Response, event: Mapping[str, str]) -> None:
        """An event of a stream is one that the operation declares, and so is its data."""
        kind = answer.headers["content-type"].partition(";")[0]
        schema = self._operations[name]["responses"][str(answer.status_code)]["content"][kind]["schema"]
        components = {"components": self._components}
        validator(schema | components).validate(dict(event))
        told = schema["properties"]["data"]["contentSchema"]
        validator(told | components).validate(json.loads(event["data"]))

    def _resolved(self, response: dict[str, Any]) -> dict[str, Any]:
        reference = response.get("$ref")
        return self._components["responses"][reference.rpartition("/")[2]] if reference else response


def _closed(schema: Any) -> Any:
    """The schemas with no room for fields that they do not name."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(part) for name, part in schema.items()}
    return {"additionalProperties": False} | closed if "properties" in schema and "type" in schema else closed
