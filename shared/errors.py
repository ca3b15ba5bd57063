"""Every error the application raises on purpose.

ContractBatchError
+-- TemporaryError            the same call may succeed later: try again after a pause
|   +-- ConflictError         somebody else changed the document: read it again and decide anew
|   +-- OutOfTimeError        a real-time call took too long: submit it as a job
+-- StoppedError              the job is at its end: let it pass, the engine knows what to do
+-- PermanentError            it will not succeed as it is: change the request
    +-- UnauthenticatedError  nobody knows who the caller is: sign in
    +-- ForbiddenError        the caller is known, and this is not for them
    +-- LimitReachedError     a limit or a quota of the caller is used up: wait as long as it says
    +-- StorageFullError      the user's files take all the bytes they may: delete some
    +-- KeyUsedError          the idempotency key belongs to another request
    +-- NotFoundError         there is no such thing, or it is not the caller's to see
    +-- AlreadyExistsError    a document with that id is there already
    +-- DocumentTooLargeError the document does not fit the store: store it in parts
    +-- IllegalTransitionError  a job cannot go from the one state to the other
    +-- MessageTooLargeError  the message does not fit a queue: send ids instead of documents
    +-- QuestionTooLargeError the question or its answer does not fit the model: ask in smaller parts
    +-- UnreadableFileError   an uploaded file has no text that can be read
    +-- ReportTooLargeError   the result does not fit a document: take it as CSV or JSON
    +-- ExportNotOfferedError results of this type are not made into such a file: take JSON
    +-- InvalidAnswerError    the model's answer does not satisfy its schema
    +-- InvalidRequestError   the request has faults, all of them named
    +-- OverBudgetError       a real-time call has more to read than it may: submit it as a job
    +-- NoAnswerError         the model gave no usable answer about any item
"""

from collections.abc import Mapping
from dataclasses import dataclass


class ContractBatchError(Exception):
    """Base of every error below. The message is a sentence a person can act on."""


class TemporaryError(ContractBatchError):
    """The same call may succeed later."""


class StoppedError(ContractBatchError):
    """The job of an item was cancelled, timed out or ended while the item was at work."""


class PermanentError(ContractBatchError):
    """The same call will not succeed later."""


class ConflictError(TemporaryError):
    """The document changed since it was read."""


class OutOfTimeError(TemporaryError):
    """A real-time call was at its end before all was answered."""


class UnauthenticatedError(PermanentError):
    """The request does not prove who sent it."""


class ForbiddenError(PermanentError):
    """The caller is known, and may not do this."""


class LimitReachedError(PermanentError):
    """A limit of the caller is used up; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageFullError(PermanentError):
    """The user's files take as many bytes as they may; the message says how many."""


class KeyUsedError(PermanentError):
    """The idempotency key came with another request before."""


class NotFoundError(PermanentError):
    """There is no such document for this caller."""


class AlreadyExistsError(PermanentError):
    """A document with this id exists."""


class DocumentTooLargeError(PermanentError):
    """The document is over the store's limit of 2 MB of UTF-8."""


class MessageTooLargeError(PermanentError):
    """The message is over the queue's limit."""


class QuestionTooLargeError(PermanentError):
    """The question, or the answer it asks for, is longer than the model can take."""


class IllegalTransitionError(PermanentError):
    """The job's state does not allow the move."""


class UnreadableFileError(PermanentError):
    """The file's text cannot be read; the message says why and what to upload instead."""


class ReportTooLargeError(PermanentError):
    """The result is too large for a document that is printed."""


class ExportNotOfferedError(PermanentError):
    """The type of the result has no files of this kind."""


class InvalidAnswerError(PermanentError):
    """The model's answer is not what its schema asks for."""


class OverBudgetError(PermanentError):
    """The inputs of a real-time call are longer than it may read; `figures` has the tokens."""

    def __init__(self, message: str, figures: Mapping[str, int]) -> None:
        super().__init__(message)
        self.figures = figures


class NoAnswerError(PermanentError):
    """The model gave no usable answer about any of the items."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where (a JSON pointer such as `/compareContractIds/3`) and what."""

    pointer: str
    message: str


class InvalidRequestError(PermanentError):
    """The request has faults; `faults` names every one of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.message}" for fault in faults))
        self.faults = faults
