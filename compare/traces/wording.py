"""How a value from a file of unknown origin is shown in one line of a message."""

import reprlib

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60
_SHORT.maxlevel = 3


def shown(value: object) -> str:
    """Give a short representation without line breaks or control characters."""
    return _SHORT.repr(value)
