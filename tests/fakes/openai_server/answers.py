"""Good answers: the offline model's, from what the messages say."""

import asyncio
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from adapters.offline_model.model import OfflineModel
from adapters.tokens import O200kTokenCounter
from shared.ports.model import ModelRequest

_SCOPE = re.compile(r"Compare: ([^\n]+)\.\s*\Z")
_QUESTION = "QUESTION\n"
_QUOTATIONS = (5, 3, 2, 1, 0)
_TOKENS = O200kTokenCounter()
_WORD = re.compile(r"\b(STANDARD|CONTRACT)\b")


def compare(body: dict[str, Any]) -> str:
    """What a request of the job type `contract_comparison` or `contract_query` asks for; must run outside the loop.

    A comparison is put more briefly, with fewer quotations, if it would be longer than the request allows. What the
    messages do not say of a clause, its level and its further types, cannot play a part in it.
    """
    if _asks(body):
        return _offline("contract_query", _query_variables(body))
    whole = _offline("contract_comparison", _variables(body))
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    versions = itertools.chain([whole], (_quoting(whole, quotations) for quotations in _QUOTATIONS))
    return next((text for text in versions if limit is None or _TOKENS.count(text) <= limit), whole)


def clauses_of(body: dict[str, Any], word: str) -> list[dict[str, Any]]:
    """The clauses in the first user message whose first word in capitals is STANDARD or CONTRACT, as asked for."""
    return _list_of(_message(body, word))


def _offline(task: str, variables: dict[str, Any]) -> str:
    request = ModelRequest(task, variables, [], {}, max_tokens=0)
    return asyncio.run(OfflineModel().complete(request, lambda _: None)).text


def _asks(body: dict[str, Any]) -> bool:
    return any(message["content"].startswith(_QUESTION) for message in body["messages"])


def _query_variables(body: dict[str, Any]) -> dict[str, Any]:
    asked = next(message["content"] for message in body["messages"] if message["content"].startswith(_QUESTION))
    clauses = _placed(clauses_of(body, "CONTRACT"))
    contract = {"contract_id": "contract", "title": "Contract", "clauses": clauses}
    return {"question": json.loads(asked.removeprefix(_QUESTION)), "contract": contract}


def _quoting(whole: str, quotations: int) -> str:
    """The answer with that many quotations a finding at most."""
    answer = json.loads(whole)
    for finding in answer["findings"]:
        finding["changes"] = finding["changes"][:quotations]
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _variables(body: dict[str, Any]) -> dict[str, Any]:
    scope = _SCOPE.search(_message(body, "CONTRACT"))
    named = scope[1] if scope else "all clauses"
    return {
        "standard": {"contract_id": "standard", "title": "Standard", "clauses": _placed(clauses_of(body, "STANDARD"))},
        "contract": {"contract_id": "contract", "title": "Contract", "clauses": _placed(clauses_of(body, "CONTRACT"))},
        "comparison_mode": "full" if named == "all clauses" else "clauses",
        "selected_clauses": "all" if named == "all clauses" else named.split(", "),
    }


def _message(body: dict[str, Any], word: str) -> str:
    for message in body["messages"]:
        first = _WORD.search(message["content"])
        if message["role"] == "user" and first and first[1] == word:
            return str(message["content"])
    raise ValueError(f"No message begins with {word}.")


def _list_of(content: str) -> list[dict[str, Any]]:
    for found in _lists(content):
        if all(isinstance(clause, dict) for clause in found):
            return found
    raise ValueError("The message has no JSON list of clauses.")


def _lists(content: str) -> Iterator[list[Any]]:
    decoder = json.JSONDecoder()
    for bracket in re.finditer(r"\[", content):
        try:
            yield decoder.raw_decode(content, bracket.start())[0]
        except json.JSONDecodeError:
            continue


def _placed(clauses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the places that the stored clauses have and the messages do not."""
    end = 0
    placed = []
    for clause in clauses:
        start, end = end, end + len(clause["text"])
        placed.append(clause | {"start": start, "end": end})
    return placed
