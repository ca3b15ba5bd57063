"""All contracts' answers in a few lines, by rules: how many state it, what they say, and who does not."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SHOWN_GROUPS = 6
_SHOWN_TITLES = 3
_ANSWER_CHARACTERS = 200
_PLURAL = re.compile(r"\b([a-z]{2,}[a-hj-rtv-z])s\b")
_UNTELLING = frozenset({"the", "this"})

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Group:
    """Contracts that say the same: how many, the first titles of them, and what the first says."""

    answer: str = ""
    contracts: int = 0
    titles: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        if not self.contracts:
            self.answer = row["answer"]
        self.contracts += 1
        if len(self.titles) < _SHOWN_TITLES:
            self.titles.append(row["contract_title"])


class AnswerGroups:
    """The answers in a few lines, from one row after another: of equal answers only the first is kept."""

    def __init__(self) -> None:
        self.rows = 0
        self._stated: dict[tuple[str, ...], _Group] = {}
        self._silent = _Group()

    def add(self, row: Row) -> None:
        """Take one row of the table into account."""
        self.rows += 1
        if row["status"] == "stated":
            self._stated.setdefault(_telling(row["answer"]), _Group()).add(row)
        else:
            self._silent.add(row)

    def summary(self, asked: int) -> str:
        """The lines; `asked` is how many contracts were asked about."""
        groups = sorted(self._stated.values(), key=lambda group: group.contracts, reverse=True)
        if asked == 1 and self.rows == 1:
            return _of_one(groups, self._silent)
        stated = sum(group.contracts for group in groups)
        lines = [_counts(stated, self._silent.contracts, asked)]
        lines += [f"- {_said(group)}" for group in groups[:_SHOWN_GROUPS]]
        left = groups[_SHOWN_GROUPS:]
        if left:
            lines.append(f"- Other answers: {_titles(_together(left))}.")
        if self._silent.contracts and stated:
            lines.append(f"Not stated: {_titles(self._silent)}.")
        return "\n".join(lines)


def answer_summary(rows: Iterable[Row], asked: int) -> str:
    """The answers of all rows of a table in a few lines; `asked` is how many contracts were asked about."""
    groups = AnswerGroups()
    for row in rows:
        groups.add(row)
    return groups.summary(asked)


def _of_one(groups: Sequence[_Group], silent: _Group) -> str:
    if groups:
        return f"{groups[0].titles[0]}: {groups[0].answer}"
    return f"{silent.titles[0]} does not state it. {silent.answer}"


def _counts(stated: int, silent: int, asked: int) -> str:
    read = stated + silent
    missing = f" {_contracts(asked - read)} could not be read or had no turn." if read < asked else ""
    if not read:
        return f"None of the {_contracts(asked)} could be read."
    if stated and silent:
        return f"{_contracts(stated)} of {read:,} {_verb(stated)} it, {silent:,} {_verb(silent, 'do')} not.{missing}"
    if stated:
        return f"{'All ' if read > 1 else ''}{_contracts(read)} {_verb(read)} it.{missing}"
    return f"{'None of ' if read > 1 else ''}{_contracts(read)} states it.{missing}"


def _verb(number: int, verb: str = "state") -> str:
    return verb if number > 1 else {"state": "states", "do": "does"}[verb]


def _contracts(number: int) -> str:
    return "1 contract" if number == 1 else f"{number:,} contracts"


def _said(group: _Group) -> str:
    answer, titles = _shortened(group.answer), _titles(group)
    return f"{titles}: {answer}" if group.contracts == 1 else f"{_contracts(group.contracts)} ({titles}): {answer}"


def _together(groups: Sequence[_Group]) -> _Group:
    titles = [title for group in groups for title in group.titles]
    return _Group(contracts=sum(group.contracts for group in groups), titles=titles[:_SHOWN_TITLES])


def _titles(group: _Group) -> str:
    shown = group.titles
    left = group.contracts - len(shown)
    if left:
        return f"{', '.join(shown)} and {left:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _ANSWER_CHARACTERS:
        return flat
    return flat[: _ANSWER_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _telling(answer: str) -> tuple[str, ...]:
    """What is equal in answers that say the same, whatever they are about and in every language.

    A word more, or two in another order, may turn an answer round, and so may a comma: answers with such a difference
    stand apart. One that was cut off for the table agrees with others that were cut off behind the same words.
    """
    plain = unicodedata.normalize("NFC", answer).rstrip(". \n")
    # Before the capitals are gone: Roberts is not Robert.
    words = _PLURAL.sub(r"\1", plain).casefold().split()
    return tuple(word for word in words if word not in _UNTELLING)
