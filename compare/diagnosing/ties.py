"""Explanations that hold equally well."""

from collections.abc import Sequence


def tied(found: Sequence[tuple[str, str]], causes: Sequence[str]) -> tuple[str, ...]:
    """The explanations that hold equally well, if their causes differ: ``sign: has ...``."""
    if len(causes) < 2:
        return ()
    return tuple(f"{cause}: {dict(reversed(found)).get(cause, '')}" for cause in causes)
