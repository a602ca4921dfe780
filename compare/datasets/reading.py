"""The common end of the file readers: the same check for the training and the test part."""

from functools import partial
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
    one_hot: bool = False,
) -> Reading:
    """Check ``(X, Y)`` of both parts, as yet unscaled."""
    read = partial(read_examples, layout=layout, soft_labels=soft_labels, one_hot=one_hot)
    first, notes = read(*train, where=where)
    if test is None:
        return Reading(first, None, notes, scaled=False)
    place = f"{where}, test part"
    second, more = read(*test, where=place)
    if len(first.Y) != len(second.Y):
        raise UsageError(
            f"{place}: Y has {len(second.Y)} classes, the training part {len(first.Y)}; "
            "both need the same classes"
        )
    if first.X.shape[0] != second.X.shape[0]:
        raise UsageError(
            f"{place}: X has {second.X.shape[0]} features, the training part {first.X.shape[0]}; "
            "both need the same features"
        )
    return Reading(first, second, tuple(dict.fromkeys(notes + more)), scaled=False)
