"""The name that a misspelt name of a quantity may stand for."""

import difflib
from collections.abc import Sequence


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Find a name that differs in case or in a leading zero only, else a similar one."""
    plain = name.lower().replace("0", "")
    alike = [candidate for candidate in known if candidate.lower() == plain]
    return next(iter(alike or difflib.get_close_matches(name, known, 1)), None)
