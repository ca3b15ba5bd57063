"""The whole page."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from api.openapi.page.curl import PROOFS
from api.openapi.page.html import Html, element, inline, joined, prose
from api.openapi.page.operations import Document, article, method_badge
from api.openapi.page.schema import anchor, section
from api.openapi.page.style import STYLE

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a browser may do with the page: show it in its own style, and nothing else."""


def page(document: Document) -> str:
    """The page about a description that this app made."""
    info = document["info"]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{info['title']} API"),
        element("style", Html(STYLE)),
    )
    main = element("main", *_rooms(document), _schemas(document))
    body = element("body", _introduction(document), _contents(document), main, id="top")
    return "<!doctype html>\n" + element("html", head, body, lang="en")


def _operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def _of_room(document: Document, name: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [entry for entry in _operations(document) if name in entry[2]["tags"]]


def _contents(document: Document) -> Html:
    title = element("p", element("a", document["info"]["title"], href="#top"))
    rooms = (
        joined((element("h2", element("a", tag["name"], href=f"#{_room_id(tag)}")), _links(document, tag["name"])))
        for tag in document["tags"]
    )
    last = element("h2", element("a", "Schemas", href="#schemas"))
    return element("nav", title, *rooms, last, aria_label="Contents")


def _links(document: Document, room: str) -> Html:
    entries = (
        element(
            "li", element("a", method_badge(method), " ", operation["summary"], href=f"#{operation['operationId']}")
        )
        for _, method, operation in _of_room(document, room)
    )
    return element("ul", *entries)


def _room_id(tag: Document) -> str:
    return f"room-{tag['name'].lower().replace(' ', '-')}"


def _introduction(document: Document) -> Html:
    info = document["info"]
    return element(
        "header",
        element("h1", info["title"], element("small", f" {info['version']}")),
        element("p", info["summary"], class_="lead"),
        prose(info["description"]),
        *_proofs(document),
        element("p", "For programs: ", element("a", "openapi.json", href="openapi.json"), ", OpenAPI 3.1."),
    )


def _proofs(document: Document) -> Iterator[Html]:
    yield element("h2", "How to call")
    schemes = document["components"]["securitySchemes"]
    for name, scheme in schemes.items():
        yield element("p", inline(scheme["description"]), " ", element("code", PROOFS[name], class_="whole"))
    yield element("p", "The commands below are for a shell in which these are set, and ids as a path names them:")
    proofs = [f"{PROOFS[name].rpartition('$')[2]}=..." for name in schemes]
    yield element("pre", element("code", "\n".join(["API=http://127.0.0.1:7071", *proofs, "JOB_ID=..."])), tabindex="0")


def _rooms(document: Document) -> Iterator[Html]:
    for tag in document["tags"]:
        yield element(
            "section",
            element("h2", tag["name"]),
            prose(tag["description"]),
            *(article(document, *entry) for entry in _of_room(document, tag["name"])),
            id=_room_id(tag),
        )


def _schemas(document: Document) -> Html:
    schemas = document["components"]["schemas"]
    index = joined((element("a", name, href=f"#{anchor(name)}") for name in schemas), " · ")
    parts = (section(name, schema) for name, schema in schemas.items())
    return element("section", element("h2", "Schemas"), element("p", index, class_="index"), *parts, id="schemas")
