"""How the queue service says no."""


class QueueServiceError(Exception):
    """An answer that is an error: HTTP status, the service's code for it, and a sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code


def queue_not_found() -> QueueServiceError:
    """Nobody made that queue."""
    return QueueServiceError(404, "QueueNotFound", "The specified queue does not exist.")


def message_not_found() -> QueueServiceError:
    """The message was deleted, has expired, or never was."""
    return QueueServiceError(404, "MessageNotFound", "The specified message does not exist.")


def pop_receipt_mismatch() -> QueueServiceError:
    """Somebody else took or changed the message since."""
    return QueueServiceError(
        400, "PopReceiptMismatch", "The specified pop receipt did not match the pop receipt for a dequeued message."
    )


def out_of_range(name: str, low: int, high: int) -> QueueServiceError:
    """A number of the query is too small, too large, or none."""
    return QueueServiceError(
        400, "OutOfRangeQueryParameterValue", f"{name} must be a whole number from {low} to {high}."
    )


def invalid_name(name: str) -> QueueServiceError:
    """Azure allows no such queue."""
    return QueueServiceError(400, "InvalidResourceName", f"'{name}' is not the name of a queue.")


def too_large(limit: int) -> QueueServiceError:
    """A message's text is over the limit."""
    return QueueServiceError(413, "RequestBodyTooLarge", f"A message has at most {limit} bytes.")


def not_supported() -> QueueServiceError:
    """Part of the protocol that is not spoken here."""
    return QueueServiceError(
        501, "NotImplemented", "The local host's own queues lack this: run Azurite, and set AzureWebJobsStorage."
    )
