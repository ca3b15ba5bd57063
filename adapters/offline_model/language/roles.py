"""Who is who: the names a contract gives its parties, as roles that two contracts can share."""

import re
from collections import Counter
from collections.abc import Mapping

from adapters.offline_model.language.vocabulary import (
    AMBIGUOUS_ROLES,
    CUSTOMER_ROLES,
    NDA_ROLES,
    PROVIDER_ROLES,
)

_WORD = re.compile(r"[a-z]+")
_QUOTED = re.compile(r"[\"“]([A-Z][A-Za-z]{2,20})[\"”]")
_DEFINITION = re.compile(
    r"(?P<name>[A-Z][\w&.-]{2,30})(?:[ ,]+[A-Z&][\w&.,-]{0,30}){0,6}[^\"“()]{0,120}"
    r"\((?P<terms>[^()]{0,30}[\"“][A-Z][^()]{2,80})\)"
)
_NOT_A_NAME = frozenset({"this", "the", "service", "services", "master", "agreement", "order", "form"})


def roles_of(text: str) -> dict[str, str]:
    """Lower-case words that name a party in the contract, each with its role.

    The roles are `provider` and `customer`, and `discloser` and `recipient` in a non-disclosure agreement.
    "Company" is the provider where the other side is called customer, and the other way round.
    """
    roles = dict.fromkeys(PROVIDER_ROLES, "provider") | dict.fromkeys(CUSTOMER_ROLES, "customer")
    roles |= {word: role for word, role in NDA_ROLES.items() if " " not in word}
    roles |= dict.fromkeys(AMBIGUOUS_ROLES, _other_side(text))
    return roles | _defined_names(text, roles)


def _other_side(text: str) -> str:
    counts = Counter(_WORD.findall(text.lower()))
    providers = sum(counts[word] + counts[f"{word}s"] for word in PROVIDER_ROLES)
    customers = sum(counts[word] + counts[f"{word}s"] for word in CUSTOMER_ROLES)
    return "customer" if providers > customers else "provider"


def _defined_names(text: str, roles: Mapping[str, str]) -> dict[str, str]:
    """Names that stand beside a known role where the parties are introduced: `Gunston LLC ("Consultant")`."""
    names: dict[str, str] = {}
    for match in _DEFINITION.finditer(text[:6000]):
        terms = [term.lower() for term in _QUOTED.findall(match.group("terms"))]
        role = next((roles[term] for term in terms if term in roles), None)
        if role is not None:
            found = [*terms, match.group("name").lower()]
            names |= {name: role for name in found if name not in _NOT_A_NAME and name not in roles}
    return names
