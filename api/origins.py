"""The headers by which a browser knows which pages may call the API."""

from azurefunctions.extensions.http.fastapi import Request

_ANY = "*"
_EXPOSED = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Location, Retry-After"
_PERMISSIONS = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-Range, Last-Event-ID, Range",
    "Access-Control-Max-Age": "600",
}


class Origins:
    """Origins (scheme, host and port) whose pages may call, or `*` for all; without any, pages of the app's own only.

    Cookies are never asked for: a page of another origin proves its user by a token that it holds.
    """

    def __init__(self, listed: str) -> None:
        names = (name.strip().rstrip("/").lower() for name in listed.split(","))
        self._allowed = frozenset(name for name in names if name)

    def headers(self, request: Request) -> dict[str, str]:
        """What an answer to this request says, errors too: a page could not read them otherwise."""
        if not self._allowed:
            return {}
        if _ANY in self._allowed:
            return {"Access-Control-Allow-Origin": _ANY, "Access-Control-Expose-Headers": _EXPOSED}
        origin = request.headers.get("origin", "")
        if origin.lower() not in self._allowed:
            return {"Vary": "Origin"}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": _EXPOSED,
            "Vary": "Origin",
        }

    def permissions(self, request: Request) -> dict[str, str]:
        """What a page of this origin may send; nothing for a page that may not call."""
        return dict(_PERMISSIONS) if "Access-Control-Allow-Origin" in self.headers(request) else {}
