"""Who bears a clause's main duty or has its main right, and whether that is the same side in both contracts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.offline_model.comparison.changes import Change, ChangeKind
from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.language.prose import shorten
from adapters.offline_model.language.tokens import stem
from adapters.offline_model.language.vocabulary import MUTUAL, NEGATIONS
from shared.domain.clauses import ClauseType

REACH = 14
"""Tokens before an act in which the one who acts is named."""

_ACTS: Mapping[ClauseType, str] = {
    ClauseType.INDEMNITY: "indemnify indemnifies defend safeguard",
    ClauseType.INSURANCE: "insure hold maintain carry procure",
    ClauseType.AUDIT_RIGHTS: "inspect examine",
    ClauseType.CONFIDENTIALITY: "disclose divulge secret confidence",
    ClauseType.NON_SOLICITATION: "solicit entice employ",
    ClauseType.TERMINATION_FOR_CONVENIENCE: "terminate end cancel",
    ClauseType.ASSIGNMENT: "assign transfer",
    ClauseType.PUBLICITY: "use announce",
    ClauseType.FORCE_MAJEURE: "liable responsible",
    ClauseType.COMPLIANCE_WITH_LAWS: "comply complies observe",
}
"""The words of the act that a type of clause is about."""

_POSITIVE = frozenset(
    {
        ClauseType.INDEMNITY,
        ClauseType.INSURANCE,
        ClauseType.AUDIT_RIGHTS,
        ClauseType.COMPLIANCE_WITH_LAWS,
        ClauseType.TERMINATION_FOR_CONVENIENCE,
    }
)
"""Types whose act somebody does; "shall not" before it takes that somebody out."""

_STEMS = {kind: frozenset(stem(word) for word in words.split()) for kind, words in _ACTS.items()}
_MUTUAL = frozenset(stem(word) for word in MUTUAL)
_PARTY = stem("party")
_POSSESSIVES = frozenset({"your", "yours", "our", "ours"})
_VERBS = frozenset(stem(word) for word in ("shall", "may", "agrees", "not", "undertakes", "is", "has", "have", "right"))


@dataclass(frozen=True, slots=True)
class Actors:
    """The sides that act, and the words that show it."""

    sides: frozenset[str]
    quote: str


def actor_change(standard: Sequence[Sentence], contract: Sequence[Sentence], clause_type: ClauseType) -> Change | None:
    """The change when other sides act in the contract than in the standard; None when they are the same.

    A side is known only where a role or "each party" is named before the act, so that silence is no change.
    """
    acts = _STEMS.get(clause_type)
    if acts is None:
        return None
    positive = clause_type in _POSITIVE
    ours, theirs = (_actors(side, acts, skip_negated=positive) for side in (standard, contract))
    if not ours.sides or not theirs.sides or ours.sides == theirs.sides:
        return None
    if len(theirs.sides) < len(ours.sides):
        return _change(ChangeKind.ONE_SIDED, "One-sided in the contract", theirs, "both parties in the standard", ours)
    if len(theirs.sides) > len(ours.sides):
        lead = "Goes for both parties in the contract"
        return _change(ChangeKind.MADE_MUTUAL, lead, theirs, "for one in the standard", ours)
    return _change(ChangeKind.OTHER_PARTY, "The other party in the contract", theirs, "in the standard", ours)


def _actors(sentences: Iterable[Sentence], acts: frozenset[str], *, skip_negated: bool) -> Actors:
    quotes: dict[frozenset[str], str] = {}
    for sentence in sentences:
        at = next((n for n, token in enumerate(sentence.tokens) if token.norm in acts), None)
        if at is None:
            continue
        first, sides = _named_before(sentence, at)
        words = {token.norm for token in sentence.tokens[first : at + 2]}
        if sides and not (skip_negated and words & NEGATIONS):
            quotes.setdefault(sides, sentence.text[sentence.tokens[first].start : sentence.tokens[at].end])
    return Actors(frozenset().union(*quotes), " … ".join(quotes.values()))


def _named_before(sentence: Sentence, at: int) -> tuple[int, frozenset[str]]:
    """The nearest role or mutual party that is the subject of the act: its index, and its side or both sides."""
    tokens = sentence.tokens
    for n in range(at - 1, max(-1, at - REACH), -1):
        if not _is_subject(sentence, n, at):
            continue
        if tokens[n].kind == "role":
            return n, frozenset({tokens[n].norm})
        if tokens[n].norm == _PARTY and n > 0 and tokens[n - 1].norm in _MUTUAL:
            return n - 1, frozenset({"provider", "customer"})
    return at, frozenset()


def _is_subject(sentence: Sentence, n: int, at: int) -> bool:
    """Whether token n can be the one who acts: no possessive, and right before the act or before a verb to it."""
    raw = sentence.text[sentence.tokens[n].start : sentence.tokens[n].end].lower()
    if raw in _POSSESSIVES or raw.endswith(("'s", "\u2019s", "s'")):
        return False
    between = {token.norm for token in sentence.tokens[n + 1 : at]}
    return at - n == 1 or bool(between & _VERBS)


def _change(kind: ChangeKind, lead: str, theirs: Actors, other: str, ours: Actors) -> Change:
    def sentence(limit: int) -> str:
        return f'{lead}: "{shorten(theirs.quote, limit)}"; {other}: "{shorten(ours.quote, limit)}".'

    return Change(kind, sentence(140), sentence(55))
