"""What changed between a clause of the standard and the sentences of the contract that answer it."""

import re
from collections.abc import Iterable, Sequence

from adapters.offline_model.comparison.actors import actor_change
from adapters.offline_model.comparison.changes import ABOUT_ACTORS, Change, ChangeKind
from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.comparison.sentence_matching import Matching, match_sentences
from adapters.offline_model.comparison.wording import changes_between
from adapters.offline_model.language.prose import shorten
from adapters.offline_model.language.tokens import FACT_KINDS, TokenKind
from adapters.offline_model.language.weights import Weights
from shared.domain.clauses import ClauseType

REWRITTEN_BELOW = 0.34
"""Part of the standard clause's sentences with a counterpart, below which single changes are not told."""
MAX_CHANGES = 12

_CAP = re.compile(
    r"\b(?:shall|will|must|may|does|do)\s+not\s+exceed\b|\blimited\s+to\b|\bmaximum\s+(?:aggregate\s+)?liabil|"
    r"\baggregate\s+liabil|\bnot\s+(?:be\s+)?(?:exceed|greater|more)\b|\bcap(?:ped)?\b",
    re.IGNORECASE,
)
_NO_CAP = "The contract has no cap on liability; the standard says"
_LEFT_OUT = "The contract leaves out"
_ADDED = "The contract adds"
_FACT_NAMES: dict[TokenKind, str] = {
    "money": "sums of money",
    "percent": "percentages",
    "duration": "periods",
    "place": "places",
}


def differences(
    standard: Sequence[Sentence],
    contract: Sequence[Sentence],
    clause_type: ClauseType,
    weights: Weights,
    elsewhere: Iterable[Sentence] = (),
) -> list[Change]:
    """The changes in reading order; [] when nothing differs. Both sides have a sentence at least.

    `elsewhere` are sentences of the contract outside the clause, where a cap on liability may stand.
    """
    if not standard or not contract:
        return []
    matching = match_sentences(standard, contract, weights)
    cap = _lost_cap(standard, [*contract, *elsewhere]) if clause_type is ClauseType.LIMITATION_OF_LIABILITY else None
    lost = [] if cap is None else [_quote(ChangeKind.CAP_REMOVED, _NO_CAP, cap)]
    actors = actor_change(standard, contract, clause_type)
    who = [] if actors is None else [actors]
    if _is_rewritten(matching, standard):
        return [*lost, *who, *_rewritten(standard, contract)]
    found = [change for one, other in matching.pairs for change in changes_between(one, other, clause_type)]
    left_out = [_quote(ChangeKind.LEFT_OUT, _LEFT_OUT, one) for one in matching.left_out if one is not cap]
    added = [_quote(ChangeKind.ADDED, _ADDED, one) for one in matching.added]
    if any(change.kind in ABOUT_ACTORS for change in found):
        who = []
    return _limited([*lost, *who, *found, *left_out, *added])


def _is_rewritten(matching: Matching, standard: Sequence[Sentence]) -> bool:
    """Whether hardly a sentence of the standard is there, be it changed, split up or joined with another."""
    held = len(standard) - len(matching.left_out) - len(matching.pairs)
    return matching.alike + held < REWRITTEN_BELOW * len(standard)


def _quote(kind: ChangeKind, lead: str, sentence: Sentence) -> Change:
    return Change(kind, f'{lead}: "{shorten(sentence.text, 220)}"', f'{lead}: "{shorten(sentence.text, 110)}"')


def _lost_cap(standard: Sequence[Sentence], contract: Sequence[Sentence]) -> Sentence | None:
    """The sentence that caps liability in the standard, when the contract has none."""
    if any(_is_cap(sentence) for sentence in contract):
        return None
    return next((sentence for sentence in standard if _is_cap(sentence)), None)


def _is_cap(sentence: Sentence) -> bool:
    return _CAP.search(sentence.text) is not None and "liab" in sentence.text.lower()


def _rewritten(standard: Sequence[Sentence], contract: Sequence[Sentence]) -> list[Change]:
    """One change for the whole clause, and one for each kind of fact whose values are not the same."""
    facts = [
        _fact_difference(name, ours, theirs)
        for kind, name in _FACT_NAMES.items()
        if _norms(ours := _facts(standard, kind)) != _norms(theirs := _facts(contract, kind))
    ]
    lead = f'Written differently throughout; the contract begins: "{shorten(contract[0].text, 200)}"'
    changes = [_whole(lead, facts)]
    return [*changes, *(Change(ChangeKind.REWRITTEN, _capital(fact), _capital(fact)) for fact in facts)]


def _fact_difference(name: str, ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]) -> str:
    if not theirs:
        return f"no {name} where the standard has {_list(ours)}."
    return f"{name}: {_list(theirs)}; the standard has {_list(ours)}."


def _whole(sentence: str, facts: Sequence[str]) -> Change:
    """The change that stands for the whole clause; for a table the first different fact says most."""
    short = f"Written differently; {facts[0]}" if facts else shorten(sentence, 180)
    return Change(ChangeKind.REWRITTEN, sentence, short)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _norms(facts: Sequence[tuple[str, str]]) -> set[str]:
    return {norm for norm, _ in facts}


def _facts(sentences: Sequence[Sentence], kind: TokenKind) -> list[tuple[str, str]]:
    """Meaning and print of the facts of one kind, each meaning once."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.kind == kind and kind in FACT_KINDS:
                found.setdefault(token.norm, sentence.printed(token))
    return list(found.items())


def _list(facts: Sequence[tuple[str, str]]) -> str:
    shown = ", ".join(printed for _, printed in facts[:4])
    return f"{shown} and more" if len(facts) > 4 else shown or "none"  # noqa: PLR2004 - four fit a line


def _limited(changes: Sequence[Change]) -> list[Change]:
    """At most MAX_CHANGES, and a last sentence for the rest; equal sentences once."""
    unique = list({change.sentence: change for change in changes}.values())
    if len(unique) <= MAX_CHANGES:
        return unique
    rest = len(unique) - MAX_CHANGES
    text = f"{rest} more changes of wording; read both clauses."
    return [*_weightiest(unique), Change(ChangeKind.REWORDED, text, text)]


def _weightiest(changes: Sequence[Change]) -> list[Change]:
    """MAX_CHANGES of the changes, figures and turns of meaning before plain wording, in reading order."""
    plain = {ChangeKind.REWORDED, ChangeKind.ADDED, ChangeKind.LEFT_OUT}
    order = sorted(range(len(changes)), key=lambda i: (changes[i].kind in plain, i))[:MAX_CHANGES]
    return [changes[i] for i in sorted(order)]
