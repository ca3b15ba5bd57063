"""One operation on the page."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.openapi.page.curl import commands
from api.openapi.page.html import Html, code, element, inline, joined, prose, table
from api.openapi.page.schema import fields, kind, meaning
from api.problems import MEDIA_TYPE

Document = Mapping[str, Any]


def method_badge(method: str) -> Html:
    """The method, so that it is found at a glance."""
    return element("span", method.upper(), class_=f"method {method}")


def article(document: Document, path: str, method: str, operation: Document) -> Html:
    """All there is to say of an operation."""
    name = operation["operationId"]
    return element(
        "article",
        element("h3", element("a", operation["summary"], href=f"#{name}")),
        element("p", method_badge(method), " ", _path(path), _open_to_all(operation), class_="call"),
        prose(operation.get("description", "")),
        *_parameters(operation.get("parameters", ())),
        *_bodies(operation.get("requestBody", {}).get("content", {})),
        element("h4", "With curl"),
        *(element("pre", element("code", command), tabindex="0") for command in commands(path, method, operation)),
        *_answers(document, operation["responses"]),
        id=name,
    )


def _path(path: str) -> Html:
    """The path, with its parameters to be told from it, and places where a narrow screen may break it."""
    parts = re.split(r"(\{\w+\}|/)", path)
    return element("code", *(_part(part) for part in parts if part), class_="path")


def _part(part: str) -> Html:
    if part == "/":
        return joined(("/", element("wbr")))
    return element("var", part) if part.startswith("{") else joined((part,))


def _open_to_all(operation: Document) -> str:
    return "" if operation["security"] else joined((" ", element("span", "open to everybody", class_="note")))


def _parameters(parameters: Any) -> Iterator[Html]:
    if not parameters:
        return
    rows = (
        (
            joined((code(parameter["name"]), element("small", f" {_place(parameter)}"))),
            kind(parameter["schema"]),
            meaning(parameter["schema"], parameter["description"]),
        )
        for parameter in parameters
    )
    yield element("h4", "Parameters")
    yield table(("Name", "Is", "Means"), rows)


def _place(parameter: Document) -> str:
    return parameter["in"] if parameter.get("required") else f"{parameter['in']}, optional"


def _bodies(content: Document) -> Iterator[Html]:
    for media_type, body in content.items():
        yield element("h4", "Body: ", code(media_type))
        yield element("p", kind(body["schema"]))
        if "properties" in body["schema"]:
            yield fields(body["schema"])
        if "example" in body:
            text = json.dumps(body["example"], indent=2, ensure_ascii=False)
            yield element("pre", element("code", text), tabindex="0")


def _answers(document: Document, responses: Document) -> Iterator[Html]:
    answers = {status: _resolved(document, answer) for status, answer in responses.items()}
    problems = {status: answer for status, answer in answers.items() if MEDIA_TYPE in answer.get("content", {})}
    yield element("h4", "Answers")
    yield _table({status: answer for status, answer in answers.items() if status not in problems})
    for answer in answers.values():
        for media_type, body in answer.get("content", {}).items():
            if "properties" in body["schema"]:
                yield element("h4", "In ", code(media_type))
                yield fields(body["schema"])
    summary = element("summary", "Errors: ", ", ".join(problems))
    yield element("details", summary, _table(problems))


def _table(answers: Mapping[str, Document]) -> Html:
    rows = (
        (status, joined((inline(answer["description"]), *_headers(answer))), joined(_contents(answer), " or "))
        for status, answer in answers.items()
    )
    return element("div", table(("Status", "Means", "Body"), rows), class_="answers")


def _resolved(document: Document, answer: Document) -> Document:
    reference = answer.get("$ref")
    if reference is None:
        return answer
    found: Document = document["components"]["responses"][reference.rpartition("/")[2]]
    return found


def _headers(answer: Document) -> Iterator[Html]:
    for name, header in answer.get("headers", {}).items():
        yield joined((element("br"), element("small", code(name), " ", inline(header["description"]))))


def _contents(answer: Document) -> Iterator[Html]:
    for media_type, body in answer.get("content", {}).items():
        named = "$ref" in body["schema"] or "oneOf" in body["schema"]
        yield joined((kind(body["schema"]), " ", element("small", media_type))) if named else code(media_type)
