"""What a proposition claims: its kind, and the concepts a text must speak of to answer it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.offline_model.language.tokens import stem, tokenize
from adapters.offline_model.language.vocabulary import NOISE
from adapters.offline_model.propositions.concepts import ACTS, CONCEPTS, IMPLIED, PARTS, PEOPLE

ABOUT = 0.5
WEAK = 0.2
"""Weight of a word that is no known concept, where a concept weighs 1."""

_GENERIC = re.compile(
    r"\b(?:receiving part\w+|disclosing part\w+|recipient|discloser|confidential(?= information)|agreements?|"
    r"some|any|all|(?<!third-)part(?:y|ies)|circumstances?|objects?|certain|in case|include)\b(?:'s)?"
)
_NOISE = frozenset(stem(word) for word in NOISE) | {"not", "or", "stat"}
_ASIDE = re.compile(r"\((?:including|such as|e\.g\.,?)?\s*([^)]*)\)")
_EVEN = re.compile(r"\beven (?:after|if|when)\b.*")


_THIRD = re.compile(r"third[- ]part(?:y|ies)")
_FRAGMENT = 3
"""Letters up to which what is left of a word beside a concept is no word."""


class Kind(StrEnum):
    """What a proposition claims about an act."""

    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    ONLY = "only"
    """Nothing but what it names."""
    FOR_ALL = "for_all"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Slot:
    """Concepts or words one of which the text must have, and how much that counts."""

    concepts: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """1 for a concept, less for the information that all is about, and for a word that is no concept."""
        if not self.concepts:
            return WEAK
        return ABOUT if self.concepts == ("the information",) else 1.0


@dataclass(frozen=True, slots=True)
class Proposition:
    """A proposition, read."""

    kind: Kind
    slots: tuple[Slot, ...]

    @property
    def act(self) -> str | None:
        """The first concept that is an act."""
        return next((name for slot in self.slots for name in slot.concepts if name in ACTS), None)

    @property
    def people(self) -> tuple[str, ...]:
        """Concepts of those to whom it is done; () when it names nobody."""
        return next((slot.concepts for slot in self.slots if PEOPLE.intersection(slot.concepts)), ())


def read_proposition(text: str) -> Proposition:
    """A proposition from its sentence."""
    lower = " ".join(text.lower().replace("\u2019", "'").split())
    main = _EVEN.sub("", lower)
    asides = " ".join(_ASIDE.findall(main))
    core = _ASIDE.sub("", main)
    return Proposition(_kind(core), tuple(_slots(core, asides)))


def _kind(core: str) -> Kind:
    if re.search(r"\b(?:shall|must|will|may|can) not\b|\bcannot\b", core):
        return Kind.PROHIBITION
    if re.search(r"\b(?:shall|must|will|may|can) only\b", core):
        return Kind.ONLY
    if re.search(r"^(?:all|every|each|any)\b.*\b(?:shall|must|will)\b", core):
        return Kind.FOR_ALL
    if re.search(r"\b(?:may|can)\b", core):
        return Kind.PERMISSION
    return Kind.OBLIGATION if re.search(r"\b(?:shall|must|will)\b", core) else Kind.STATEMENT


def _slots(core: str, aside: str) -> list[Slot]:
    """Concepts in the order in which they are named; concepts at one place share a slot."""
    text = _THIRD.sub("third-party", core)
    text = _GENERIC.sub(lambda match: " " * len(match.group()), text)
    found: list[tuple[int, int, list[str]]] = []
    rest = text
    for start, end, name in sorted(
        (m.start(), m.end(), name) for name, p in CONCEPTS.items() for m in p.finditer(text)
    ):
        rest = rest[:start] + " " * (end - start) + rest[end:]
        if found and start < found[-1][1]:
            found[-1][2].append(name)
        elif not any(name in names for _, _, names in found):
            found.append((start, end, [name]))
    implied = {name for _, _, names in found for key in names for name in IMPLIED.get(key, ())}
    slots = [
        Slot(_with_parts(names, aside if names is found[-1][2] else ""))
        for _, _, names in found
        if not implied.issuperset(names)
    ]
    words = (token.norm for token in tokenize(rest) if token.kind == "word" and len(token.norm) > _FRAGMENT)
    return [*slots, *(Slot((), (word,)) for word in dict.fromkeys(words) if word not in _NOISE)]


def _with_parts(names: list[str], aside: str) -> tuple[str, ...]:
    """The concepts of a slot, their parts, and what an aside behind it names as examples of it."""
    parts = [part for name in names for part in sorted(PARTS.get(name, ()))]
    named = [name for name, pattern in CONCEPTS.items() if aside and pattern.search(aside)]
    return tuple(dict.fromkeys([*names, *parts, *named]))
