"""Who calls, and what they may see."""

from dataclasses import dataclass

ANYBODY = "*"
"""Stands for every caller where a document says who may see it."""


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


EVERYBODY = Caller(is_admin=True)
"""The caller where nobody is asked who they are."""
