"""Who calls, and what they may see."""

from dataclasses import dataclass

from shared.errors import ForbiddenError

ANYBODY = "*"
"""Stands for every caller where a document says who may see it."""

UNNAMED = "system"
"""The user of a request that names none."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request.

    `user_id` is None when nobody was asked (`AUTH_MODE` is `none`): then the request itself names the user.
    """

    user_id: str | None = None
    is_admin: bool = False

    def may_see(self, owner: str) -> bool:
        """Whether what belongs to this user is the caller's to see, to change and to stop."""
        return self.is_admin or (self.user_id is not None and owner == self.user_id)

    @property
    def confined_to(self) -> str | None:
        """The user to whose documents the caller is confined; None for a caller who may see those of all."""
        return None if self.is_admin else (self.user_id or "")

    def user_for(self, named: str) -> str:
        """The user of a request that names this one: the caller, unless an administrator acts for somebody else.

        Raises:
            ForbiddenError: the request names somebody else, and the caller is no administrator.
        """
        if self.user_id is None:
            return named
        if named in (UNNAMED, self.user_id):
            return self.user_id
        if self.is_admin:
            return named
        raise ForbiddenError("You may act for yourself only. Leave the user out of the request, or name yourself.")


EVERYBODY = Caller(is_admin=True)
"""The caller where nobody is asked who they are."""
