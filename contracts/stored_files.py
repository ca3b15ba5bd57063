"""Contracts made of files that were uploaded before."""

from contracts.intake import MAX_FILE_BYTES, ContractIntake, Draft
from shared.domain.caller import Caller
from shared.domain.contract import ContractHeader
from shared.domain.file import FileHeader
from shared.errors import Fault, InvalidRequestError, NotFoundError
from shared.services.files.file_reader import FileReader


class StoredFileIntake:
    """Makes contracts of stored files. The file is the contract's original: its bytes are stored once."""

    def __init__(self, files: FileReader, intake: ContractIntake) -> None:
        self._files = files
        self._intake = intake

    async def add(self, file_id: str, draft: Draft, caller: Caller) -> ContractHeader:
        """Store the contract.

        Raises:
            InvalidRequestError: there is no such file for this caller, or it cannot be read or is too large.
            AlreadyExistsError: there is a contract with the draft's id, or there was.
        """
        try:
            file = await self._files.read(file_id, caller)
            _check_size(file)
            content = b"".join([chunk async for chunk in self._files.open(file, 0, file.size)])
        except NotFoundError as error:
            raise InvalidRequestError([Fault("/file_id", str(error))]) from None
        return await self._intake.add_stored(file, content, draft)


def _check_size(file: FileHeader) -> None:
    if file.size > MAX_FILE_BYTES:
        rule = f"{file.filename} has {file.size} bytes. A contract's file may have at most {MAX_FILE_BYTES}."
        raise InvalidRequestError([Fault("/file_id", rule)])
