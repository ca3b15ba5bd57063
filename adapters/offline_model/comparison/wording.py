"""What a difference between two sentences means, as a change people can read."""

from collections.abc import Callable, Sequence

from adapters.offline_model.comparison.changes import ABOUT_ACTORS, Change, ChangeKind
from adapters.offline_model.comparison.edits import Edit, Side, edits_between
from adapters.offline_model.comparison.fact_subjects import subject_of
from adapters.offline_model.comparison.passages import Sentence
from adapters.offline_model.language.prose import shorten
from adapters.offline_model.language.tokens import FACT_KINDS, TokenKind
from adapters.offline_model.language.vocabulary import CARVE_OUTS, MODALS, MUTUAL, NEGATIONS, SCOPE_WORDS
from shared.domain.clauses import ClauseType

FOCUSED = 6
"""Tokens up to which an edit is small enough to say what its negation or modal verb does."""
MAX_EDITS = 5
"""More edits than that in one sentence make it a sentence worded anew."""

WORDED_ANEW = 0.42
"""Part of both sentences' words that must differ for the same."""

_FACT_CHANGES: dict[TokenKind, ChangeKind] = {
    "money": ChangeKind.AMOUNT,
    "percent": ChangeKind.PERCENTAGE,
    "duration": ChangeKind.DURATION,
    "place": ChangeKind.JURISDICTION,
    "number": ChangeKind.NUMBER,
}


def changes_between(standard: Sentence, contract: Sentence, clause_type: ClauseType) -> list[Change]:
    """The changes from a sentence of the standard to its counterpart, in reading order."""
    edits = [edit for edit in edits_between(standard, contract) if _matters(edit)]
    rest = [edit for edit in edits if not _is_fact_only(edit)]
    if len(rest) > MAX_EDITS or _is_worded_anew(rest, standard, contract):
        facts = _fact_changes(Edit(Side.of(standard), Side.of(contract)), clause_type, only_if_single=True)
        return [*facts, _reworded(standard.text, contract.text)]
    facts = [change for edit in edits for change in _fact_changes(edit, clause_type)]
    return [*facts, *_one_about_actors([_wording_change(edit) for edit in rest])]


def _one_about_actors(changes: Sequence[Change]) -> list[Change]:
    first = next((change for change in changes if change.kind in ABOUT_ACTORS), None)
    return [change for change in changes if change.kind not in ABOUT_ACTORS or change is first]


def _matters(edit: Edit) -> bool:
    """Whether more than filler words differ."""
    return any(
        token.kind != "word" or len(token.norm) > 2 or token.norm in SCOPE_WORDS | NEGATIONS  # noqa: PLR2004 - "or" and "no" count, other short words do not
        for token in (*edit.standard.tokens, *edit.contract.tokens)
    )


def _fact_changes(edit: Edit, clause_type: ClauseType, *, only_if_single: bool = False) -> list[Change]:
    """Figures and places that stand at the same place on both sides.

    `only_if_single` takes a kind into account only where each side has one, since in sentences that are worded
    anew the second of two need not be the second of the other two.
    """
    changes = []
    for kind in FACT_KINDS:
        ours, theirs = edit.standard.facts(kind), edit.contract.facts(kind)
        if only_if_single and not len(ours) == len(theirs) == 1:
            continue
        for one, other in zip(ours, theirs, strict=False):
            if one.norm == other.norm:
                continue
            new, old = edit.contract.sentence.printed(other), edit.standard.sentence.printed(one)
            subject = subject_of(edit.contract.sentence, other, clause_type)
            changes.append(_fact_change(_FACT_CHANGES[kind], subject, new, old))
    return changes


def _fact_change(kind: ChangeKind, subject: str, new: str, old: str) -> Change:
    short = f"{subject} {new}; the standard says {old}."
    return Change(kind, short, short)


def _is_fact_only(edit: Edit) -> bool:
    sides = (edit.standard, edit.contract)
    kinds = [{token.kind for token in side.tokens} for side in sides]
    return bool(kinds[0]) and kinds[0] == kinds[1] and kinds[0] <= set(FACT_KINDS)


def _is_worded_anew(edits: Sequence[Edit], standard: Sentence, contract: Sentence) -> bool:
    """Whether so much differs that single edits would tell nothing."""
    differing = sum(len(edit.standard.tokens) + len(edit.contract.tokens) for edit in edits)
    return len(edits) > 1 and differing > WORDED_ANEW * (len(standard.tokens) + len(contract.tokens))


def _wording_change(edit: Edit) -> Change:
    size = max(len(edit.standard.tokens), len(edit.contract.tokens))
    if size <= FOCUSED:
        for rule in (_mutuality, _other_party, _negation, _modality):
            if change := rule(edit):
                return change
    return _carve_out(edit) or _plain(edit)


def _mutuality(edit: Edit) -> Change | None:
    ours, theirs = edit.standard, edit.contract
    if _is_mutual(ours) and _roles(theirs) and not _is_mutual(theirs):
        return _quoting(ChangeKind.ONE_SIDED, edit, "One-sided in the contract", "the standard binds both parties")
    if _is_mutual(theirs) and _roles(ours) and not _is_mutual(ours):
        return _quoting(ChangeKind.MADE_MUTUAL, edit, "Binds both parties in the contract", "the standard one")
    return None


def _other_party(edit: Edit) -> Change | None:
    ours, theirs = _roles(edit.standard), _roles(edit.contract)
    if ours and theirs and ours != theirs and len(ours) == len(theirs) == 1:
        return _quoting(ChangeKind.OTHER_PARTY, edit, "Another party in the contract", "in the standard")
    return None


def _negation(edit: Edit) -> Change | None:
    ours, theirs = bool(edit.standard.norms & NEGATIONS), bool(edit.contract.norms & NEGATIONS)
    if ours == theirs:
        return None
    lead = "The contract negates what the standard says" if theirs else "The contract drops a negation"
    return _quoting(ChangeKind.NEGATION, edit, lead, "the standard")


def _modality(edit: Edit) -> Change | None:
    ours, theirs = edit.standard.norms & MODALS, edit.contract.norms & MODALS
    if not ours or not theirs or ours == theirs:
        return None
    lead = "Optional in the contract" if "may" in theirs else "Required in the contract"
    other = "required in the standard" if "may" in theirs else "optional in the standard"
    return _quoting(ChangeKind.MODALITY, edit, lead, other)


def _carve_out(edit: Edit) -> Change | None:
    ours, theirs = bool(edit.standard.norms & CARVE_OUTS), bool(edit.contract.norms & CARVE_OUTS)
    if ours == theirs:
        return None
    if theirs:
        return _one_quote(ChangeKind.CARVE_OUT_ADDED, "The contract adds an exception or condition", edit.contract)
    return _one_quote(ChangeKind.CARVE_OUT_REMOVED, "The contract drops an exception or condition", edit.standard)


def _plain(edit: Edit) -> Change:
    if not edit.standard.tokens:
        return _one_quote(ChangeKind.ADDED, "The contract adds", edit.contract)
    if not edit.contract.tokens:
        return _one_quote(ChangeKind.LEFT_OUT, "The contract leaves out", edit.standard)
    return _reworded(edit.standard.quote(around=2), edit.contract.quote(around=2))


def _is_mutual(side: Side) -> bool:
    return bool(side.norms & MUTUAL)


def _roles(side: Side) -> frozenset[str]:
    return frozenset(token.norm for token in side.tokens if token.kind == "role")


def _quoting(kind: ChangeKind, edit: Edit, lead: str, other: str) -> Change:
    around = 3
    return _both(lead, edit.contract.quote(around), other, edit.standard.quote(around), kind)


def _one_quote(kind: ChangeKind, lead: str, side: Side) -> Change:
    around = 0 if len(side.tokens) > FOCUSED else 2
    make: Callable[[int], str] = lambda limit: f'{lead}: "{shorten(side.quote(around), limit)}".'  # noqa: E731
    return Change(kind, make(220), make(110))


def _reworded(old: str, new: str) -> Change:
    return _both("The contract says", new, "the standard says", old, ChangeKind.REWORDED)


def _both(lead: str, new: str, other: str, old: str, kind: ChangeKind) -> Change:
    def sentence(limit: int) -> str:
        return f'{lead}: "{shorten(new, limit)}"; {other}: "{shorten(old, limit)}".'

    return Change(kind, sentence(160), sentence(60))
