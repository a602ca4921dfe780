"""The common end of the file readers: the same check for the training and the test part."""

from typing import Any

from compare.datasets.dataset import Layout, Reading
from compare.datasets.examples import read_examples
from compare.errors import UsageError


def checked(
    train: tuple[Any, Any],
    test: tuple[Any, Any] | None,
    *,
    where: str,
    layout: Layout | None,
    soft_labels: bool,
) -> Reading:
    """Check ``(X, Y)`` of both parts, as yet unscaled."""
    first, notes = read_examples(*train, where=where, layout=layout, soft_labels=soft_labels)
    if test is None:
        return Reading(first, None, notes, scaled=False)
    place = f"{where}, test part"
    second, more = read_examples(*test, where=place, layout=layout, soft_labels=soft_labels)
    if first.X.shape[0] != second.X.shape[0]:
        raise UsageError(
            f"{place}: X has {second.X.shape[0]} features, the training part {first.X.shape[0]}; "
            "both need the same features"
        )
    return Reading(first, second, tuple(dict.fromkeys(notes + more)), scaled=False)
