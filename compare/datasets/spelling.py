"""The nearest of the names that would have been accepted."""

from collections.abc import Iterable
from difflib import get_close_matches


def hint(wanted: str, names: Iterable[str]) -> str:
    """Return ``"; did you mean ...?"``, or nothing where no name is near."""
    by_lower = {name.lower(): name for name in names}
    near = get_close_matches(wanted.lower(), by_lower, n=1)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""
