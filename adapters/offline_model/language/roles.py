"""Who is who: the names a contract gives its parties, as roles that two contracts can share."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from adapters.offline_model.language.vocabulary import (
    AMBIGUOUS_ROLES,
    CUSTOMER_ROLES,
    FIRST_PERSON,
    NDA_ROLES,
    PROVIDER_ROLES,
    SECOND_PERSON,
)

_WORD = re.compile(r"[a-z]+")
_QUOTED = re.compile(r"[\"\u201c]([A-Z][A-Za-z]{2,20}(?: [A-Z][A-Za-z]{2,20}){0,2})[\"\u201d]")
_DEFINITION = re.compile(r"(?P<introduced>[^\"\u201c()]{3,240})\((?P<terms>[^()]{0,30}[\"\u201c][A-Z][^()]{2,80})\)")
_COMPANY = re.compile(
    r"\b(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|L\.L\.C|Corp|Corporation|Company|Co|PLC|plc|GmbH|AG|B\.V|N\.V|DAC|S\.A|"
    r"Pty|Partners|University|Institute)\b"
)
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]{2,}")
_NOT_A_NAME = frozenset(
    {"this", "the", "and", "service", "services", "master", "agreement", "order", "form", "effective", "date"}
    | {"parties", "party", "term", "terms", "contract", "company", "inc", "ltd", "llc", "limited", "general"}
)
_INTRODUCTION = 6_000
"""Characters at a contract's beginning in which the parties are introduced."""
_OFTEN = 5


def roles_of(text: str) -> dict[str, str]:
    """Lower-case words that name a party in the contract, each with its role.

    The roles are `provider` and `customer`, and `discloser` and `recipient` in a non-disclosure agreement.
    "Company" is the provider where the other side is called customer, and the other way round. A party's own
    name, where the contract defines one, is the customer's when it is the one who pays; a word that also stands in
    lower case is no name.
    """
    roles = dict.fromkeys(PROVIDER_ROLES, "provider") | dict.fromkeys(CUSTOMER_ROLES, "customer")
    roles |= {word: role for word, role in NDA_ROLES.items() if " " not in word}
    counts = Counter(_WORD.findall(text.lower()))
    roles |= dict.fromkeys(AMBIGUOUS_ROLES, _other_side(counts))
    if counts["you"] + counts["your"] >= _OFTEN:
        roles |= dict.fromkeys(FIRST_PERSON, "provider") | dict.fromkeys(SECOND_PERSON, "customer")
    names = _defined_names(text, roles)
    return roles | {name: role for name, role in names.items() if not re.search(rf"\b{name}\b", text)}


def _other_side(counts: Mapping[str, int]) -> str:
    providers = sum(counts[word] + counts[f"{word}s"] for word in PROVIDER_ROLES)
    customers = sum(counts[word] + counts[f"{word}s"] for word in CUSTOMER_ROLES)
    return "customer" if providers > customers else "provider"


def _defined_names(text: str, roles: Mapping[str, str]) -> dict[str, str]:
    """Names that the introduction defines: `Gunston LLC ("Consultant")`, `Corvane Logistics DAC ("Corvane")`."""
    found = [
        (match.group("introduced"), _QUOTED.findall(match.group("terms")))
        for match in _DEFINITION.finditer(text[:_INTRODUCTION])
    ]
    names: dict[str, str] = {}
    for introduced, terms in found:
        role = next((roles[term.lower()] for term in terms if term.lower() in roles), None)
        if role is not None:
            first = _words_of(_CAPITALISED.findall(introduced), roles)[:1] if _COMPANY.search(introduced) else []
            names |= dict.fromkeys([*first, *_words_of(terms, roles)], role)
    own = [
        term
        for introduced, terms in found
        for term in terms
        if _COMPANY.search(introduced) and term.split()[0].lower() in introduced.lower()
    ]
    return names | _own_names([term for term in own if term.lower() not in names], text, roles)


def _own_names(terms: list[str], text: str, roles: Mapping[str, str]) -> dict[str, str]:
    """Parties called by their names: the one who pays is the customer, unless that role is taken."""
    pays = {
        term: len(re.findall(rf"\b{re.escape(term)}\s+(?:shall|will|must|agrees to)\s+pay\b", text)) for term in terms
    }
    payer = max(terms, key=lambda term: pays[term], default=None)
    names: dict[str, str] = {}
    for term in terms:
        role = "customer" if term == payer and pays[term] else "provider"
        names |= dict.fromkeys(_words_of([term], roles), role)
    return names


def _words_of(names: Iterable[str], roles: Mapping[str, str]) -> list[str]:
    words = (word for name in names for word in _WORD.findall(name.lower()))
    return [word for word in words if len(word) > 2 and word not in _NOT_A_NAME and word not in roles]  # noqa: PLR2004 - initials name nobody
