"""What failed for good, from the end of its job to another go at it, over HTTP."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from adapters.bootstrap import connect
from api.application import create_app
from devhost import HostOptions
from jobs.registry import JOB_TYPES
from shared.errors import PermanentError
from shared.ports.model import Completion, Model, ModelLimits, ModelRequest, ModelSelection, Report, Told
from shared.settings import Settings
from tests.e2e.app_client import STANDARD_TEXT, AppClient, comparison
from tests.e2e.conftest import EVERYWHERE
from tests.e2e.hosting import host_of
from tests.fakes.api_description import Description

LETTERS = "/api/admin/deadletters"


class RefusingModel:
    """Refuses some contracts for good, and answers about all others as the model behind it."""

    def __init__(self, behind: Model) -> None:
        self._behind = behind
        self.refused: set[str] = set()
        self.asked: list[str] = []

    @property
    def limits(self) -> ModelLimits | None:
        """As the model behind it."""
        return self._behind.limits

    def identity(self, selection: ModelSelection) -> str:
        """As the model behind it."""
        return self._behind.identity(selection)

    async def reachable(self) -> bool:
        """As the model behind it."""
        return await self._behind.reachable()

    async def complete(self, request: ModelRequest, report: Report, told: Told | None = None) -> Completion:
        """Answer or refuse."""
        contract_id = request.variables["contract"]["contract_id"]
        self.asked.append(contract_id)
        if contract_id in self.refused:
            raise PermanentError("The model does not like this contract.")
        return await self._behind.complete(request, report, told)


@dataclass(frozen=True)
class Scene:
    """The app, and its model."""

    app: AppClient
    model: RefusingModel

    async def job(self) -> tuple[dict[str, Any], list[str]]:
        """A job of three contracts at its end, and the two of them that were refused, once their letters are there."""
        standard = await self.app.add_text()
        others = [await self.app.add_text(f"{STANDARD_TEXT}\n5. Note. Number {n}.\n") for n in range(3)]
        self.model.refused = set(others[1:])
        submitted = await self.app.submit({"request": comparison(standard, *others)})
        job = await self.app.finished(submitted["job_id"])
        async with asyncio.timeout(10):
            while len(await self.letters(job_id=job["id"])) < len(others[1:]):
                await asyncio.sleep(0.02)
        return job, others[1:]

    async def letters(self, **parameters: str) -> list[dict[str, Any]]:
        """A page of letters."""
        answer = (await self.app.http.get(LETTERS, params=parameters)).raise_for_status()
        return list(answer.json()["letters"])

    async def replay(self, letter_id: str) -> httpx.Response:
        """Replay a letter, its id encoded as clients do it."""
        return await self.app.http.post(f"{LETTERS}/{quote(letter_id, safe='')}/replay")


@pytest.fixture
async def scene(standing: Settings) -> AsyncIterator[Scene]:
    connected = connect(standing)
    model = RefusingModel(connected.model)
    app = create_app(standing, dataclasses.replace(connected, model=model), JOB_TYPES)
    async with (
        host_of(app, options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as http,
    ):
        yield Scene(AppClient(http), model)
    await connected.close()


@EVERYWHERE
async def test_what_failed_is_found_and_replayed_and_only_that_is_asked_again(scene: Scene) -> None:
    job, refused = await scene.job()
    assert (job["status"], job["items_failed"]) == ("completed", 2)
    letters = await scene.letters()
    assert sorted(letter["contract_id"] for letter in letters) == sorted(refused)
    assert {letter["error"] for letter in letters} == {"The model does not like this contract."}
    assert await scene.letters(job_id=job["id"], user_id="system") == letters
    assert await scene.letters(user_id="nobody") == []

    scene.model.refused.clear()
    scene.model.asked.clear()
    answer = await scene.replay(letters[0]["id"])
    new_id = answer.json()["new_job_id"]
    assert (answer.status_code, answer.json()["poll_url"]) == (202, f"/api/jobs/{new_id}")
    again = await scene.app.finished(new_id)
    assert (again["status"], again["items_completed"], again["retry_of"]) == ("completed", 3, job["id"])
    assert sorted(set(scene.model.asked)) == sorted(refused)
    assert {letter["replayed_as"] for letter in await scene.letters()} == {new_id}

    second = await scene.replay(letters[1]["id"])
    assert (second.status_code, new_id in second.json()["detail"]) == (409, True)


async def test_a_letter_is_found_under_its_id_with_the_colons_plain_or_encoded(scene: Scene) -> None:
    await scene.job()
    letter_id = (await scene.letters())[0]["id"]
    assert ":" in letter_id
    assert (await scene.app.http.post(f"{LETTERS}/{letter_id}/replay")).status_code == 202
    assert (await scene.replay(letter_id)).status_code == 409


async def test_letters_come_a_page_at_a_time(scene: Scene) -> None:
    await scene.job()
    first = (await scene.app.http.get(LETTERS, params={"limit": "1"})).json()
    second = (await scene.app.http.get(LETTERS, params={"limit": "1", "continuation": first["continuation"]})).json()
    assert [len(page["letters"]) for page in (first, second)] == [1, 1]
    assert first["letters"] != second["letters"]
    assert second["continuation"] is None


@pytest.mark.parametrize(("query", "status"), [("limit=0", 400), ("continuation=rubbish", 400)])
async def test_a_listing_that_makes_no_sense_is_refused(scene: Scene, query: str, status: int) -> None:
    assert (await scene.app.http.get(f"{LETTERS}?{query}")).status_code == status


async def test_an_unknown_letter_is_not_found(scene: Scene) -> None:
    answer = await scene.replay("nothing:letter:job")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_letters_and_their_replay_are_as_described(scene: Scene) -> None:
    http = scene.app.http
    check = Description((await http.get("/api/openapi.json")).json()).check
    await scene.job()
    letters = check("list_dead_letters", await http.get(LETTERS, params={"limit": 1})).json()["letters"]
    assert check("replay_dead_letter", await scene.replay(letters[0]["id"])).status_code == 202
    assert check("replay_dead_letter", await scene.replay(letters[0]["id"])).status_code == 409
