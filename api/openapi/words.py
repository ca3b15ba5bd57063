"""What is said of the API as a whole: its title, its rooms, its security, the parameters of its paths."""

from typing import Any

INFO: dict[str, Any] = {
    "title": "Contract Batch",
    "version": "0.1.0",
    "summary": "Compares contracts with a standard in the background.",
    "description": (
        "Upload contracts, submit a job, watch it, read its result. "
        "Times are UTC in ISO 8601 with six decimals. Every error is a problem document (RFC 9457); one about a "
        "request's faults names all of them at once, each with a JSON pointer. Pages go on with the `continuation` of "
        "the page before, until it is null."
    ),
}

TAGS = {
    "Contracts": "What is compared: files and texts.",
    "Files": "Data files of any size, whole or in blocks.",
    "Jobs": "Submitting work, and how far it is.",
    "Real time": "The answer while you wait, for what is short enough, and what a request would take.",
    "Live progress": "Server-sent events, for as long as a client listens.",
    "Control": "Stopping jobs and taking them up again.",
    "Results": "What came out.",
    "Usage": "What it took.",
    "Operation": "For those who run the app.",
    "Service": "About the app itself.",
}

PATH_PARAMETERS = {
    "contract_id": "The contract's id; its prefix `contract_` may be left out.",
    "file_id": "The file's id.",
    "item_id": "The item's id: its place in the request, counted from 0, in five digits.",
    "job_id": "The job's id.",
    "n": "The block's number, counted from 0.",
    "name": "The artifact's name.",
    "letter_id": "The dead letter's id.",
    "result_id": "The result's id, the job's `result_id`.",
    "upload_id": "The upload's id.",
    "user_id": "Whose jobs, or usage.",
}

SECURITY_SCHEMES: dict[str, Any] = {
    "functionKey": {
        "type": "apiKey",
        "in": "header",
        "name": "x-functions-key",
        "description": "A key of the function app, which Azure asks for. The local host asks for none.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the issuer that this app trusts.",
    },
}
