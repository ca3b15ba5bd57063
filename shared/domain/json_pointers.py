"""JSON pointers (RFC 6901): where something stands in a document."""


def step(name: int | str) -> str:
    """One step of a pointer, with its slash: the name of a field, or a place in a list."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")
