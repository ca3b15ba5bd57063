"""`POST /api/compare-contracts`, `/api/query_contracts_stream`: the answer to a request while its caller waits."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from azure.functions import Blueprint
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from api.bodies import MAX_REQUEST_BYTES, json_request
from api.door import Door, caller_of
from api.events import STILL_HERE, event, event_stream
from api.leaving import while_there
from api.links import batch_url
from api.problems import defect_document, document_of, problem
from shared.errors import ContractBatchError, OutOfTimeError, OverBudgetError
from shared.job_types import capabilities
from shared.job_types.core import JobType
from shared.services.answer_stream import AnswerStreams
from shared.services.real_time import RealTime
from shared.services.real_time_call import LIFE_SECONDS, RealTimeCall

_NOBODY_THERE = 499
"""A status of some servers' own logs: nobody reads this answer."""


def answering(
    door: Door,
    job_type: JobType,
    capability: capabilities.RealTime,
    real_time: RealTime,
    streams: AnswerStreams,
    seconds: float = LIFE_SECONDS,
) -> Blueprint:
    """The call in real time of a job type: told while it is written, where there is something to read in that.

    `seconds` bounds the whole of it.
    """
    blueprint = Blueprint()

    @blueprint.function_name(name=f"answer_{job_type.name}")
    @blueprint.route(route=f"api/{capability.route}", methods=["POST"])
    @door.starts
    async def answer(req: Request) -> Response:
        body = await json_request(req, MAX_REQUEST_BYTES)
        as_job = batch_url(req, job_type)
        try:
            call = await real_time.admit(job_type, capability, body, caller_of(req), seconds)
            if capability.told_field is not None:
                return event_stream(_told(call, streams, as_job))
            answered = await while_there(req, call.answer())
        except (OverBudgetError, OutOfTimeError) as error:
            return problem(error, batch_url=as_job)
        return Response(status_code=_NOBODY_THERE) if answered is None else JSONResponse(answered)

    return blueprint


async def _told(call: RealTimeCall, streams: AnswerStreams, as_job: str) -> AsyncIterator[str]:
    """The events of a call. An exception would cut the stream off: it is told instead."""
    yield ": connected\n\n"
    try:
        async with aclosing(streams.of(call)) as events:
            async for told in events:
                yield STILL_HERE if told is None else event(told.name, told.data)
    except OutOfTimeError as error:
        yield event("error", document_of(error) | {"batch_url": as_job})
    except ContractBatchError as error:
        yield event("error", document_of(error))
    except Exception as error:  # noqa: BLE001 - see above
        yield event("error", defect_document(error))
