"""Puts the declared operations together to an OpenAPI 3.1 document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.openapi import problem_answers
from api.openapi.answers import ProblemDocument
from api.openapi.operation import Answer, Body, Operation, Parameter
from api.openapi.schemas import Schemas, Use
from api.openapi.words import INFO, PATH_PARAMETERS, SECURITY_SCHEMES, TAGS
from shared.settings import AuthMode


def openapi_document(operations: Sequence[Operation], auth_mode: AuthMode) -> dict[str, Any]:
    """The document of these operations in an app that asks its callers so for proof; the same every time."""
    proof = "functionKey" if auth_mode == "none" else "bearer"
    schemas = Schemas([(ProblemDocument, "serialization"), *_uses(operations)])
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas, proof)
    used = {operation.tag for operation in operations}
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items() if name in used],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": problem_answers.components(schemas),
            "securitySchemes": {proof: SECURITY_SCHEMES[proof]},
        },
    }


def _uses(operations: Iterable[Operation]) -> Iterator[Use]:
    for operation in operations:
        for body in operation.bodies:
            if isinstance(body.models, tuple):
                yield from ((model, "validation") for model in body.models)
        for answer in operation.answers:
            if isinstance(answer.content, tuple):
                yield from ((model, "serialization") for model in answer.content)


def _described(operation: Operation, schemas: Schemas, proof: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [] if operation.public else [{proof: []}],
        "responses": {str(answer.status): _answer(answer, schemas) for answer in operation.answers}
        | problem_answers.references(problem_answers.statuses_of(operation)),
    }
    if operation.description:
        described["description"] = operation.description
    if parameters := [*_path_parameters(operation.path), *map(_parameter, operation.parameters)]:
        described["parameters"] = parameters
    if operation.bodies:
        content = {body.media_type: _body(body, schemas) for body in operation.bodies}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(path: str) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", path):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_PARAMETERS[name],
            "schema": {"type": "string", "minLength": 1},
        }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described = {"name": parameter.name, "in": parameter.place, "description": parameter.description}
    if parameter.is_list:
        return described | {
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": dict(parameter.schema)},
        }
    return described | {"schema": dict(parameter.schema)}


def _body(body: Body, schemas: Schemas) -> dict[str, Any]:
    if not isinstance(body.models, tuple):
        return {"schema": dict(body.models)}
    schema = schemas.one_of(body.models, "validation")
    if body.files is not None:
        files = {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
        }
        schema = {"allOf": [schema], "type": "object", "properties": {body.files: files}, "required": [body.files]}
    return {"schema": schema} | ({"example": body.example} if body.example is not None else {})


def _answer(answer: Answer, schemas: Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {"description": answer.description}
    if isinstance(answer.content, tuple):
        told = schemas.one_of(answer.content, "serialization")
        schema = _event(answer.events, told) if answer.events else told
        described["content"] = {answer.media_type: {"schema": schema}}
    elif answer.content is not None:
        described["content"] = {answer.media_type: {"schema": dict(answer.content)}}
    if answer.headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in answer.headers.items()
        }
    return described


def _event(names: Sequence[str], told: dict[str, Any]) -> dict[str, Any]:
    """One event of a stream, as those who validate streams read the schema of one."""
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": told}
    event = {"type": "string", "enum": list(names)}
    place = {"type": "string", "description": "To be sent as `Last-Event-ID` by a client that comes back."}
    return {"type": "object", "properties": {"event": event, "id": place, "data": data}, "required": ["event", "data"]}
