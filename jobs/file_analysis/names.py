"""Names of columns that are all there and all different."""

from collections.abc import Sequence

_LONGEST = 200


def column_names(header: Sequence[str] | None, width: int) -> tuple[list[str], list[str]]:
    """A name for each column, and those that are not the header's own.

    Empty names become `column_3` by their position, repeated ones `name_2`, `name_3`. Without a header all are of the
    first kind, and none counts as renamed.
    """
    if header is None:
        return [f"column_{position}" for position in range(1, width + 1)], []
    given = [cell.strip()[:_LONGEST] for cell in header]
    taken = set(given)
    names: list[str] = []
    used: set[str] = set()
    renamed: list[str] = []
    for position in range(1, width + 1):
        own = given[position - 1] if position <= len(given) else ""
        name = own if own and own not in used else _free(own or "column", position if not own else 2, taken | used)
        if position <= len(given) and name != header[position - 1].strip():
            renamed.append(name)
        names.append(name)
        used.add(name)
    return names, renamed


def _free(stem: str, number: int, taken: set[str]) -> str:
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
