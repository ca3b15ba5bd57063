"""HTML that is put together from its parts, each of them escaped unless it is HTML already."""

import html
from collections.abc import Iterable

_VOID = frozenset({"br", "meta", "wbr"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *parts: str, **attributes: str) -> Html:
    """An element with its parts; of an attribute's name, underscores stand for hyphens, but for one at its end."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{given}>" + ("" if name in _VOID else f"{joined(parts)}</{name}>"))


def joined(parts: Iterable[str], between: str = "") -> Html:
    """The parts one after another."""
    return Html(_escaped(between).join(map(_escaped, parts)))


def prose(text: str) -> Html:
    """Paragraphs, with what stands between backticks as code."""
    return joined(element("p", inline(paragraph)) for paragraph in text.split("\n\n") if paragraph.strip())


def inline(text: str) -> Html:
    """A sentence, with what stands between backticks as code."""
    pieces = text.split("`")
    return joined(element("code", piece) if number % 2 else piece for number, piece in enumerate(pieces))


def code(text: str) -> Html:
    """A word of the API."""
    return element("code", text)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table whose first column names what its row is about."""
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    body = (joined((element("th", first, scope="row"), *map(_cell, rest))) for first, *rest in rows)
    return element("table", element("thead", head), element("tbody", *(element("tr", row) for row in body)))


def _cell(text: str) -> Html:
    return element("td", text)


def _escaped(text: str) -> str:
    return text if isinstance(text, Html) else html.escape(text)
