"""The API's description is valid, whole, and about the functions that there are."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31

from adapters.bootstrap import connect
from api.application import create_app
from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from devhost.functions import HTTP, AppFunction
from devhost.loading import read_functions
from jobs.registry import JOB_TYPES
from shared.settings import AuthMode, Settings
from tests.fakes.api_description import validator

OPERATIONS = catalogue(JOB_TYPES)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document(OPERATIONS, "none")


def http_functions() -> list[AppFunction]:
    settings = Settings(store="memory")
    app = create_app(settings, connect(settings), JOB_TYPES)
    return [
        function
        for function in read_functions(app)
        if function.kind == HTTP
        and function.trigger.route.startswith("api/")
        and [str(method) for method in function.trigger.methods] != ["OPTIONS"]
    ]


def described(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in document["paths"].values():
        yield from operations.values()


def test_every_http_function_is_declared_and_nothing_else_is() -> None:
    there = {
        (f.name, str(method), f.trigger.route.removeprefix("api/"))
        for f in http_functions()
        for method in f.trigger.methods
    }
    assert {(operation.name, operation.method, operation.route) for operation in OPERATIONS} == there


def test_what_is_declared_as_public_is_what_asks_for_no_key() -> None:
    open_to_all = {f.name for f in http_functions() if str(f.trigger.auth_level) == "ANONYMOUS"}
    assert {operation.name for operation in OPERATIONS if operation.public} == open_to_all


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validator(OPENAPI_31).validate(document)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)))
    for reference in references:
        place: Any = document
        for step in reference.split("/"):
            place = place[step]
    assert len(references) > 20


def test_every_operation_says_how_it_can_fail(document: dict[str, Any]) -> None:
    for operation in described(document):
        assert {"500", "503"} <= set(operation["responses"]), operation["operationId"]


def test_who_is_to_be_known_may_be_refused(document: dict[str, Any]) -> None:
    for operation in described(document):
        assert bool(operation["security"]) == ("401" in operation["responses"]), operation["operationId"]


@pytest.mark.parametrize(("auth_mode", "proof"), [("none", "functionKey"), ("jwt", "bearer"), ("easyauth", "bearer")])
def test_what_a_caller_is_to_prove_goes_by_how_the_app_asks(auth_mode: AuthMode, proof: str) -> None:
    document = openapi_document(OPERATIONS, auth_mode)
    public = {operation.name for operation in OPERATIONS if operation.public}
    for operation in described(document):
        assert operation["security"] == ([] if operation["operationId"] in public else [{proof: []}])
    assert set(document["components"]["securitySchemes"]) == {proof}


def test_the_example_of_every_body_fits_its_schema(document: dict[str, Any]) -> None:
    shown = 0
    for operation in described(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in media:
                validator(media["schema"] | {"components": document["components"]}).validate(media["example"])
                shown += 1
    assert shown >= 2


@pytest.mark.parametrize("route", [job_type.route for job_type in JOB_TYPES])
@pytest.mark.parametrize("wrapped", [True, False], ids=["wrapped", "bare"])
def test_a_starter_takes_its_request_bare_or_wrapped_and_not_both(
    document: dict[str, Any], wrapped: bool, route: str
) -> None:
    media = document["paths"][f"/api/jobs/{route}"]["post"]["requestBody"]["content"]["application/json"]
    check = validator(media["schema"] | {"components": document["components"]})
    request, around = media["example"], {"priority": 10, "options": {"maxConcurrent": 3}}
    body = ({"request": request} if wrapped else request) | around
    assert check.is_valid(body)
    assert not check.is_valid(body | {"priority": 11})
    assert not check.is_valid(body | {"colour": "blue"})
    assert not check.is_valid(body | {"request": request, "standardContractId": "contract_a"})


def test_the_same_declarations_make_the_same_document(document: dict[str, Any]) -> None:
    assert json.dumps(openapi_document(catalogue(JOB_TYPES), "none")) == json.dumps(document)
