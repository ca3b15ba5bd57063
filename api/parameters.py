"""Query parameters, checked all together."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from azurefunctions.extensions.http.fastapi import Request

from shared.errors import Fault, InvalidRequestError

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_SEARCH_CHARACTERS = 200
_DIGITS = 9
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Parameters:
    """Reads the query parameters of a request and keeps count of their faults."""

    def __init__(self, request: Request) -> None:
        self._query = request.query_params
        self._faults: list[Fault] = []

    def limit(self) -> int:
        """How many entries a page is to have."""
        raw = self._query.get("limit", str(DEFAULT_LIMIT))
        if len(raw) <= _DIGITS and raw.isascii() and raw.isdigit() and 1 <= int(raw) <= MAX_LIMIT:
            return int(raw)
        self._faults.append(Fault("/limit", f"Give a whole number from 1 to {MAX_LIMIT}."))
        return DEFAULT_LIMIT

    def day(self, name: str) -> date | None:
        """A day; None when it is left out."""
        raw = self._query.get(name)
        if raw is None:
            return None
        with suppress(ValueError):
            # The reader takes other forms of ISO 8601 too.
            if _DAY.fullmatch(raw):
                return date.fromisoformat(raw)
        self._faults.append(Fault(f"/{name}", "Give a day as YYYY-MM-DD, or leave it out."))
        return None

    def continuation(self) -> str | None:
        """Where the page before ended; what is wrong with it the store will say."""
        return self._query.get("continuation") or None

    def text(self, name: str) -> str:
        """Words to look for, without white space around them; empty when there are none."""
        words = str(self._query.get(name, "")).strip()
        if len(words) > MAX_SEARCH_CHARACTERS:
            self._faults.append(Fault(f"/{name}", f"Give at most {MAX_SEARCH_CHARACTERS} characters."))
        return words

    def choices(self, name: str, allowed: Iterable[str]) -> list[str]:
        """A comma-separated choice among values."""
        chosen = [value.strip() for value in self._query.get(name, "").split(",") if value.strip()]
        known = list(allowed)
        unknown = [value[:60] for value in chosen if value not in known]
        if unknown:
            self._faults.append(Fault(f"/{name}", f"Unknown: {', '.join(unknown)}. Known are: {', '.join(known)}."))
        return chosen

    def checked(self) -> None:
        """Raise InvalidRequestError if anything read so far was wrong."""
        if self._faults:
            raise InvalidRequestError(self._faults)
