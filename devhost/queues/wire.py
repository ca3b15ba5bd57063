"""The XML that the queue service and its clients exchange."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from starlette.responses import Response

from devhost.queues.faults import QueueServiceError
from devhost.queues.store import StoredMessage

_XML = "application/xml"


def text_of(body: bytes) -> str | None:
    """The text of a message that a client sends; None when it sends none.

    Raises:
        QueueServiceError: it is not such a document.
    """
    if not body:
        return None
    try:
        document = ET.fromstring(body)  # noqa: S314 - from this machine's own programs
    except ET.ParseError as error:
        raise QueueServiceError(400, "InvalidXmlDocument", f"The body is not XML ({error}).") from error
    return document.findtext("MessageText") or ""


def sent(message: StoredMessage) -> Response:
    """The answer to a message that was put: all but its text."""
    return _document([_common(message) | _receipt(message)], 201)


def taken(messages: Iterable[StoredMessage]) -> Response:
    """Messages that were taken."""
    return _document([_common(message) | _receipt(message) | _content(message) for message in messages])


def peeked(messages: Iterable[StoredMessage]) -> Response:
    """Messages that were only looked at."""
    return _document([_common(message) | _content(message) for message in messages])


def updated(message: StoredMessage) -> Response:
    """The answer to a change."""
    return Response(
        status_code=204,
        headers={"x-ms-popreceipt": message.receipt, "x-ms-time-next-visible": moment(message.visible)},
    )


def refused(fault: QueueServiceError) -> Response:
    """An error."""
    document = ET.Element("Error")
    ET.SubElement(document, "Code").text = fault.code
    ET.SubElement(document, "Message").text = str(fault)
    return Response(_bytes(document), fault.status, {"x-ms-error-code": fault.code}, _XML)


def moment(value: datetime) -> str:
    """A moment as HTTP writes it, to the second."""
    return format_datetime(value, usegmt=True)


def _common(message: StoredMessage) -> dict[str, str]:
    return {
        "MessageId": message.id,
        "InsertionTime": moment(message.inserted),
        "ExpirationTime": moment(message.expires),
    }


def _receipt(message: StoredMessage) -> dict[str, str]:
    return {"PopReceipt": message.receipt, "TimeNextVisible": moment(message.visible)}


def _content(message: StoredMessage) -> dict[str, str]:
    return {"DequeueCount": str(message.dequeue_count), "MessageText": message.text}


def _document(messages: list[dict[str, str]], status: int = 200) -> Response:
    document = ET.Element("QueueMessagesList")
    for message in messages:
        element = ET.SubElement(document, "QueueMessage")
        for name, value in message.items():
            ET.SubElement(element, name).text = value
    return Response(_bytes(document), status, media_type=_XML)


def _bytes(document: ET.Element) -> bytes:
    return b"<?xml version='1.0' encoding='utf-8'?>" + str(ET.tostring(document, encoding="unicode")).encode()
