"""What a proposition claims: its kind, and the concepts a text must speak of to answer it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.offline_model.language.tokens import stem, tokenize
from adapters.offline_model.language.vocabulary import NOISE
from adapters.offline_model.propositions.concepts import ACTS, CONCEPTS, PARTS

WEAK = 0.25
"""Weight of a word that is no known concept, where a concept weighs 1."""

_GENERIC = re.compile(
    r"\b(?:receiving part\w+|disclosing part\w+|confidential information|information|agreements?|some|any|all|"
    r"part(?:y|ies)|circumstances?|objects?|certain|in case|even after.*|include)\b(?:'s)?"
)
_ASIDE = re.compile(r"\((?:including|such as|e\.g\.,?)?\s*([^)]*)\)")
_EVEN = re.compile(r"\beven (?:after|if|when)\b.*")


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
        """1 for a concept, WEAK for a word."""
        return 1.0 if self.concepts else WEAK


@dataclass(frozen=True, slots=True)
class Proposition:
    """A proposition, read."""

    kind: Kind
    slots: tuple[Slot, ...]

    @property
    def act(self) -> str | None:
        """The first concept that is an act."""
        return next((name for slot in self.slots for name in slot.concepts if name in ACTS), None)


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


def _slots(core: str, asides: str) -> list[Slot]:
    """Concepts in the order in which they are named; concepts at one place share a slot."""
    found: list[tuple[int, int, list[str]]] = []
    hits = sorted((match.start(), match.end(), name) for name, p in CONCEPTS.items() for match in p.finditer(core))
    for start, end, name in hits:
        if found and start < found[-1][1]:
            found[-1][2].append(name)
        elif not any(name in names for _, _, names in found):
            found.append((start, end, [name]))
    slots = [Slot(_with_parts(names, asides)) for _, _, names in found]
    covered = "".join(" " if any(s <= i < e for s, e, _ in found) else char for i, char in enumerate(core))
    rest = [token.norm for token in tokenize(_GENERIC.sub(" ", covered)) if token.kind == "word"]
    noise = {stem(word) for word in NOISE} | {"not", "purpos"}
    return [*slots, *(Slot((), (word,)) for word in dict.fromkeys(rest) if word not in noise)]


def _with_parts(names: list[str], asides: str) -> tuple[str, ...]:
    """The concepts of a slot with those that an aside names as examples of it."""
    parts = {part for name in names for part in PARTS.get(name, ())}
    named = [part for part in sorted(parts) if CONCEPTS[part].search(asides)]
    return tuple(dict.fromkeys([*names, *named]))
