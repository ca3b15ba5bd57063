"""Route templates of HTTP functions, read as ASP.NET Core reads them.

A template's segments are literals, `{name}`, `{name:constraint}`, `{name?}`, `{name=default}` and, last, `{*rest}`.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_PARAMETER = re.compile(r"\{(\*{0,2})(\w+)((?::[^{}:?=]+(?:\([^)]*\))?)*)(\?|=[^{}]*)?\}")
_CONSTRAINTS = {
    "int": r"-?\d+",
    "long": r"-?\d+",
    "bool": r"true|false",
    "guid": r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
    "alpha": r"[A-Za-z]+",
    "decimal": r"-?\d+(?:\.\d+)?",
    "double": r"-?\d+(?:\.\d+)?",
    "float": r"-?\d+(?:\.\d+)?",
    "datetime": r"[^/]+",
}
_SEGMENT = r"[^/]+"
_LITERAL, _CONSTRAINED, _PLAIN, _CATCH_ALL = range(4)


class RouteError(Exception):
    """A route template that cannot be read."""


@dataclass(frozen=True, slots=True)
class _Segment:
    rank: int
    pattern: str
    shape: str
    optional: bool = False
    defaults: tuple[tuple[str, str], ...] = ()


class RouteTemplate:
    """A compiled route.

    Attributes:
        order: Sorts routes so that the more specific one is tried first.
        shape: Equal for templates that match the same paths.
    """

    def __init__(self, template: str) -> None:
        segments = [_segment(part, template) for part in template.strip("/").split("/") if part]
        self._pattern = re.compile(_join(segments), re.IGNORECASE)
        self._defaults = dict(pair for segment in segments for pair in segment.defaults)
        self.order = tuple(segment.rank for segment in segments)
        self.shape = "/".join(segment.shape for segment in segments)

    def match(self, path: str) -> dict[str, str] | None:
        """The parameters of a path (without prefix and leading slash, still percent-encoded), or None."""
        found = self._pattern.fullmatch(path.rstrip("/"))
        if found is None:
            return None
        given = {name: unquote(value) for name, value in found.groupdict().items() if value is not None}
        return {**self._defaults, **given}


def _segment(part: str, template: str) -> _Segment:
    parameters = list(_PARAMETER.finditer(part))
    rest = _PARAMETER.sub("", part)
    if "{" in rest or "}" in rest:
        raise RouteError(f"its route '{template}' has a segment '{part}' that cannot be read: check the braces.")
    if not parameters:
        return _Segment(_LITERAL, re.escape(part), part.lower())
    if len(parameters) == 1 and not rest:
        return _parameter(parameters[0], template)
    pattern, at = "", 0
    for found in parameters:
        inner = _parameter(found, template)
        pattern += re.escape(part[at : found.start()]) + inner.pattern
        at = found.end()
    return _Segment(_CONSTRAINED, pattern + re.escape(part[at:]), _PARAMETER.sub("{}", part).lower())


def _parameter(found: re.Match[str], template: str) -> _Segment:
    stars, name, constraints, tail = found.groups()
    if stars:
        return _Segment(_CATCH_ALL, f"(?P<{name}>.*)", "{*}", optional=True)
    patterns = [_constraint(c, template) for c in constraints.split(":") if c]
    # All constraints of a parameter must hold: the earlier ones look ahead, the last one takes the text.
    ahead = "".join(f"(?={pattern}(?:/|$))" for pattern in patterns[:-1])
    pattern = f"{ahead}(?P<{name}>{patterns[-1] if patterns else _SEGMENT})"
    rank = _CONSTRAINED if patterns else _PLAIN
    shape = "{:" + constraints + "}" if patterns else "{}"
    defaults = ((name, tail[1:]),) if tail and tail.startswith("=") else ()
    return _Segment(rank, pattern, shape, optional=bool(tail), defaults=defaults)


def _constraint(text: str, template: str) -> str:
    name, _, argument = text.rstrip(")").partition("(")
    if name == "regex":
        return argument.removeprefix("^").removesuffix("$")
    if name in ("length", "minlength", "maxlength"):
        return {"length": f"[^/]{{{argument}}}", "minlength": f"[^/]{{{argument},}}"}.get(name, f"[^/]{{1,{argument}}}")
    if name not in _CONSTRAINTS:
        known = ", ".join([*_CONSTRAINTS, "length", "minlength", "maxlength", "regex"])
        raise RouteError(f"its route '{template}' uses the constraint '{name}', which the local host lacks: {known}.")
    return _CONSTRAINTS[name]


def _join(segments: list[_Segment]) -> str:
    pattern = ""
    for index, segment in enumerate(segments):
        slash = "/" if index else ""
        pattern += f"(?:{slash}{segment.pattern})?" if segment.optional else slash + segment.pattern
    return pattern
