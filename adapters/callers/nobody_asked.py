"""`AUTH_MODE=none`: nobody is asked, and everybody may do everything."""

from collections.abc import Mapping

from shared.domain.caller import EVERYBODY, Caller


class NobodyAsked:
    """Takes every caller for the administrator of a machine of their own."""

    async def identify(self, headers: Mapping[str, str]) -> Caller:  # noqa: ARG002 - no header proves anything here
        """Everybody."""
        return EVERYBODY
