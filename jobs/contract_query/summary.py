"""All contracts' answers in a few lines, by rules: how many state it, what they say, and who does not."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

_SHOWN_GROUPS = 6
_SHOWN_TITLES = 3
_ANSWER_CHARACTERS = 200
_PLURAL = re.compile(r"\b([a-z]{2,}[a-hj-rtv-z])s\b")
_UNTELLING = frozenset({"the", "this"})

Row = Mapping[str, Any]


def answer_summary(rows: Sequence[Row], asked: int) -> str:
    """The answers of all rows of a table in a few lines; `asked` is how many contracts were asked about."""
    if asked == 1 and len(rows) == 1:
        return _of_one(rows[0])
    stated = [row for row in rows if row["status"] == "stated"]
    silent = [row for row in rows if row["status"] != "stated"]
    groups = sorted(_groups(stated), key=len, reverse=True)
    lines = [_counts(len(stated), len(silent), asked)]
    lines += [f"- {_said(group)}" for group in groups[:_SHOWN_GROUPS]]
    left = groups[_SHOWN_GROUPS:]
    if left:
        lines.append(f"- Other answers: {_titles([row for group in left for row in group])}.")
    if silent and stated:
        lines.append(f"Not stated: {_titles(silent)}.")
    return "\n".join(lines)


def _of_one(row: Row) -> str:
    if row["status"] == "stated":
        return f"{row['contract_title']}: {row['answer']}"
    return f"{row['contract_title']} does not state it. {row['answer']}"


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


def _said(group: Sequence[Row]) -> str:
    answer = _shortened(group[0]["answer"])
    return (
        f"{_titles(group)}: {answer}" if len(group) == 1 else f"{_contracts(len(group))} ({_titles(group)}): {answer}"
    )


def _titles(rows: Sequence[Row]) -> str:
    shown = [row["contract_title"] for row in rows[:_SHOWN_TITLES]]
    left = len(rows) - len(shown)
    if left:
        return f"{', '.join(shown)} and {left:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _ANSWER_CHARACTERS:
        return flat
    return flat[: _ANSWER_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that say the same, in the order of their first ones."""
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_telling(row["answer"])].append(row)
    return list(groups.values())


def _telling(answer: str) -> tuple[str, ...]:
    """What is equal in answers that say the same, whatever they are about and in every language.

    A word more, or two in another order, may turn an answer round, and so may a comma: answers with such a difference
    stand apart. One that was cut off for the table agrees with others that were cut off behind the same words.
    """
    plain = unicodedata.normalize("NFC", answer).rstrip(". \n")
    # Before the capitals are gone: Roberts is not Robert.
    words = _PLURAL.sub(r"\1", plain).casefold().split()
    return tuple(word for word in words if word not in _UNTELLING)
