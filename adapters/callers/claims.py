"""From what a proof says of a person to a caller."""

from pydantic import TypeAdapter, ValidationError

from shared.domain.caller import ANYBODY, Caller
from shared.domain.job import UserId
from shared.errors import UnauthenticatedError

_USER_ID: TypeAdapter[str] = TypeAdapter(UserId)


def caller_from(user: object, roles: object, admin_role: str) -> Caller:
    """The caller whom a proof names, an administrator when their roles say so.

    Args:
        user: The claim that names the user.
        roles: A list, or words with spaces between them; anything else is no role.
        admin_role: The role of administrators.

    Raises:
        UnauthenticatedError: the claim is absent, or cannot be a user's id.
    """
    try:
        user_id = _USER_ID.validate_python(user)
    except ValidationError:
        user_id = ANYBODY
    # Documents that everybody may read are marked so: nobody may bear the mark's name.
    if user_id == ANYBODY:
        raise UnauthenticatedError("The proof of who you are names no user that can be told from others.")
    return Caller(user_id, is_admin=admin_role in _words(roles))


def _words(roles: object) -> list[object]:
    if isinstance(roles, str):
        return [*roles.split()]
    return roles if isinstance(roles, list) else []
