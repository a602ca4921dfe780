"""Numbers as text: it is only shown, so nothing that goes wrong there ends the run."""

from typing import Any

from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.values import as_number


def formatted(value: Any, specification: str) -> str:
    """``f"{value:specification}"`` and ``format(value, specification)``."""
    try:
        return format(value, specification)
    except (TypeError, ValueError):
        return _shown(format, as_number(value), specification)


def filled_in(template: str, values: Any) -> str:
    """``template % values``."""
    try:
        return str(template % values)
    except (TypeError, ValueError):
        several = isinstance(values, tuple)
        numbers = tuple(map(as_number, values)) if several else as_number(values)
        return _shown(lambda: template % numbers, default=template)


def formatting(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``"...".format(a, b)`` and ``format(a, "...")``."""
    if called.__name__ != "format":
        return called(*args, **kwargs)
    try:
        return called(*args, **kwargs)
    except (TypeError, ValueError):
        numbers = {key: as_number(arg) for key, arg in kwargs.items()}
        default = getattr(called, "__self__", "")
        return _shown(lambda: called(*map(as_number, args), **numbers), default=str(default))


def _shown(show: Any, *args: Any, default: str | None = None) -> str:
    try:
        return str(show(*args))
    except (TypeError, ValueError):
        return str(args[0]) if default is None else default
