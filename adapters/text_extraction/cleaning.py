"""Characters that mean nothing to a reader, put in order."""

import re
import unicodedata

_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_REPLACED = str.maketrans(
    {
        "\xa0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\xad": None,
        "\u200b": None,
        "\u2060": None,
        "\ufeff": None,
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        **{chr(code): None for code in range(32) if chr(code) not in "\t\n"},
        "\x7f": None,
    }
)
_HALVES = re.compile("[\ud800-\udfff]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_BLANKS = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    r"""`text` with `\\n` newlines, composed characters, plain spaces, no control characters or ligatures.

    Halves of surrogate pairs, which no store could keep, are left out. A text without a visible character is empty.
    """
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", _HALVES.sub("", text))).translate(_REPLACED)
    text = _MANY_BLANKS.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")
    return text if any(unicodedata.category(char) not in _INVISIBLE for char in text) else ""
