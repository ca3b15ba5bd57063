"""A contract's sentences, each with its clause and its place in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.offline_model.language.tokens import Token, tokenize
from adapters.offline_model.propositions.reading import units_of
from shared.domain.clauses import Clause


@dataclass(frozen=True, slots=True)
class Sentence:
    """`clause.text[start:end]`, word by word; `words` are its stems, `tokens` its words and facts."""

    clause: Clause
    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """As it stands in the contract."""
        return self.clause.text[self.start : self.end]

    @property
    def words(self) -> list[str]:
        """The stems of its words."""
        return [token.norm for token in self.tokens if token.kind == "word"]


def sentences_of(clauses: Sequence[Clause]) -> Iterator[Sentence]:
    """The sentences of the clauses in reading order, without those that have no word."""
    for clause in clauses:
        for unit in units_of(clause.text):
            text = clause.text[unit.start : unit.end]
            start = unit.start + len(text) - len(text.lstrip())
            end = unit.start + len(text.rstrip())
            tokens = tuple(tokenize(clause.text[start:end]))
            if tokens:
                yield Sentence(clause, start, end, tokens)
