"""The document with the places of all jobs that are processed, and every change of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.admission import Place
from shared.domain.retention import KEPT_FOR_EVER
from shared.errors import AlreadyExistsError, ConflictError
from shared.ports.documents import Container, JsonDocument

_ID = "admission:places"
_PARTITION = "admission"


@dataclass(frozen=True, slots=True)
class Page:
    """The places at one moment; `waiting` says whether there may be jobs that wait for one."""

    places: Mapping[str, Place]
    waiting: bool


class PlaceBook:
    """Reads and replaces the one document; what was seen last is kept, so that the normal change is one call."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._page = Page({}, waiting=False)
        self._etag: str | None = None

    @property
    def seen(self) -> Page:
        """The places as they were read or written last."""
        return self._page

    async def read(self) -> Page:
        """The places as they are now; the document is made when there is none."""
        found = await self._container.read(_PARTITION, _ID)
        if found is None:
            return await self._create()
        self._etag = found.etag
        places = {job: Place.model_validate(place) for job, place in found.body["places"].items()}
        self._page = Page(places, bool(found.body["waiting"]))
        return self._page

    async def current(self) -> Page:
        """What was seen last, read if nothing was: good enough to decide on what `write` then checks."""
        return self._page if self._etag is not None else await self.read()

    async def write(self, page: Page) -> bool:
        """Replace what was seen last; False when somebody was faster, and then it has to be read anew."""
        try:
            self._etag = await self._container.replace(_PARTITION, _body(page), self._etag or "")
        except ConflictError:
            self._etag = None
            return False
        except BaseException:
            # Whether it was written is unknown.
            self._etag = None
            raise
        self._page = page
        return True

    async def _create(self) -> Page:
        try:
            self._etag = await self._container.create(_PARTITION, _body(Page({}, waiting=False)))
        except AlreadyExistsError:
            return await self.read()
        self._page = Page({}, waiting=False)
        return self._page


def _body(page: Page) -> JsonDocument:
    return {
        "id": _ID,
        "type": "admission",
        "user_id": _PARTITION,
        "places": {job: place.model_dump(mode="json") for job, place in page.places.items()},
        "waiting": page.waiting,
        "ttl": KEPT_FOR_EVER,
    }
