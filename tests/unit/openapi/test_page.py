"""The page about the API: whole, well-formed, escaped, and shut against everything from elsewhere."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from api.openapi.page.curl import commands
from api.openapi.page.html import element, prose
from api.openapi.page.page import POLICY, page
from jobs.registry import JOB_TYPES

OPERATIONS = catalogue(JOB_TYPES)
DOCUMENT = openapi_document(OPERATIONS, "none")
PAGE = page(DOCUMENT)
VOID = frozenset({"br", "meta", "wbr"})


class Reader(HTMLParser):
    """Follows the elements of a page and gathers what leads somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.seen.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text.append(data)

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, name, value in self.attributes if name == attribute]


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_the_page_is_well_formed() -> None:
    assert read(PAGE).open == []
    closed = re.sub(r"<(br|meta|wbr)([^>]*)>", r"<\1\2/>", PAGE.removeprefix("<!doctype html>"))
    assert ET.fromstring(closed).tag == "html"  # noqa: S314 - our own page


def test_every_operation_is_named_with_its_path() -> None:
    reader = read(PAGE)
    text = "".join(reader.text)
    for operation in OPERATIONS:
        assert operation.name in reader.values("id")
        assert operation.summary in text
        assert operation.path in text


def test_every_link_leads_to_a_place_on_the_page_or_to_the_document() -> None:
    reader = read(PAGE)
    places = reader.values("id")
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in reader.values("href")} <= {*places, "openapi.json"}


def test_every_schema_has_its_section() -> None:
    places = set(read(PAGE).values("id"))
    assert {f"schema-{name}" for name in DOCUMENT["components"]["schemas"]} <= places


def test_nothing_is_run_and_nothing_comes_from_elsewhere() -> None:
    reader = read(PAGE)
    assert not reader.seen & {"script", "link", "img", "iframe", "form", "object"}
    assert not [name for _, name, _ in reader.attributes if name.startswith("on") or name in ("style", "src")]


def test_the_policy_lets_in_the_style_of_the_page_and_nothing_else() -> None:
    style = PAGE.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules.pop("style-src") == f"'sha256-{digest}'"
    assert rules.pop("default-src") == "'none'"
    assert set(rules.values()) == {"'none'"}


def test_whatever_a_declaration_says_is_text() -> None:
    evil = "<script>alert(1)</script>"
    shown = page(_poisoned(DOCUMENT, evil))
    assert not read(shown).seen & {"script"}
    assert "&lt;script&gt;" in shown


def _poisoned(part: Any, evil: str, key: str = "") -> Any:
    """The same document with markup in every text that is not a part of its structure."""
    if isinstance(part, dict):
        return {name: _poisoned(value, evil, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_poisoned(value, evil, key) for value in part]
    return f"{part}{evil}" if key in ("description", "summary", "title", "default", "pattern", "enum") else part


def test_an_attribute_cannot_be_left() -> None:
    assert element("a", "x", href='"><b>') == '<a href="&quot;&gt;&lt;b&gt;">x</a>'


def test_words_between_backticks_are_code() -> None:
    assert prose("Send `<id>`.\n\nThen wait.") == "<p>Send <code>&lt;id&gt;</code>.</p><p>Then wait.</p>"


@pytest.mark.parametrize(
    ("path", "method", "expected"),
    [
        ("/api/jobs/{job_id}", "get", ['curl "$API/api/jobs/$JOB_ID" \\\n  -H "x-functions-key: $KEY"']),
        ("/api/health", "get", ['curl "$API/api/health"']),
        ("/api/jobs/{job_id}/cancel", "post", ["curl -X POST "]),
        ("/api/jobs/{job_id}/stream", "get", ["curl -N "]),
        ("/api/contracts", "post", ["curl ", "-F files=@contract.pdf"]),
    ],
)
def test_a_command_asks_the_operation(path: str, method: str, expected: list[str]) -> None:
    shown = list(commands(path, method, DOCUMENT["paths"][path][method]))
    for part in expected:
        assert any(part in command for command in shown)


def test_a_body_on_the_command_line_is_one_word_of_the_shell() -> None:
    body = {"content": {"application/json": {"example": {"text": "It's $HOME"}}}}
    operation = {"security": [], "responses": {}, "requestBody": body}
    (command,) = commands("/api/x", "post", operation)
    assert """'{\n  "text": "It'"'"'s $HOME"\n}'""" in command
