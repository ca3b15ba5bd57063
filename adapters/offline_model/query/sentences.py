"""A contract's sentences, each with its clause and its place in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.offline_model.propositions.reading import units_of
from adapters.offline_model.query.words import words_of
from shared.domain.clauses import Clause

_PLAIN_QUOTES = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause as it stands there, in plain lower case, and as its folded words."""

    clause: Clause
    text: str
    plain: str
    words: frozenset[str]


def sentences_of(clauses: Sequence[Clause]) -> Iterator[Sentence]:
    """The sentences of the clauses in reading order, without those that have no word."""
    for clause in clauses:
        for unit in units_of(clause.text):
            text = clause.text[unit.start : unit.end].strip()
            plain = _SPACE.sub(" ", text.casefold().translate(_PLAIN_QUOTES))
            words = frozenset(words_of(plain))
            if words:
                yield Sentence(clause, text, plain, words)
