"""App settings inside what decorators say: `%NAME%` stands for a setting's value."""

import os
import re

_SETTING = re.compile(r"%([^%]+)%")


class MissingSettingError(Exception):
    """A setting is named that is not set; the message goes on from the name of the thing that names it."""


def expand(text: str) -> str:
    """The text with the values of the settings it names.

    Raises:
        MissingSettingError: one of them is not set.
    """

    def value(match: re.Match[str]) -> str:
        setting = os.environ.get(match[1])
        if setting is None:
            raise MissingSettingError(
                f"names the app setting {match[1]}, which is not set: add it to local.settings.json."
            )
        return setting

    return _SETTING.sub(value, text)
