"""Heading first, then text: the type of a clause and the further types it touches."""

import re
from collections.abc import Sequence

from shared.domain.classification.headings import types_of_heading
from shared.domain.classification.text_rules import TEXT_RULES, THRESHOLD
from shared.domain.clauses.types import ClauseType

_ORDER = {kind: place for place, kind in enumerate(ClauseType)}
_LIST_NUMBER = re.compile(r"\b([a-z]|\d{1,2})\. ")
"""Its dot ends no sentence: the items of a list belong to the words that open it."""

_MAX_CHARS = 60_000
_PLAIN_QUOTES = str.maketrans("“”\u2018\u2019", "\"\"''")


def classify(heading: str, body: str, parent: ClauseType | None = None) -> tuple[ClauseType, tuple[ClauseType, ...]]:
    """The main type of a clause and the further types its heading and body touch.

    The heading decides when it is a usual one; else the body's words; else the type of the clause it
    stands in, since 7.2 under "Indemnity" is about indemnity even when it only says who calls whom.

    Returns:
        The main type (`other` when nothing tells) and the further ones in the order of `ClauseType`.
    """
    announced = types_of_heading(heading)
    scores = classify_text(body)
    main = _main(announced, scores, parent)
    further = {*announced, *scores} - {main, ClauseType.OTHER}
    return main, tuple(sorted(further, key=_ORDER.__getitem__))


def _main(announced: Sequence[ClauseType], scores: dict[ClauseType, int], parent: ClauseType | None) -> ClauseType:
    if announced and announced[0] is not ClauseType.OTHER:
        return announced[0]
    if scores:
        return max(scores, key=lambda kind: (scores[kind], kind is parent, -_ORDER[kind]))
    return parent or ClauseType.OTHER


def classify_text(body: str) -> dict[ClauseType, int]:
    """The types whose terms `body` uses, each with the sum of its terms' weights.

    A body of over 60,000 characters is judged by its beginning.
    """
    body = body[:_MAX_CHARS]
    words = _LIST_NUMBER.sub(r"\1 ", " ".join(body.casefold().translate(_PLAIN_QUOTES).split()))
    scores = {
        kind: sum(weight for weight, pattern in rules if pattern.search(words)) for kind, rules in TEXT_RULES.items()
    }
    return {kind: score for kind, score in scores.items() if score >= THRESHOLD}
