"""Clauses prepared for comparison: sentences, tokens and weighted words, computed once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.offline_model.comparison.grouping import Group, groups_of, is_sentence
from adapters.offline_model.language.prose import body, clean, sentences
from adapters.offline_model.language.roles import roles_of
from adapters.offline_model.language.tokens import Token, stem, tokenize
from adapters.offline_model.language.vocabulary import NOISE, SILENT, SUBJECT_GROUPS
from adapters.offline_model.language.weights import Vector, Weights
from shared.domain.clauses import Clause, ClauseType

_NOISE_STEMS = frozenset(stem(word) for word in NOISE)
_SUBJECTS = {stem(word): stem(name) for name, words in SUBJECT_GROUPS.items() for word in words.split()}
_HEADING_WORDS = 4
_VERBS = frozenset({"is", "are", "shall", "will", "must", "may", "does", "do", "has", "have"}) | frozenset(
    {"applies", "apply", "prevails", "prevail", "survives", "survive"}
)
_SILENT_STEMS = frozenset(stem(word) for word in SILENT)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its tokens that can make a difference, and those that say what it is about."""

    text: str
    tokens: tuple[Token, ...]
    norms: tuple[str, ...]
    subject: tuple[str, ...]

    def printed(self, token: Token) -> str:
        """A token as it is printed, without what only surrounds it."""
        raw = self.text[token.start : token.end].strip("'\u2019,")
        return raw[1:-1] if raw.startswith("(") else raw


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause with the unheaded sub-clauses that belong to it, and its sentences.

    `clauses` are in reading order; bare headings that lead to the clause come first, `main` is the clause that
    gives number, title and type. `title` is the normal form of the heading; `words` are what the passage is about,
    heading included.
    """

    clauses: tuple[Clause, ...]
    main: Clause
    clause_type: ClauseType
    sentences: tuple[Sentence, ...]
    title: str
    words: tuple[str, ...]

    @property
    def types(self) -> frozenset[ClauseType]:
        """Every type that one of its clauses has."""
        return frozenset({self.clause_type, *(kind for clause in self.clauses for kind in clause.types)})

    @property
    def first_role(self) -> str | None:
        """The party that the clause names first."""
        tokens = (token for sentence in self.sentences for token in sentence.tokens)
        return next((token.norm for token in tokens if token.kind == "role"), None)

    @property
    def is_heading_only(self) -> bool:
        """Whether nothing stands under the heading."""
        return not any(sentence.subject for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Vectors of one contract's passages and of their sentences, under weights shared by both contracts."""

    passages: tuple[Passage, ...]
    vectors: tuple[Vector, ...]
    sentence_vectors: tuple[tuple[Vector, ...], ...]


def passages_of(clauses: Sequence[Clause]) -> tuple[Passage, ...]:
    """The clauses of one contract, prepared; parties' names are read from all of them together."""
    roles = roles_of("\n".join(clause.text for clause in clauses))
    return tuple(_passage(group, roles) for group in groups_of(clauses))


def read_sentence(text: str, roles: Mapping[str, str]) -> Sentence:
    """One sentence of clean text."""
    tokens = tuple(token for token in tokenize(text, roles) if token.norm not in _SILENT_STEMS)
    return Sentence(text, tokens, tuple(token.norm for token in tokens), tuple(_subject(tokens)))


def weights_of(*contracts: Sequence[Passage]) -> Weights:
    """Weights over the clauses of all the contracts together."""
    return Weights([passage.words for contract in contracts for passage in contract])


def weigh(passages: Sequence[Passage], weights: Weights) -> Weighed:
    """The passages with their vectors."""
    return Weighed(
        passages=tuple(passages),
        vectors=tuple(weights.vector(passage.words) for passage in passages),
        sentence_vectors=tuple(
            tuple(weights.vector(sentence.subject) for sentence in passage.sentences) for passage in passages
        ),
    )


def _passage(group: Group, roles: Mapping[str, str]) -> Passage:
    main = group.main
    title = read_sentence(clean(main.heading), roles)
    found = tuple(read_sentence(text, roles) for clause in group.clauses for text in _texts(clause))
    words = (*title.subject, *(word for sentence in found for word in sentence.subject))
    return Passage(group.clauses, main, group.clause_type, found, " ".join(title.norms), words)


def _texts(clause: Clause) -> list[str]:
    """The clause's sentences without the headings that stand before its paragraphs ("Initial term.")."""
    if is_sentence(clause.heading):
        return sentences(clean(clause.text))
    found = sentences(clean(clause.body) if clause.body_offset else body(clause.text, clause.heading))
    return [text for n, text in enumerate(found) if n == len(found) - 1 or not _is_heading(text)]


def _is_heading(text: str) -> bool:
    words = text.lower().rstrip(".").split()
    return len(words) <= _HEADING_WORDS and not _VERBS.intersection(words)


def _subject(tokens: Iterable[Token]) -> Iterable[str]:
    words = (token.norm for token in tokens if token.kind == "word" and token.norm not in _NOISE_STEMS)
    return (_SUBJECTS.get(word, word) for word in words)
