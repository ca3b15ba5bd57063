"""The annotation rules of the real worker, which takes the whole app down for one annotation it cannot use.

Read in azure-functions-runtime 1.3 (`functions.py`): a parameter's annotation must be a class or a `typing` generic,
and an HTTP function's return annotation a class that the HTTP binding knows.
"""

import typing
from collections.abc import Iterator
from typing import Any

import azure.functions as func
from azure.functions.warmup import WarmUpContext
from azurefunctions.extensions.base import HttpV2FeatureChecker, RequestTrackerMeta, ResponseTrackerMeta

from devhost.functions import ENTITY, HTTP, ORCHESTRATION, QUEUE, TIMER, WARM_UP, AppFunction

_MISSING = object()


def uses_fastapi() -> bool:
    """Whether the app imported the FastAPI extension, which switches all of its HTTP functions to it."""
    return bool(HttpV2FeatureChecker.http_v2_enabled())


def annotation_faults(function: AppFunction) -> Iterator[str]:
    """What is wrong with the annotations of one function."""
    if function.kind in (ORCHESTRATION, ENTITY):
        # The worker sees the library's handle, which has no annotations.
        return
    for binding in function.bindings:
        annotation = function.hints.get(binding.name, _MISSING)
        if binding.name != "$return" and annotation is not _MISSING and not _is_usable(annotation):
            yield (
                f"the worker refuses the annotation {_show(annotation)} of '{binding.name}': use a class, or a bare "
                "`dict` or `list`."
            )
    if function.kind == HTTP:
        yield from _http_faults(function)
    if function.kind == TIMER:
        yield from _timer_faults(function)
    if function.kind == QUEUE:
        yield from _queue_faults(function)
    if function.kind == WARM_UP:
        yield from _warm_up_faults(function)


def _http_faults(function: AppFunction) -> Iterator[str]:
    request = function.hints.get(function.trigger.name, _MISSING)
    if request is not _MISSING and isinstance(request, type) and not _is_request(request):
        yield f"the worker refuses {_show(request)} for the request '{function.trigger.name}': {_request_advice()}"
    if request is _MISSING and uses_fastapi():
        yield (
            f"its request '{function.trigger.name}' has no annotation, which misbehaves silently in an app that "
            f"imports the FastAPI extension: {_request_advice()}"
        )
    returned = function.hints.get("return", _MISSING)
    if returned is not _MISSING and not _is_response(returned):
        yield (
            f"the worker refuses the return annotation {_show(returned)}: use one response class, such as "
            f"{'JSONResponse or Response' if uses_fastapi() else 'func.HttpResponse'}."
        )


def _timer_faults(function: AppFunction) -> Iterator[str]:
    timer = function.hints.get(function.trigger.name, _MISSING)
    if isinstance(timer, type) and not issubclass(timer, func.TimerRequest | str | bytes):
        yield f"the worker refuses {_show(timer)} for the timer '{function.trigger.name}': use func.TimerRequest."


def _queue_faults(function: AppFunction) -> Iterator[str]:
    message = function.hints.get(function.trigger.name, func.QueueMessage)
    if message in (str, bytes) or not _is_usable(message):
        return
    if not isinstance(message, type) or not issubclass(message, func.QueueMessage):
        yield (
            f"the worker refuses {_show(message)} for the message '{function.trigger.name}': use func.QueueMessage, "
            "str or bytes."
        )


def _warm_up_faults(function: AppFunction) -> Iterator[str]:
    context = function.hints.get(function.trigger.name, _MISSING)
    if isinstance(context, type) and not issubclass(context, WarmUpContext):
        yield (
            f"the worker refuses {_show(context)} for the warm-up '{function.trigger.name}': use WarmUpContext of "
            "azure.functions.warmup."
        )


def _is_usable(annotation: Any) -> bool:
    if isinstance(annotation, type) and typing.get_origin(annotation) is None:
        return True
    origin = typing.get_origin(annotation)
    is_typing_generic = isinstance(annotation, typing._GenericAlias)  # type: ignore[attr-defined]  # noqa: SLF001 - the very test the worker makes: dict[...] fails it, typing.Dict[...] passes
    return is_typing_generic and origin not in (typing.Union, tuple, typing.ClassVar)


def _is_request(annotation: type) -> bool:
    if uses_fastapi():
        return bool(RequestTrackerMeta.check_type(annotation))
    return issubclass(annotation, func.HttpRequest | str | bytes)


def _is_response(annotation: Any) -> bool:
    if not isinstance(annotation, type):
        return False
    if uses_fastapi():
        return bool(ResponseTrackerMeta.check_type(annotation))
    return issubclass(annotation, func.HttpResponse | str)


def _request_advice() -> str:
    if uses_fastapi():
        return "use Request of azurefunctions.extensions.http.fastapi."
    return "use func.HttpRequest."


def _show(annotation: Any) -> str:
    is_class = isinstance(annotation, type) and typing.get_origin(annotation) is None
    return annotation.__name__ if is_class else str(annotation)
