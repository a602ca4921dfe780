"""Which formats of the data to try first.

What the code says of them only orders the trials; values that do not fit together decide.
"""

from collections.abc import Iterator

import numpy as np

from compare.driving.evidence import Evidence
from compare.driving.literals import Shapes
from compare.driving.probes import Format, Layout, Probe, Sizes


def candidates(found: Evidence, shapes: Shapes | None) -> list[Probe]:
    """List the probes to try, the likeliest first."""
    written = [each for each in of_literals(shapes) if not found.one_output or each.sizes.n_y == 1]
    listed = [*written, *_by_evidence(found)]
    return list(dict.fromkeys(listed))


SEVERAL = Sizes()
ONE = Sizes(n_y=1)


def _by_evidence(found: Evidence) -> Iterator[Probe]:
    layouts = ["columns", "rows"] if found.columns > 0 else ["rows", "columns"]
    singles = (
        ["one-column", "one", "one-row"] if found.columns > 0 else ["one", "one-row", "one-column"]
    )
    layouts = [*singles, *layouts] if found.pairs else [*layouts, *singles]
    for layout in layouts:
        for labels, sizes in _labels(found):
            yield Probe(sizes, Format(layout, labels))  # type: ignore[arg-type]


def _labels(found: Evidence) -> list[tuple[str, Sizes]]:
    classes = [("classes", SEVERAL)]
    matrix = [("matrix", SEVERAL), ("matrix", ONE)]
    if found.one_output:
        matrix = [("matrix", ONE)]
    flat = [("flat", ONE)]
    if found.one_hot_inside:
        return [*classes, *matrix, *flat]
    if found.softmax:
        return [*matrix, *classes, *flat]
    return [*matrix, *flat, *classes]


def of_literals(shapes: Shapes | None) -> Iterator[Probe]:
    """The format of the data that the file itself writes down."""
    if shapes is None:
        return
    x, y = shapes.X, shapes.Y
    if len(x) == 3 and 1 in x[1:]:
        layout: Layout = "one-column" if x[2] == 1 else "one-row"
        n_y = int(np.prod(y[1:]))
        yield Probe(Sizes(n_x=x[1] * x[2], n_y=n_y), Format(layout, "matrix" if y[1:] else "flat"))
    if len(x) != 2:
        return
    rows = (len(y) == 1 and y[0] == x[0]) or (len(y) == 2 and y[0] == x[0])
    if not rows and not (y and y[-1] == x[1]):
        return
    layout = "rows" if rows else "columns"
    n_x = x[1] if rows else x[0]
    n_y = 1 if len(y) == 1 else y[1] if rows else y[0]
    labels = "flat" if len(y) == 1 else "matrix"
    if len(y) == 1 and shapes.classes > 2:
        labels, n_y = "classes", shapes.classes
    sizes = Sizes(n_x=n_x, n_y=n_y)
    yield Probe(sizes, Format(layout, labels))  # type: ignore[arg-type]
