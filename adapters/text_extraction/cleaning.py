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
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_BLANKS = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    r"""`text` with `\\n` newlines, composed characters, plain spaces, no control characters or ligatures."""
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text)).translate(_REPLACED)
    return _MANY_BLANKS.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")
