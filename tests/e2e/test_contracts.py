"""Contracts: uploaded, listed, read, deleted, and refused with a reason."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.e2e.app_client import STANDARD_TEXT, AppClient
from tests.e2e.conftest import EVERYWHERE

pytestmark = EVERYWHERE

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "contracts"
PROBLEM = "application/problem+json"


async def stored(http: httpx.AsyncClient) -> int:
    """How many contracts there are."""
    return len((await http.get("/api/contracts", params={"limit": 200})).json()["contracts"])


async def test_a_text_becomes_a_contract_with_clauses_and_a_token_count(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/contracts", json={"text": STANDARD_TEXT, "title": "House standard", "id": "house"})
    [header] = answer.json()["contracts"]
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/contracts/contract_house"
    contract = (await http.get("/api/contracts/house")).json()
    assert contract["id"] == header["id"] == "contract_house"
    assert contract["text"] == STANDARD_TEXT.strip()
    assert contract["clause_count"] == len(contract["clauses"]) == 4
    assert 50 < contract["text_tokens"] < 100
    for clause in contract["clauses"]:
        assert clause["text"] == STANDARD_TEXT[clause["start"] : clause["end"]]


async def test_files_of_every_kind_are_stored_in_one_request(app: AppClient, http: httpx.AsyncClient) -> None:
    files = [next(SAMPLES.glob(f"*.{ending}")) for ending in ("txt", "md", "pdf", "docx")]
    ids = await app.add_files(*files)
    for contract_id, file in zip(ids, files, strict=True):
        contract = (await http.get(f"/api/contracts/{contract_id}")).json()
        assert (contract["title"], contract["filename"]) == (file.stem, file.name)
        assert contract["clause_count"] > 5


async def test_a_file_can_be_had_again_as_it_was_uploaded(app: AppClient, http: httpx.AsyncClient) -> None:
    file = next(SAMPLES.glob("*.pdf"))
    [contract_id] = await app.add_files(file)
    answer = await http.get(f"/api/contracts/{contract_id}/original")
    assert (answer.status_code, answer.content) == (200, file.read_bytes())
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(file.name)}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    given_as_text = await app.add_text()
    assert (await http.get(f"/api/contracts/{given_as_text}/original")).status_code == 404


async def test_a_file_that_was_uploaded_before_becomes_a_contract(http: httpx.AsyncClient) -> None:
    path = next(SAMPLES.glob("*.docx"))
    uploaded = await http.post("/api/files", files={"files": (path.name, path.read_bytes())})
    file_id = uploaded.json()["files"][0]["id"]
    answer = await http.post("/api/contracts", json={"file_id": file_id, "title": "Master", "id": "master"})
    [header] = answer.json()["contracts"]
    assert (answer.status_code, answer.headers["location"]) == (201, "/api/contracts/contract_master")
    assert (header["title"], header["filename"], header["file_id"]) == ("Master", path.name, file_id)
    original = await http.get("/api/contracts/master/original")
    assert (original.status_code, original.content) == (200, path.read_bytes())
    missing = await http.post("/api/contracts", json={"file_id": "none"})
    assert (missing.status_code, missing.json()["errors"]) == (
        400,
        [{"pointer": "/file_id", "message": "There is no file file_none."}],
    )


async def test_contracts_are_listed_newest_first_without_their_texts(app: AppClient, http: httpx.AsyncClient) -> None:
    ids = [await app.add_text(title=f"Contract {n}") for n in range(3)]
    first = (await http.get("/api/contracts", params={"limit": 2})).json()
    rest = (await http.get("/api/contracts", params={"continuation": first["continuation"]})).json()
    assert [contract["id"] for contract in first["contracts"] + rest["contracts"]] == ids[::-1]
    assert "text" not in first["contracts"][0]


async def test_an_id_is_taken_only_once(app: AppClient, http: httpx.AsyncClient) -> None:
    await app.add_text(id="one")
    again = await http.post("/api/contracts", json={"text": "Other", "id": "contract_one"})
    assert (again.status_code, again.headers["content-type"]) == (409, PROBLEM)
    assert (await http.get("/api/contracts/one")).json()["text"] == STANDARD_TEXT.strip()


async def test_the_id_of_a_deleted_contract_stays_taken_and_the_answer_says_so(
    app: AppClient, http: httpx.AsyncClient
) -> None:
    contract_id = await app.add_text(id="once")
    await http.delete(f"/api/contracts/{contract_id}")
    again = await http.post("/api/contracts", json={"text": "Another text.", "id": contract_id})
    assert (again.status_code, again.headers["content-type"]) == (409, PROBLEM)
    assert again.json()["detail"] == (
        "The id contract_once is taken, by a contract or by one that was deleted. Upload under another id."
    )


async def test_a_deleted_contract_is_gone(app: AppClient, http: httpx.AsyncClient) -> None:
    contract_id = await app.add_text()
    assert (await http.delete(f"/api/contracts/{contract_id}")).status_code == 204
    assert (await http.get(f"/api/contracts/{contract_id}")).status_code == 404
    assert (await http.delete(f"/api/contracts/{contract_id}")).status_code == 404


async def test_a_long_text_is_stored_and_read_back_whole(app: AppClient, http: httpx.AsyncClient) -> None:
    text = "1. Schedule of \N{EURO SIGN} prices.\n" + "\N{EURO SIGN}5 each, " * 200_000
    contract_id = await app.add_text(text)
    assert len(text.encode()) > 2_000_000
    assert (await http.get(f"/api/contracts/{contract_id}")).json()["text"] == text.strip()


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/text"]),
        ({"text": ""}, ["/text"]),
        ({"text": " \n "}, ["/text"]),
        ({"text": 5, "title": "", "colour": 1}, ["/text", "/title", "/colour"]),
        ({"text": "\ufeff\x00\u200b"}, ["/text"]),
        ({"text": "a", "title": "a\nb"}, ["/title"]),
        ({"text": "a", "title": "a\x00"}, ["/title"]),
        ({"text": "a", "title": "a \ud800"}, ["/title"]),
        ({"text": "a", "id": "a b"}, ["/id"]),
        ({"text": "a", "user_id": "a\x00b"}, ["/user_id"]),
        ({"text": "a \ud800"}, ["/text"]),
        ({"text": "a", "half \ud800": 1}, [""]),
        ([], [""]),
    ],
)
async def test_a_bad_text_is_refused_with_every_fault(http: httpx.AsyncClient, body: Any, pointers: list[str]) -> None:
    raw = json.dumps(body)  # in ASCII, so that halves of characters travel too
    answer = await http.post("/api/contracts", content=raw, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert await stored(http) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"  \n\n "),
        ("picture.png", b"\x89PNG\r\n"),
        ("no ending", b"text"),
        ("broken.pdf", b"%PDF-1.7 and then nothing"),
        ("broken.docx", b"PK\x03\x04 and then nothing"),
        ("program.txt", bytes(range(256)) * 20),
    ],
)
async def test_an_unreadable_file_is_refused_by_name_and_nothing_is_stored(
    http: httpx.AsyncClient, name: str, content: bytes
) -> None:
    good = ("files", ("good.txt", b"1. Term. One year."))
    answer = await http.post("/api/contracts", files=[good, ("files", (name, content))])
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["pointer"]) == (400, "/files/1")
    assert name in error["message"]
    assert await stored(http) == 0


@pytest.mark.parametrize(
    "file",
    [
        "documents/scanned/public-domain/c02-22.pdf",
        "documents/scanned/odd/invalid.pdf",
        "documents/reports/pdfplumber-tests/password-example.pdf",
    ],
)
async def test_scans_broken_and_locked_pdfs_are_refused_with_a_reason(
    http: httpx.AsyncClient, data: Path, file: str
) -> None:
    path = data / file
    answer = await http.post("/api/contracts", files={"files": (path.name, path.read_bytes())})
    assert answer.status_code == 400
    assert path.name in answer.json()["errors"][0]["message"]
    assert await stored(http) == 0


async def test_a_file_over_25_megabytes_is_too_large(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/contracts", files={"files": ("large.txt", b"a" * 25_000_001)})
    assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
    assert await stored(http) == 0


async def test_files_belong_to_the_user_that_is_named(http: httpx.AsyncClient) -> None:
    file = ("term.txt", b"1. Term. One year.")
    named = await http.post("/api/contracts", files={"files": file}, data={"user_id": "ana@example.com"})
    refused = await http.post("/api/contracts", files={"files": file}, data={"user_id": "a\x00b"})
    assert named.json()["contracts"][0]["user_id"] == "ana@example.com"
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/user_id"]


async def test_a_request_without_a_file_says_what_to_send(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/contracts", files={"files": (None, "just a field")})
    assert answer.json()["errors"] == [{"pointer": "/files", "message": "Send at least one file."}]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", ""])
async def test_another_kind_of_body_is_refused(http: httpx.AsyncClient, kind: str) -> None:
    answer = await http.post("/api/contracts", content=b"hello", headers={"content-type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (415, PROBLEM)


async def test_a_multipart_body_without_its_boundary_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/contracts", content=b"--x", headers={"content-type": "multipart/form-data"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape", "utf-16", "nonsense", ""])
async def test_a_charset_beside_the_boundary_changes_nothing(http: httpx.AsyncClient, charset: str) -> None:
    content = multipart("XbX", 'name="files"; filename="Überblick.txt"')
    kind = f"multipart/form-data; boundary=XbX; charset={charset}"
    answer = await http.post("/api/contracts", content=content, headers={"content-type": kind})
    assert answer.status_code == 201, answer.text
    assert answer.json()["contracts"][0]["filename"] == "Überblick.txt"


@pytest.mark.parametrize("boundary", ["X;b X", "Xb=X?", "a'b(c)+_,-./:=?"])
async def test_a_boundary_in_quotes_is_taken_whole(http: httpx.AsyncClient, boundary: str) -> None:
    content = multipart(boundary, 'name="files"; filename="a.txt"')
    kind = f'multipart/form-data; charset=undefined; boundary="{boundary}"'
    answer = await http.post("/api/contracts", content=content, headers={"content-type": kind})
    assert answer.status_code == 201, answer.text


async def test_a_name_of_control_characters_is_not_stored(http: httpx.AsyncClient) -> None:
    content = multipart("XbX", 'name="files"; filename="Mas\x00ter\x1b\x07.txt"')
    kind = "multipart/form-data; boundary=XbX"
    answer = await http.post("/api/contracts", content=content, headers={"content-type": kind})
    [header] = answer.json()["contracts"]
    assert (header["title"], header["filename"]) == ("Master", "Master.txt")


async def test_the_location_is_the_contracts_own_path_whatever_the_request_ended_in(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/contracts/", json={"text": "1. Term.", "id": "x"})
    assert answer.headers["Location"] == "/api/contracts/contract_x"
    assert (await http.get(answer.headers["Location"])).status_code == 200


def multipart(boundary: str, disposition: str) -> bytes:
    """A body of one part."""
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return f"{head}1. Term. One year.\r\n--{boundary}--\r\n".encode()
