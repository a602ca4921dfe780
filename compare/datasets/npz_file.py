"""NPZ files: ``X (n_x, m)``, ``Y (1, m)`` or one-hot ``(n_y, m)``, perhaps a test part too."""

from pathlib import Path

from compare.datasets.archive import read_arrays
from compare.datasets.dataset import Layout, Reading
from compare.datasets.reading import checked
from compare.datasets.spelling import hint
from compare.errors import UsageError


def read_npz(
    path: Path, *, layout: Layout | None, soft_labels: bool, one_hot: bool = False
) -> Reading:
    """Read the arrays of ``path``; nothing in the file is unpickled."""
    arrays = read_arrays(path, example="X=X, Y=Y")
    has_test = "X_test" in arrays or "Y_test" in arrays
    for name in ("X", "Y", "X_test", "Y_test") if has_test else ("X", "Y"):
        if name not in arrays:
            found = ", ".join(arrays) or "nothing"
            raise UsageError(
                f"{path.name}: no array named {name}; found {found}{hint(name, arrays)}"
            )
    return checked(
        (arrays["X"], arrays["Y"]),
        (arrays["X_test"], arrays["Y_test"]) if has_test else None,
        where=path.name,
        layout=layout,
        soft_labels=soft_labels,
        one_hot=one_hot,
    )
