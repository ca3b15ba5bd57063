"""Plain sentences out of a clause's text: no markup, no numbering, no hard line breaks."""

import re

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^<>]{0,300}>")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^\s*>+\s?|^#{1,6}\s+", re.MULTILINE)
_PARAGRAPH = "\x1f"
_ITEM = r"(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]+|\d{1,2}(?:\.\d{1,2})+)"
_BREAK = re.compile(rf"\n\s*\n|(?:(?<=[.;:,])|(?<=\band)|(?<=\bor))\n(?=[ \t]*(?:[-\u2022*]|{_ITEM})\s)", re.IGNORECASE)
_MARKER = re.compile(
    rf"(?:^|{_PARAGRAPH})[ \t]*(?:(?:[-\u2022*]\s+)?(?:(?:article|section)\s+)?{_ITEM}[ \t]+|[-\u2022*][ \t]+)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_END = re.compile(r"(?<=[.;?!])[\"\u201d\u2019)]*\s+(?=[A-Z(\"\u201c])|;\s+(?=(?:and|or)?\s*\()|\x1f")
_SIGNATURE = re.compile(r"_{4,}|^(?:Signed (?:for|by)|IN WITNESS|(?:By|Name|Title|Date|Signature):)", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|No|Nos|Mr|Mrs|Ms|Dr|St|Sec|Art|vs|etc|e\.g|i\.e|L\.L\.C|U\.S|[A-Z])\.)$"
)


def clean(text: str) -> str:
    """`text` without markdown, HTML, list markers and line breaks; paragraphs are kept apart by U+001F."""
    text = _EMPHASIS.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))
    text = _MARKER.sub(_PARAGRAPH, _BREAK.sub(_PARAGRAPH, text))
    return re.sub(r"[^\S\x1f]+", " ", text).strip(f" {_PARAGRAPH}")


def body(text: str, heading: str) -> str:
    """The clean text of a clause without its heading."""
    plain = clean(text)
    title = _SPACE.sub(" ", clean(heading))
    at = plain.find(title, 0, len(title) + 24) if title else -1
    if at < 0:
        return plain
    return plain[at + len(title) :].lstrip(f" .:{_PARAGRAPH}\u2013\u2014-")


def sentences(plain: str) -> list[str]:
    """The sentences of clean text in order; each item of a list set off by semicolons is one."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(plain):
        piece = plain[start : match.start()]
        if match.group() != _PARAGRAPH and _ABBREVIATION.search(piece):
            continue
        found.append(piece)
        start = match.end()
    found.append(plain[start:])
    return [piece for raw in found if _says_something(piece := raw.strip(f" ;{_PARAGRAPH}"))]


def _says_something(piece: str) -> bool:
    return any(map(str.isalpha, piece)) and not _SIGNATURE.search(piece)


def shorten(text: str, limit: int = 160) -> str:
    """`text` in at most `limit` characters, cut between words, fit to stand between double quotes."""
    flat = _SPACE.sub(" ", text.replace(_PARAGRAPH, " ")).strip()
    flat = flat.replace('"', "'").replace("“", "'").replace("”", "'")
    if len(flat) <= limit:
        return flat
    return flat[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
