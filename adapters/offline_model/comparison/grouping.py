"""Which clauses are compared as one: a clause with its unheaded sub-clauses, and the headings above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.clauses import Clause, ClauseType

_INTRODUCES_PARTIES = re.compile(r"\b(?:between|by and among|entered into|is made (?:on|as of))\b", re.IGNORECASE)

MAX_HEADING_WORDS = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses in reading order, the one that names them, and the type they are compared under."""

    clauses: tuple[Clause, ...]
    main: Clause
    clause_type: ClauseType


def groups_of(clauses: Sequence[Clause]) -> list[Group]:
    """Every clause is in exactly one group; the groups are in reading order of their main clauses.

    A sub-clause without a heading joins its parent unless both have known types that differ under a heading
    that only collects ("General"). A bare heading joins the first clause below it.
    """
    members: list[list[Clause]] = []
    place: dict[str, int] = {}
    for clause in clauses:
        at = place.get(clause.parent_id or "")
        if at is not None and _belongs(clause, members[at][0]):
            members[at].append(clause)
            place[clause.clause_id] = at
        else:
            place[clause.clause_id] = len(members)
            members.append([clause])
    return _with_headings(members)


def is_sentence(heading: str) -> bool:
    """Whether what was taken for a heading is the text of a clause that has only one sentence."""
    return len(heading.split()) > MAX_HEADING_WORDS


def _belongs(clause: Clause, parent: Clause) -> bool:
    if clause.heading and not is_sentence(clause.heading):
        return False
    return parent.clause_type is not ClauseType.OTHER or clause.clause_type is ClauseType.OTHER


def _with_headings(members: Sequence[Sequence[Clause]]) -> list[Group]:
    groups: list[Group] = []
    headings: list[Clause] = []
    above: set[str] = set()
    for found in members:
        main = found[0]
        if headings and main.parent_id not in above:
            groups.append(_group(headings, headings[0], is_first=not groups))
            headings, above = [], set()
        if len(found) == 1 and _is_bare(main):
            headings.append(main)
            above.add(main.clause_id)
        else:
            groups.append(_group([*headings, *found], main, is_first=not groups))
            headings, above = [], set()
    return [*groups, _group(headings, headings[0], is_first=not groups)] if headings else groups


def _group(clauses: Sequence[Clause], main: Clause, *, is_first: bool) -> Group:
    kind = main.clause_type
    if is_first and _INTRODUCES_PARTIES.search(main.text[:1500]) and not main.number:
        kind = ClauseType.PARTIES
    return Group(tuple(clauses), main, kind)


def _is_bare(clause: Clause) -> bool:
    """Whether the clause is a heading and nothing else."""
    text = (
        clause.body if clause.body_offset else clause.text.replace(clause.heading, "", 1).replace(clause.number, "", 1)
    )
    return bool(clause.heading) and not is_sentence(clause.heading) and not any(map(str.isalpha, text))
