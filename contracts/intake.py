"""From an uploaded file or text to a stored contract."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePath

from contracts.blobs import UploadedFile
from contracts.store import ContractStore
from shared.domain.contract import Contract, ContractHeader, OriginalFile, is_contract_id, normalise_contract_id
from shared.domain.file import FileHeader
from shared.domain.filenames import bare_filename
from shared.domain.segmentation import segment
from shared.errors import AlreadyExistsError, Fault, InvalidRequestError, UnreadableFileError
from shared.ports.clock import Clock, IdSource
from shared.ports.text_extraction import TextExtractor, TokenCounter

MAX_FILE_BYTES = 25_000_000
"""Of one uploaded file, and of a text given as JSON."""


def clean_filename(raw: str, number: int) -> str:
    """The bare name of the file `number` (from 1); "file <number>" when nothing is left of it."""
    return bare_filename(raw) or f"file {number}"


_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _media_type(filename: str) -> str:
    return _MEDIA_TYPES.get(PurePath(filename).suffix.lower(), "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived; `pointer` says where in the request."""

    pointer: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is to become a contract. `file_id` and `original` name a file that is stored already."""

    text: str
    title: str
    user_id: str
    filename: str | None = None
    contract_id: str | None = None
    file: UploadedFile | None = None
    file_id: str | None = None
    original: OriginalFile | None = None
    shared: bool = False


class ContractIntake:
    """Stores new contracts."""

    def __init__(
        self, contracts: ContractStore, extractor: TextExtractor, tokens: TokenCounter, clock: Clock, ids: IdSource
    ) -> None:
        self._contracts = contracts
        self._extractor = extractor
        self._tokens = tokens
        self._clock = clock
        self._ids = ids

    async def add_files(self, uploads: list[Upload], user_id: str, *, shared: bool = False) -> list[ContractHeader]:
        """Store a contract for each file, or none of them.

        Raises:
            InvalidRequestError: files that cannot be read; each is named with its reason.
        """
        drafts, faults = [], []
        for number, upload in enumerate(uploads, 1):
            name = clean_filename(upload.filename, number)
            try:
                text = await asyncio.to_thread(self._extractor.extract, name, upload.content)
            except UnreadableFileError as error:
                faults.append(Fault(upload.pointer, str(error)))
                continue
            file = UploadedFile(upload.content, _media_type(name))
            title = PurePath(name).stem.strip()
            drafts.append(Draft(text, title, user_id, filename=name, file=file, shared=shared))
        if faults:
            raise InvalidRequestError(faults)
        return await self._add_all(drafts)

    async def _add_all(self, drafts: list[Draft]) -> list[ContractHeader]:
        stored: list[ContractHeader] = []
        try:
            for draft in drafts:
                stored.append(await self._add(draft))  # noqa: PERF401 - what is stored must be known on the way out
        except BaseException:
            for header in stored:
                await self._contracts.delete(header.id)
            raise
        return stored

    async def add_text(self, draft: Draft) -> ContractHeader:
        """Store a contract, its text cleaned as a file's is.

        Raises:
            InvalidRequestError: the text is empty or the id is not one.
            AlreadyExistsError: there is a contract with this id, or there was.
        """
        text = await asyncio.to_thread(self._extractor.clean, draft.text)
        if not text:
            raise InvalidRequestError([Fault("/text", "The text is empty.")])
        return await self._add(replace(draft, text=text))

    async def add_stored(self, file: FileHeader, content: bytes, draft: Draft) -> ContractHeader:
        """Store a contract that is made of a stored file, with the draft's title or else the file's name.

        Raises:
            InvalidRequestError: the file cannot be read, or the id is not one.
            AlreadyExistsError: there is a contract with this id, or there was.
        """
        try:
            text = await asyncio.to_thread(self._extractor.extract, file.filename, content)
        except UnreadableFileError as error:
            raise InvalidRequestError([Fault("/file_id", str(error))]) from None
        return await self._add(
            replace(
                draft,
                text=text,
                title=draft.title or PurePath(file.filename).stem.strip(),
                filename=file.filename,
                file_id=file.id,
                original=OriginalFile(blob=file.blob, media_type=file.media_type, size=file.size),
            )
        )

    async def _add(self, draft: Draft) -> ContractHeader:
        contract = await asyncio.to_thread(self._contract, draft)
        try:
            return await self._contracts.create(contract, draft.file)
        except AlreadyExistsError:
            raise AlreadyExistsError(
                f"The id {contract.id} is taken, by a contract or by one that was deleted. Upload under another id."
            ) from None

    def _contract(self, draft: Draft) -> Contract:
        # First what may be refused: segmenting a long text takes a while.
        contract_id = self._id(draft)
        clauses = segment(draft.text)
        return Contract(
            id=contract_id,
            user_id=draft.user_id,
            title=draft.title,
            filename=draft.filename,
            text_characters=len(draft.text),
            text_tokens=self._tokens.count(draft.text),
            clause_count=len(clauses),
            sha256=hashlib.sha256(draft.text.encode()).hexdigest(),
            created_date=self._clock.now(),
            original=draft.original,
            file_id=draft.file_id,
            shared=draft.shared,
            text=draft.text,
            clauses=clauses,
        )

    def _id(self, draft: Draft) -> str:
        contract_id = normalise_contract_id(draft.contract_id or self._ids.new_id())
        if not is_contract_id(contract_id):
            rule = (
                "A contract id has letters, digits, '_', '.' and '-' only, no dot at its end, 120 characters at most."
            )
            raise InvalidRequestError([Fault("/id", rule)])
        return contract_id
