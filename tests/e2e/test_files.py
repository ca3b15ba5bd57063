"""Files: whole, in blocks, resumed, read by range, and what is refused."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from adapters.bootstrap import connect
from adapters.system_clock import SystemClock
from api.application import create_app
from devhost import HostOptions
from emulators import StorageServer
from jobs.registry import JOB_TYPES
from shared.domain.file import UploadState
from shared.services.composition import Services
from shared.settings import Settings
from tests.e2e.hosting import host_of

BLOCK = 8 * 1024 * 1024
CONTENT = b"".join(f"{n},supplier {n},{n * 7 % 1000}.50\n".encode() for n in range(700_000))
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def blocks() -> list[bytes]:
    """The content in blocks."""
    return [CONTENT[start : start + BLOCK] for start in range(0, len(CONTENT), BLOCK)]


def on_a_laptop(folder: Path) -> Settings:
    """An app that keeps everything in a folder; a user may have 30 MB of files."""
    return Settings(
        sqlite_path=folder / "documents.sqlite3", blobs_path=folder / "blobs", files_bytes_per_user=30_000_000
    )


class ShiftedClock(SystemClock):
    """The system's clock, as far ahead as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@asynccontextmanager
async def serving(
    settings: Settings, clock: SystemClock | None = None
) -> AsyncIterator[tuple[httpx.AsyncClient, Services]]:
    """The app over these settings, and services beside it as another process would have them."""
    ports = replace(connect(settings), clock=clock or SystemClock())
    async with (
        host_of(create_app(settings, ports, JOB_TYPES), options=HostOptions(shutdown_grace=0.1)) as host,
        httpx.AsyncClient(base_url=host.base_url, timeout=60) as client,
    ):
        yield client, Services(ports, {}, settings)
    await ports.close()


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app over a folder of its own."""
    async with serving(on_a_laptop(tmp_path)) as (client, _):
        yield client


@pytest.fixture
async def azure(azurite: StorageServer, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app with its files in a storage account."""
    storage = {"storage_connection": azurite.connection_string, "blobs": "storage"}
    settings = Settings.model_validate({"sqlite_path": tmp_path / "documents.sqlite3"} | storage)
    async with serving(settings) as (client, _):
        yield client


async def begun(http: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    """A new upload."""
    answer = await http.post("/api/files/uploads", json={"filename": "awards.csv"} | fields)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def faults(answer: httpx.Response) -> dict[str, str]:
    """The faults that a problem document names."""
    assert answer.headers["content-type"] == "application/problem+json"
    return {fault["pointer"]: fault["message"] for fault in answer.json()["errors"]}


async def test_a_broken_upload_goes_on_with_the_blocks_that_are_missing(http: httpx.AsyncClient) -> None:
    upload = await begun(http, size=len(CONTENT), sha256=SHA256.upper())
    assert (upload["block_size"], upload["state"], upload["blocks"]) == (BLOCK, "open", [])
    sent = blocks()
    for number in (0, 2):
        assert (await http.put(f"{upload['blocks_path']}/{number}", content=sent[number])).status_code == 204
    refused = await http.post(upload["complete_path"], json={"blocks": len(sent)})
    assert faults(refused) == {"/blocks/1": "Block 1 is missing: send it."}

    seen = (await http.get(upload["upload_path"])).json()
    there = {block["number"]: block["size"] for block in seen["blocks"]}
    assert there == {0: BLOCK, 2: len(sent[2])}
    for number, block in enumerate(sent):
        if number not in there:
            await http.put(f"{upload['blocks_path']}/{number}", content=block)
    completed = await http.post(upload["complete_path"], json={"blocks": len(sent)})
    assert completed.status_code == 201, completed.text
    file = completed.json()
    assert (file["size"], file["sha256"], file["filename"], file["media_type"]) == (
        len(CONTENT),
        SHA256,
        "awards.csv",
        "text/csv",
    )
    assert (await http.post(upload["complete_path"], json={"blocks": len(sent)})).json() == file
    assert (await http.get(completed.headers["location"])).json() == file


async def test_a_file_is_read_whole_and_by_range_and_is_never_shown_as_a_page(http: httpx.AsyncClient) -> None:
    stored = await http.post("/api/files", files={"files": ("ä page.html", b"<script>alert(1)</script>", "text/html")})
    assert stored.status_code == 201
    path = f"{stored.headers['location']}/content"
    whole = await http.get(path)
    assert whole.content == b"<script>alert(1)</script>"
    assert whole.headers["content-disposition"].startswith("attachment")
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert (whole.headers["accept-ranges"], whole.headers["content-length"]) == ("bytes", "25")
    cases = {
        "bytes=0-7": (206, b"<script>"),
        "bytes=17-": (206, whole.content[17:]),
        "bytes=-9": (206, b"</script>"),
        "bytes=20-99": (206, whole.content[20:]),
        "bytes=0-1,3-4": (200, whole.content),
        "lines=1-2": (200, whole.content),
        "bytes=25-": (416, b""),
        "bytes=-0": (416, b""),
    }
    for asked, (status, content) in cases.items():
        answer = await http.get(path, headers={"Range": asked})
        assert answer.status_code == status, asked
        if status != 416:
            assert answer.content == content, asked
    stale = {"Range": "bytes=0-7", "If-Range": '"another"'}
    assert (await http.get(path, headers=stale)).status_code == 200
    same = {"Range": "bytes=0-7", "If-Range": whole.headers["etag"]}
    assert (await http.get(path, headers=same)).status_code == 206


async def test_files_are_listed_a_page_at_a_time_and_deleted(http: httpx.AsyncClient) -> None:
    sent = [("files", (f"{n}.csv", b"a\n1\n")) for n in range(3)]
    names = [file["filename"] for file in (await http.post("/api/files", files=sent)).json()["files"]]
    assert names == ["0.csv", "1.csv", "2.csv"]
    page = (await http.get("/api/files", params={"limit": 2})).json()
    rest = (await http.get("/api/files", params={"limit": 2, "continuation": page["continuation"]})).json()
    listed = [*page["files"], *rest["files"]]
    assert sorted(file["filename"] for file in listed) == names
    assert rest["continuation"] is None
    path = f"/api/files/{listed[0]['id']}"
    assert (await http.delete(path)).status_code == 204
    assert [(await http.get(path)).status_code, (await http.get(f"{path}/content")).status_code] == [404, 404]
    assert (await http.delete(path)).status_code == 404


async def test_all_files_of_a_request_are_stored_or_none(http: httpx.AsyncClient) -> None:
    sent = [("files", ("good.csv", b"a\n")), ("files", ("empty.csv", b""))]
    refused = await http.post("/api/files", files=sent)
    assert faults(refused) == {"/files/1": "The file is empty."}
    assert (await http.get("/api/files")).json()["files"] == []


async def test_a_file_that_is_not_what_was_announced_leaves_nothing(http: httpx.AsyncClient, tmp_path: Path) -> None:
    upload = await begun(http, size=4, sha256="0" * 64)
    await http.put(f"{upload['blocks_path']}/0", content=b"1,2\n")
    refused = await http.post(upload["complete_path"], json={"blocks": 1})
    assert (refused.status_code, "it changed on the way" in refused.json()["detail"]) == (422, True)
    seen = (await http.get(upload["upload_path"])).json()
    assert (seen["state"], seen["blocks"]) == ("failed", [])
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("number", "content", "status", "pointer"),
    [
        ("0", b"too few", 400, "/blocks/0"),
        ("7", b"x", 400, "/n"),
        ("-1", b"x", 400, "/n"),
        ("x", b"x", 400, "/n"),
    ],
)
async def test_a_block_that_does_not_fit_is_named(
    http: httpx.AsyncClient, number: str, content: bytes, status: int, pointer: str
) -> None:
    upload = await begun(http, size=len(CONTENT))
    answer = await http.put(f"{upload['blocks_path']}/{number}", content=content)
    assert (answer.status_code, list(faults(answer))) == (status, [pointer])


async def test_a_block_that_is_too_large_is_cut_off(http: httpx.AsyncClient) -> None:
    upload = await begun(http, size=len(CONTENT))
    assert (await http.put(f"{upload['blocks_path']}/0", content=bytes(BLOCK + 1))).status_code == 413


async def test_a_user_may_have_so_many_bytes_of_files(http: httpx.AsyncClient) -> None:
    refused = await http.post("/api/files/uploads", json={"filename": "large.csv", "size": 30_000_001})
    assert (refused.status_code, "Delete files" in refused.json()["detail"]) == (422, True)
    kept = await begun(http, size=20_000_000)
    assert (await http.post("/api/files/uploads", json={"filename": "b.csv", "size": 20_000_000})).status_code == 422
    assert (await http.delete(kept["upload_path"])).status_code == 204
    await begun(http, size=20_000_000)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/filename"]),
        ({"filename": "a.csv", "size": 0}, ["/size"]),
        ({"filename": "a.csv", "size": 10**12}, ["/size"]),
        ({"filename": "a.csv", "sha256": "xyz"}, ["/sha256"]),
        ({"filename": "\x00/../", "colour": 1}, ["/colour"]),
    ],
)
async def test_an_upload_that_cannot_be_begun_says_why(
    http: httpx.AsyncClient, body: dict[str, Any], pointers: list[str]
) -> None:
    answer = await http.post("/api/files/uploads", json=body)
    assert (answer.status_code, list(faults(answer))) == (400, pointers)


async def test_an_upload_that_is_cancelled_is_gone_with_its_blocks(http: httpx.AsyncClient, tmp_path: Path) -> None:
    upload = await begun(http)
    await http.put(f"{upload['blocks_path']}/0", content=b"1,2\n")
    assert (await http.delete(upload["upload_path"])).status_code == 204
    for answer in (
        await http.get(upload["upload_path"]),
        await http.put(f"{upload['blocks_path']}/1", content=b"x"),
        await http.post(upload["complete_path"], json={"blocks": 1}),
    ):
        assert answer.status_code == 404
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


async def test_blocks_reach_the_storage_directly_and_through_the_app(azure: httpx.AsyncClient) -> None:
    upload = await begun(azure, size=len(CONTENT), sha256=SHA256)
    sent = blocks()
    async with httpx.AsyncClient() as storage:
        for number in (0, 2):
            spelled = quote(base64.b64encode(f"{number:05d}".ljust(48).encode()).decode(), safe="")
            address = f"{upload['upload_url']}&comp=block&blockid={spelled}"
            assert (await storage.put(address, content=sent[number])).status_code == 201
    assert (await azure.put(f"{upload['blocks_path']}/1", content=sent[1])).status_code == 204
    seen = (await azure.get(upload["upload_path"])).json()
    assert [block["number"] for block in seen["blocks"]] == [0, 1, 2]
    assert seen["upload_url_expires"] >= upload["upload_url_expires"]
    completed = await azure.post(upload["complete_path"], json={"blocks": len(sent)})
    assert (completed.status_code, completed.json()["sha256"]) == (201, SHA256)
    content = f"{completed.headers['location']}/content"
    part = await azure.get(content, headers={"Range": f"bytes={BLOCK - 3}-{BLOCK + 3}"})
    assert (part.status_code, part.content) == (206, CONTENT[BLOCK - 3 : BLOCK + 4])
    assert hashlib.sha256((await azure.get(content)).content).hexdigest() == SHA256
    assert (await azure.delete(completed.headers["location"])).status_code == 204


async def test_a_broken_connection_leaves_the_block_out_and_the_upload_open(http: httpx.AsyncClient) -> None:
    upload = await begun(http, size=len(CONTENT))

    async def broken() -> AsyncIterator[bytes]:
        yield CONTENT[:1000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await http.put(f"{upload['blocks_path']}/0", content=broken())
    seen = (await http.get(upload["upload_path"])).json()
    assert (seen["state"], seen["blocks"]) == ("open", [])
    for number, block in enumerate(blocks()):
        await http.put(f"{upload['blocks_path']}/{number}", content=block)
    assert (await http.post(upload["complete_path"], json={"blocks": 3})).status_code == 201


async def test_the_watchdog_removes_what_nobody_touched_and_finishes_what_a_crash_left(tmp_path: Path) -> None:
    settings = on_a_laptop(tmp_path)
    async with serving(settings) as (http, _):
        abandoned = await begun(http, size=4)
        await http.put(f"{abandoned['blocks_path']}/0", content=b"1,2\n")
        crashed = await begun(http, size=4, filename="crashed.csv")
        await http.put(f"{crashed['blocks_path']}/0", content=b"3,4\n")
    clock = ShiftedClock()
    async with serving(settings, clock) as (http, services):
        await services.uploads._uploads.change(
            crashed["upload_id"], lambda _: {"state": UploadState.CHECKING, "blocks": 1, "attempts": 1}
        )
        clock.ahead = timedelta(hours=25)
        async with asyncio.timeout(30):
            while not (files := (await http.get("/api/files")).json()["files"]):
                await services.file_cleanup.round()
        assert [file["filename"] for file in files] == ["crashed.csv"]
        assert (await http.get(abandoned["upload_path"])).status_code == 404
        content = await http.get(f"/api/files/{files[0]['id']}/content")
        assert content.content == b"3,4\n"
    kept = list((tmp_path / "blobs").rglob("*@blob"))
    assert len(kept) == 1


async def test_the_routes_of_uploads_do_not_clash_with_those_of_files(http: httpx.AsyncClient) -> None:
    upload = await begun(http)
    assert (await http.get("/api/files/uploads")).status_code == 404
    assert (await http.get(f"/api/files/{upload['upload_id']}")).status_code == 404
    assert (await http.get(upload["upload_path"])).status_code == 200
    assert (await http.get(f"{upload['upload_path']}/content")).status_code == 404


async def test_a_page_of_another_origin_may_send_blocks_and_read_ranges(tmp_path: Path) -> None:
    settings = on_a_laptop(tmp_path).model_copy(update={"cors_origins": "https://page.example"})
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "PUT"}
    async with serving(settings) as (http, _):
        answer = await http.options("/api/files/uploads/upload_a/blocks/0", headers=asked)
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert {"Range", "If-Range"} <= set(answer.headers["access-control-allow-headers"].split(", "))
